import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rigSchema } from '../../core/calibration/rig.ts';
import type { EngineEvent } from '../../electron/ipc/contract.ts';
import type { LiveOutput } from '../../electron/ipc/live.ts';
import { createLocalEngine } from '../../host/engine/localEngine.ts';
import { decodeLiveFrame, type LiveFrame } from '../../renderer/bridge/liveFrame.ts';
import { expectClose } from '../expectClose.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { useBench } from './bench/useBench.ts';

const SAMPLE_RATE_HZ = 48_000;
const fixture = rigSchema.parse(JSON.parse(readFileSync(new URL('jackAmp.rig.json', import.meta.url), 'utf8')));
const ASKED_VOLTS = 0.5;

describeOnLoop('the live analyzer of the engine on the JACK amp', () => {
  const inUse = useBench(SAMPLE_RATE_HZ);

  it('rises to the asked volts by what comes back, reads them from the stream, and ends in silence', async () => {
    const rig = {
      ...fixture,
      outputDevice: inUse.amp.name,
      inputDevice: inUse.amp.name,
      sampleRateHz: SAMPLE_RATE_HZ,
      timeReference: null,
    };
    const engine = createLocalEngine();
    const outputs: LiveOutput[] = [];
    let newest: LiveFrame | null = null;
    let ended: Extract<EngineEvent, { type: 'live-ended' }> | null = null;
    engine.subscribe((event) => {
      if (event.type === 'live-output') outputs.push(event.output);
      if (event.type === 'live-ended') ended = event;
    });
    engine.subscribeLive((frame) => {
      newest = decodeLiveFrame(frame);
    });
    await engine.openLive({
      rig: { kind: 'given', rig },
      path: 'dut',
      drive: 'analogue',
      loadOhms: null,
      generator: {
        signal: { kind: 'sine', frequencyHz: 1000 },
        level: { voltsRms: ASKED_VOLTS, at: 'output' },
        channels: 'both',
        snap: true,
      },
      analyzer: {
        options: {
          bandHz: [20, 20_000],
          denominator: 'total',
          weighting: 'unweighted',
          averaging: { kind: 'off', count: 1 },
          peakHold: false,
        },
        view: { lowHz: 20, highHz: 20_000, columns: 200 },
        scope: { seconds: 0.005, columns: 100 },
      },
    });
    const level = (): number => newest?.channels[0].levelRms ?? 0;
    await expect.poll(() => outputs.at(-1)?.state, { timeout: 60_000 }).toBe('on');
    await expect.poll(level, { timeout: 60_000 }).toBeGreaterThan(0.99 * ASKED_VOLTS);
    expectClose(level(), ASKED_VOLTS, { within: 0.005, unit: 'V', because: 'a level is reached at half a per cent' });
    const rising = outputs.map(({ driveRms }) => driveRms);
    rising.forEach((drive, index) => {
      if (index > 0) expect(drive).toBeLessThanOrEqual(2 * rising[index - 1]);
    });
    await engine.cancel();
    expect(ended).toEqual({ type: 'live-ended', error: null });
  });
});
