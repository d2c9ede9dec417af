import { describe, expect, it } from 'vitest';
import type { MeasurementKind } from '../../core/measure/analysis.ts';
import { kinds } from '../../core/measure/kinds.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import type { Figure } from '../../core/result/figure.ts';
import { measurementSchema } from '../../core/run/measurement.ts';
import type { MeasurementRequest } from '../../core/run/measurement.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import { expectClose } from '../expectClose.ts';
import { driveMeasurement } from './driveRun.ts';
import type { DriveOptions } from './driveRun.ts';

type Asked = Partial<Omit<MeasurementRequest, 'kind'>>;

function request(kind: MeasurementKind, asked: Asked = {}): MeasurementRequest {
  return measurementSchema.parse({ kind, settings: {}, path: 'dut', outputVoltsRms: 1, loadOhms: null, ...asked });
}

function measured(kind: MeasurementKind, benchId: string, asked: Asked = {}, options: DriveOptions = {}): Measurement {
  const driven = driveMeasurement(request(kind, asked), benchId, { isRemembered: true, ...options });
  if (driven.result === null) throw driven.error;
  return driven.result;
}

function figure({ channels }: Measurement, id: string, channel = 1): Figure & { value: number; uncertainty: number } {
  const found = channels.find((each) => each.channel === channel)?.figures[id];
  if (found === undefined || found.value === null || found.uncertainty === null)
    throw new Error(`no ${id}: ${found?.text ?? 'absent'}`);
  return { ...found, value: found.value, uncertainty: found.uncertainty };
}

/** What a kind cannot do without. */
const NEEDED: Partial<Record<MeasurementKind, Asked>> = {
  'output-impedance': { settings: { loadOhms: 20 } },
};

/** Those whose figures two clocks could move. */
const FREE_RUNNING_KINDS: readonly MeasurementKind[] = [
  'thdn',
  'gain',
  'frequency-response',
  'output-impedance',
  'imd-ccif',
  'imd-dim',
  'multitone',
  'crosstalk',
  'jitter',
  'thdn-vs-level',
  'channel-balance',
  'integrity',
];

describe.each([
  ['sim:usb-192/hpa-1', [...kinds.keys()]],
  ['sim:split-384/hpa-1', FREE_RUNNING_KINDS],
] as const)('kinds on %s', (benchId, chosen) => {
  it.each(chosen)('[MEAS-1] %s gives figures, finds nothing damaged, and can be written', (kind) => {
    const measurement = measured(kind, benchId, NEEDED[kind]);
    expect(measurement.simulated).toBe(true);
    expect(measurement.integrity.filter(({ damaging }) => damaging)).toEqual([]);
    expect(measurement.channels.length).toBeGreaterThan(0);
    for (const { figures } of measurement.channels) {
      for (const each of Object.values(figures)) {
        if (each.value === null) expect(each.reasonCode, each.id).toMatch(/^[a-z-]+$/u);
        else expect(each.uncertainty, each.id).toBeGreaterThanOrEqual(0);
      }
    }
    expect(encodeResult(measurement)).not.toContain('NaN');
  });
});

describe('the HPA-1 on the simulated bench', () => {
  const bench = 'sim:studio-384/hpa-1';

  it('[MEAS-2] has 8.35 dB of gain, less what its input takes from the source', () => {
    const gain = figure(measured('gain', bench), 'gain');
    // 46 kΩ on the interface's source is part of the figure: the terminals' own gain needs the input impedance
    expectClose(20 * Math.log10(gain.value), 8.35, {
      within: 0.1,
      unit: 'dB',
      because: 'the loaded source and 0.5 % of calibration',
    });
  });

  it('[MEAS-3] puts the asked level on its output', () => {
    const level = figure(measured('level', bench, { outputVoltsRms: 2 }), 'level');
    expectClose(level.value, 2, {
      within: 0.02,
      unit: 'V',
      because: 'the channel with the most gain is set; calibration is 0.5 %',
    });
  });

  it('[MEAS-4] has 1.35 Ω of output impedance within its uncertainty', () => {
    const impedance = figure(measured('output-impedance', bench, NEEDED['output-impedance']), 'output-impedance');
    expectClose(impedance.value, 1.35, { within: impedance.uncertainty, unit: 'Ω', because: 'U is k = 2' });
    expect(impedance.uncertainty).toBeLessThan(0.2);
  });

  it('[MEAS-11] open, loaded, loaded, open: each connection is made anew, and U is that of repeatability', () => {
    const settings = { loadOhms: 20, passes: 2, seconds: 2 };
    const driven = driveMeasurement(request('output-impedance', { settings }), bench);
    if (driven.result === null) throw driven.error;
    const ids = driven.prompts.map(({ id }) => id);
    expect(ids).toEqual(['safety', 'wire-open', 'wire-load-20', 'wire-load-20', 'wire-open']);
    expect(driven.prompts[3].text).toContain('make it again');
    expect(driven.takes.slice(-4).map(({ take }) => take.id.split('.')[1])).toEqual([
      'open',
      'loaded',
      'loaded-2',
      'open-2',
    ]);
    const impedance = figure(driven.result, 'output-impedance');
    expectClose(impedance.value, 1.35, { within: impedance.uncertainty, unit: 'Ω', because: 'U is k = 2' });
    expect(driven.result.integrity.filter(({ damaging }) => damaging)).toEqual([]);
  });

  it('[MEAS-5] has 46 kΩ of input impedance within its uncertainty', () => {
    const impedance = figure(measured('input-impedance', bench), 'input-impedance');
    expectClose(impedance.value, 46_000, { within: impedance.uncertainty, unit: 'Ω', because: 'U is k = 2' });
  });
});

describe('what is asked and cannot be', () => {
  const bench = 'sim:usb-192/hpa-1';

  it('[MEAS-6] names the loads on hand where another is asked for', () => {
    expect(driveMeasurement(request('thdn', { loadOhms: 7.7 }), bench).error).toMatchObject({
      code: 'load-not-on-hand',
    });
  });

  it('[MEAS-7] plays nothing over the limits of the rig', () => {
    const driven = driveMeasurement(request('thdn', { outputVoltsRms: 500 }), bench);
    for (const { take } of driven.takes)
      expect(take.predictedOutputVoltsRms).toBeLessThanOrEqual(driven.rig.limits.outputVoltsRms * 1.002);
  });

  it('[MEAS-8] says that impedances need a unit', () => {
    expect(
      driveMeasurement(request('output-impedance', { path: 'loopback', settings: { loadOhms: 20 } }), bench).error,
    ).toMatchObject({
      code: 'dut-needed',
    });
  });

  it('[MEAS-9] cannot go on without its wiring', () => {
    const driven = driveMeasurement(request('thdn'), bench, {
      answer: (prompt) => ({ answer: prompt.kind === 'wire' ? 'skip' : 'done' }),
    });
    expect(driven.error).toMatchObject({ code: 'wiring-needed' });
    expect(driven.takes).toEqual([]);
  });

  it('[MEAS-10] a recording with lost samples is named damaged', () => {
    const measurement = measured(
      'thdn',
      bench,
      {},
      {
        faults: (takeId) =>
          takeId.startsWith('thdn')
            ? [{ kind: 'drop-frames', take: 'every', atSeconds: 1, frames: 40, reported: false }]
            : [],
      },
    );
    expect(measurement.integrity.some(({ damaging }) => damaging)).toBe(true);
  });
});
