import { describe, expect, it } from 'vitest';
import type { Wiring } from '../../core/planner/plan.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';
import { acquire, UNKNOWN_BENCH, type Acquisition, type KnownBench } from '../../core/run/acquire.ts';
import { createBenchContext } from '../../core/run/context.ts';
import { decodeDeviceFrames } from '../../core/signal/deviceFrames.ts';
import { createRandom } from '../../core/signal/random.ts';
import { sine } from '../../core/signal/sine.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { dbFromRatio, ratioFromDb } from '../../core/units/decibel.ts';
import { expectClose } from '../expectClose.ts';

const { rig } = createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 });
const RATE_HZ = 48_000;
const LATENCY_FRAMES = 947;
const TAIL_FRAMES = 4800;
const FRAMES = 8192;

interface Played {
  readonly id: string;
  /** Highest sample of the left output as the rms of a sine, volts. */
  readonly peakRms: number;
}

/** Carries an acquisition out on a device of a known gain, and keeps a note of each take. */
function perform(
  wiring: Wiring,
  volts: number,
  gainRatio: number,
  { known = UNKNOWN_BENCH, polarity = 1 }: { readonly known?: KnownBench; readonly polarity?: 1 | -1 } = {},
): { readonly played: Played[]; readonly run: () => Acquisition } {
  const played: Played[] = [];
  const tone = sine(RATE_HZ, FRAMES + 200, 750, volts);
  const stimulus = { channels: [tone, tone], leadFrames: 200, frames: FRAMES };
  const used = { ...rig, sampleRateHz: RATE_HZ };
  const run = (): Acquisition => {
    const procedure = acquire(createBenchContext(used, createRandom(1)), wiring, known, stimulus);
    let step = procedure.next();
    while (step.done !== true) {
      if (step.value.type !== 'take') throw new Error('only takes are asked for');
      const { take } = step.value;
      const sent = decodeDeviceFrames(take.frames);
      const outVolts = used.output.fullScaleVoltsRms * Math.SQRT2;
      const perUnit = (polarity * gainRatio * outVolts) / (used.input.fullScaleVoltsRms * Math.SQRT2);
      const frameCount = take.frames.frameCount + TAIL_FRAMES;
      const frames = new Float32Array(2 * frameCount);
      sent.forEach((samples, channel) => {
        samples.forEach((value, frame) => (frames[2 * (frame + LATENCY_FRAMES) + channel] = perUnit * value));
      });
      played.push({ id: take.id, peakRms: (outVolts * Math.max(...sent[0])) / Math.SQRT2 });
      const report = {
        driver: 'simulated',
        requestedSampleRateHz: RATE_HZ,
        actualSampleRateHz: RATE_HZ,
        requestedFrames: frameCount,
        capturedFrames: frameCount,
        stopReason: 'complete',
        xrunCounts: {
          'input-underflow': 0,
          'input-overflow': 0,
          'output-underflow': 0,
          'output-overflow': 0,
          'null-input': 0,
        },
        xruns: [],
        inputLatencySeconds: null,
        outputLatencySeconds: null,
        flags: [],
      } as const;
      const capture = { sampleRateHz: RATE_HZ, channelCount: 2, frameCount, frames, report };
      step = procedure.next({ type: 'take', capture, sha256: '' });
    }
    return step.value;
  };
  return { played, run };
}

describe('an acquisition', () => {
  it('rises to a unit from −60 dBV by 6 dB at most, and plays what is asked last', () => {
    const { played, run } = perform(OPEN, 1, 2);
    run();
    expect(played[0].peakRms).toBeLessThan(1.01e-3);
    const steps = played.slice(1).map(({ peakRms }, index) => dbFromRatio(peakRms / played[index].peakRms));
    // A sweep's highest sample lies up to 0.05 dB below its peak, and dither moves it
    expect(Math.max(...steps)).toBeLessThan(6.2);
    expect(played.at(-1)).toMatchObject({ id: 'acquisition.capture' });
    expectClose(played.at(-1)!.peakRms, 1, {
      within: 1e-3,
      unit: 'V',
      because: 'the highest of 750 Hz sampled at 48 kHz',
    });
  });

  it('goes up by 1 dB steps within 3 dB of a limit', () => {
    const limit = rig.input.maxVoltsRms;
    const { played, run } = perform(OPEN, (0.99 * limit) / 4, 4);
    run();
    const near = played.filter(({ peakRms }) => 4 * peakRms > limit * ratioFromDb(-2.9));
    const steps = near.slice(1).map(({ peakRms }, index) => dbFromRatio(peakRms / near[index].peakRms));
    expect(near.length).toBeGreaterThan(2);
    expect(Math.max(...steps)).toBeLessThan(1.1);
  });

  it('does not rise again to what it knows', () => {
    const { known } = perform(OPEN, 1, 2).run();
    const again = perform(OPEN, 1, 2, { known });
    again.run();
    expect(again.played.map(({ id }) => id)).toEqual(['acquisition.capture']);
    const higher = perform(OPEN, 1.5, 2, { known });
    higher.run();
    expect(higher.played).toHaveLength(1);
  });

  it('needs no approach through a cable', () => {
    const { played, run } = perform(LOOPBACK, 1, 1);
    run();
    expect(played).toHaveLength(1);
  });

  it('refuses what the unit would make too much of, while it is still quiet', () => {
    const { played, run } = perform(OPEN, 1.5, 10);
    expect(run).toThrow(expect.objectContaining({ kind: 'safety', code: 'output-over-limit' }));
    expect(Math.max(...played.map(({ peakRms }) => peakRms))).toBeLessThan(0.002);
  });

  it('plays nothing at all of what the generator may not', () => {
    const { played, run } = perform(OPEN, 2.1, 0.1);
    expect(run).toThrow(expect.objectContaining({ kind: 'safety', code: 'drive-over-limit' }));
    expect(played).toEqual([]);
  });

  it('does not rise further where nothing comes back', () => {
    const { played, run } = perform(OPEN, 1, 1e-4);
    expect(run).toThrow(expect.objectContaining({ code: 'nothing-came-back' }));
    expect(Math.max(...played.map(({ peakRms }) => peakRms))).toBeLessThan(0.03);
  });

  it.each([1, -1] as const)('gives back what was played, in time to the sample (polarity %i)', (polarity) => {
    const { run } = perform(LOOPBACK, 1, 0.5, { polarity });
    const { channels, known } = run();
    expect(known.latencyFrames).toBe(LATENCY_FRAMES);
    const tone = sine(RATE_HZ, FRAMES + 200, 750, 1).subarray(200);
    const steps = { within: 1e-6, unit: 'V', because: 'dither and steps of 24 bits, and of float32' };
    for (const samples of channels) {
      expect(samples).toHaveLength(FRAMES);
      for (const frame of [0, 1, 4000, FRAMES - 1]) expectClose(samples[frame], 0.5 * polarity * tone[frame], steps);
    }
  });

  it('takes the latency it knew where silence shows none', () => {
    const known = { level: { driveRms: 0, gainRatio: null }, latencyFrames: 321 };
    expect(perform(LOOPBACK, 0, 1, { known }).run().known).toEqual(known);
  });
});
