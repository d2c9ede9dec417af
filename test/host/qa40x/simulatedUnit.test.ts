import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { hpa1 } from '../../../core/simulate/duts/hpa1.ts';
import { dbFromRatio, ratioFromDb } from '../../../core/units/decibel.ts';
import { createLocalEngine } from '../../../host/engine/localEngine.ts';
import { expectClose } from '../../expectClose.ts';
import { base64Of, doublesOf, openQa40x, type TestServer } from './qa40xBench.ts';

const { rig } = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });

describe('the QA40x interface on a simulated unit', () => {
  let server: TestServer;
  afterEach(() => server.close());

  const open = async (path: 'dut' | 'loopback', loadOhms: number | null = null): Promise<void> => {
    server = await openQa40x({ engine: createLocalEngine(), rig, path, loadOhms });
  };
  const set = async (...settings: readonly string[]): Promise<void> => {
    for (const setting of settings) await server.fields('PUT', `/Settings/${setting}`);
  };

  it('reads gain and distortion that the unit was made with', async () => {
    await open('dut', 20);
    await set('AudioGen/Gen1/On/1000/-10');
    await server.fields('POST', '/Acquisition');
    const { output, input } = rig;
    // The generator's source into the unit's input, the unit's output into 20 ohms beside the interface
    const loadOhms = 1 / (1 / (20 + rig.cableOhms) + 1 / input.inputOhms);
    const behind = ratioFromDb(-10) * ratioFromDb(8.35) * (46e3 / (46e3 + output.sourceOhms));
    const outputVolts = (behind * loadOhms) / (loadOhms + hpa1.outputImpedance.ohms);
    const { Left, Right } = await server.fields('GET', '/RmsDbv/20/20000');
    const calibration = {
      within: 0.03,
      unit: 'dB',
      because: 'full scales are known to 0.1 % each way, the load to 0.2 % of which 6 % count',
    };
    expectClose(Number(Left), dbFromRatio(outputVolts), calibration);
    expectClose(Number(Right), dbFromRatio(outputVolts), calibration);
    // Second harmonic in proportion to the level, third to its square
    const rise = behind / hpa1.distortion.atVoltsRms;
    const thd = Math.hypot(hpa1.distortion.secondRatio * rise, hpa1.distortion.thirdRatio * rise ** 2);
    const thdDb = Number((await server.fields('GET', '/ThdDb/1000/20000')).Left);
    expectClose(thdDb, dbFromRatio(thd), {
      within: 0.35,
      unit: 'dB',
      because: 'the interface adds up to 4 % of its own, and noise is counted in 19 lines',
    });
  });

  it('a click comes back at its own place, through converters, unit and latency', async () => {
    await open('dut');
    await set('BufferSize/16384');
    const click = Float64Array.from({ length: 16_384 }, (_, index) => (index === 5000 ? 0.3 : 0));
    const body = JSON.stringify({ Left: base64Of(click), Right: base64Of(click) });
    await server.fields('POST', '/Acquisition', { body });
    const { Left, Right } = await server.fields('GET', '/Data/Time/Input');
    for (const samples of [doublesOf(Left), doublesOf(Right)]) {
      const magnitudes = samples.map(Math.abs);
      expect(magnitudes.indexOf(Math.max(...magnitudes))).toBe(5000);
      expectClose(samples[5000], 0.3 * ratioFromDb(8.35), {
        within: 0.08,
        unit: 'V',
        because: 'what the converters’ filters ring away beside a single sample',
      });
    }
  });

  it('silence is the noise of unit and interface', async () => {
    await open('loopback');
    await server.fields('POST', '/Acquisition');
    const { Left } = await server.fields('GET', '/RmsDbv/20/20000');
    // 1.95 µV of the output and 6.15 µV of the input in 20 kHz, and the steps of 24 bits at 6.9 V
    expectClose(Number(Left), dbFromRatio(Math.hypot(1.95e-6, 6.15e-6)), {
      within: 0.6,
      unit: 'dB',
      because: 'dither and steps of 24 bits add 0.1 dB, chance under a flat top 0.3 dB',
    });
  });

  it.each([
    ['loopback', ['AudioGen/Gen1/On/1000/16', 'AudioGen/Gen2/On/2000/16'], 'would drive'],
    ['dut', ['AudioGen/Gen1/On/1000/16'], 'is predicted to put'],
    ['dut', ['AudioGen/Gen1/On/1000/-3', 'Input/Max/0'], 'Input/Max is 0 dBV'],
  ] as const)('in %s %j is refused, with a reason, before it plays', async (path, settings, reason) => {
    await open(path);
    await set('BufferSize/8192', ...settings);
    const { status, reason: phrase } = await server.call('POST', '/Acquisition');
    expect([status, phrase]).toEqual([400, expect.stringContaining(reason)]);
    expect((await server.call('GET', '/RmsDbv/20/20000')).status).toBe(409);
  });

  it('the bench is not shared with what else plays on it', async () => {
    const engine = createLocalEngine();
    const folder = mkdtempSync(join(tmpdir(), 'ampbench-qa40x-'));
    server = await openQa40x({ engine, rig, path: 'loopback' });
    try {
      await set('BufferSize/65536', 'AudioGen/Gen1/On/1000/-10');
      const measure = (name: string): Promise<unknown> =>
        engine.measure({
          measurement: { kind: 'level', path: 'loopback', loadOhms: null, outputVoltsRms: 0.1, settings: {} },
          rig: { kind: 'given', rig },
          seed: 1,
          folder: join(folder, name),
        });
      await server.fields('POST', '/AcquisitionAsync');
      await expect(measure('refused')).rejects.toMatchObject({ code: 'run-in-progress' });
      while ((await server.fields('GET', '/AcquisitionBusy')).Value === 'True');
      // The run waits for its wiring to be confirmed
      await measure('run');
      const { status, reason } = await server.call('POST', '/Acquisition');
      expect([status, reason]).toEqual([400, expect.stringContaining('a run is under way')]);
      await engine.cancel();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
