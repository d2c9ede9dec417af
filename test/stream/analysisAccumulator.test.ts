import { describe, expect, it } from 'vitest';
import type { Analysis, AnalysisFinding, CurveColumns } from '../../core/measure/analysis.ts';
import type { FigureUnit } from '../../core/result/figure.ts';
import { absentFigure, makeFigure } from '../../core/result/makeFigure.ts';
import { createRandom } from '../../core/signal/random.ts';
import { AnalysisAccumulator } from '../../core/stream/analysisAccumulator.ts';
import { expectClose } from '../expectClose.ts';

const FRAMES = 1000;
const RATE_HZ = 100;
const common = { channel: '1', definitionId: 'd', conditions: {} } as const;

function figure(
  id: string,
  value: number,
  unit: FigureUnit = 'ratio',
  methodPart = 0,
): Analysis['channels'][0]['figures'] {
  const parts = [
    { source: 'repeatability', value: value / 10 },
    { source: 'method', value: methodPart },
  ] as const;
  return { [id]: makeFigure({ ...common, id, value, unit, parts, flags: [`flag-${id}`] }) };
}

function record(
  figures: Analysis['channels'][0]['figures'],
  more: Partial<Analysis> & { curves?: Record<string, CurveColumns> } = {},
): Analysis {
  const { curves = {}, ...rest } = more;
  return {
    kind: 'thdn',
    schemaVersion: 1,
    sampleRateHz: RATE_HZ,
    frames: FRAMES,
    definitionId: 'd',
    channels: [{ channel: 1, figures, curves, flags: [] }],
    clock: null,
    integrity: [],
    ...rest,
  };
}

function combine(records: readonly Analysis[], hopSeconds = 10): Analysis {
  const accumulator = new AnalysisAccumulator();
  records.forEach((each, index) => accumulator.add(each, index * hopSeconds));
  const analysis = accumulator.finish(records.length * FRAMES);
  if (analysis === null) throw new Error('no analysis');
  return analysis;
}

const combined = (id: string, values: readonly number[], unit: FigureUnit = 'ratio', methodPart = 0) =>
  combine(values.map((value) => record(figure(id, value, unit, methodPart)))).channels[0].figures[id];

describe('a figure of records', () => {
  it.each([
    ['thd-n', [3, 4, 5], Math.sqrt(50 / 3)],
    ['noise', [0.3, 0.4], Math.sqrt(0.125)],
    ['sinad', [10, 20], Math.sqrt(2 / (1 / 100 + 1 / 400))],
    ['frequency', [10, 12, 17], 13],
    ['dc', [-1, 1], 0],
  ])('[STREAM-3] %s of %j is combined after its nature', (id, values, expected) => {
    expectClose(combined(id, values).value ?? NaN, expected, { within: 1e-12, unit: '1', because: 'rounding' });
  });

  it('[STREAM-3] SINAD stays the inverse of THD+N', () => {
    const ratios = [1e-5, 1.3e-5, 0.8e-5];
    const product =
      (combined('thd-n', ratios).value ?? 0) *
      (combined(
        'sinad',
        ratios.map((x) => 1 / x),
      ).value ?? 0);
    expectClose(product, 1, { within: 1e-12, unit: '1', because: 'rounding' });
  });

  it.each(['noise', 'frequency', 'snr'])(
    '[STREAM-4] the uncertainty of %s covers its scatter in 95 %% of cases',
    (id) => {
      const random = createRandom(7);
      let inside = 0;
      const cases = 2_000;
      for (let index = 0; index < cases; index++) {
        const { value, uncertainty } = combined(
          id,
          Array.from({ length: 8 }, () => 1 + 0.01 * random.gaussian()),
        );
        if (Math.abs((value ?? 0) - 1) <= (uncertainty ?? 0)) inside++;
      }
      expectClose(inside / cases, 0.9545, { within: 0.02, unit: 'share', because: '4 standard errors of 0.0047' });
    },
  );

  it('[STREAM-4] what the records have in common stays in full', () => {
    const { uncertainty } = combined('thd', [1, 1, 1, 1], 'ratio', 0.2);
    expectClose(uncertainty ?? 0, 0.2, { within: 1e-12, unit: '1', because: 'equal readings do not scatter' });
  });

  it('[STREAM-5] is absent where a record lacks it, with the reason', () => {
    const absent = { h3: absentFigure({ ...common, id: 'h3', unit: 'ratio' }, 'beyond-nyquist', 'out of band') };
    const { value, reasonCode, text } = combine([record(figure('h3', 1)), record(absent)]).channels[0].figures.h3;
    expect({ value, reasonCode, text }).toEqual({
      value: null,
      reasonCode: 'beyond-nyquist',
      text: 'out of band (in 1 of 2 records)',
    });
  });

  it('[STREAM-3] says ENOB in bits', () => {
    const enob = (value: number) => ({ enob: { ...figure('enob', value).enob, text: `${value} bits` } });
    expect(combine([record(enob(16)), record(enob(17))]).channels[0].figures.enob).toMatchObject({
      value: 16.5,
      text: expect.stringMatching(/^17\s±\s7\sbits$/) as string,
    });
  });

  it('[STREAM-3] keeps flags, and a bound stays a bound', () => {
    const bound = {
      h2: makeFigure({ ...common, id: 'h2', value: 2, unit: 'ratio', parts: [], bound: '<', flags: ['bound'] }),
    };
    const { flags, text } = combine([record(figure('h2', 1)), record(bound)]).channels[0].figures.h2;
    expect(flags).toEqual(['flag-h2', 'bound']);
    expect(text).toMatch(/^<\s/);
  });
});

it('[STREAM-3] curves are averaged power by power over the same axis', () => {
  const curve = (db: number, rms: number): CurveColumns => ({
    frequenciesHz: [1, 2],
    levelsDb: [db, db],
    densitiesVoltsPerRootHz: [rms, null],
  });
  const { spectrum } = combine([
    record({}, { curves: { spectrum: curve(0, 3) } }),
    record({}, { curves: { spectrum: curve(10 * Math.log10(3), 4) } }),
  ]).channels[0].curves;
  expect(spectrum.frequenciesHz).toEqual([1, 2]);
  expectClose(spectrum.levelsDb[0] ?? NaN, 10 * Math.log10(2), { within: 1e-12, unit: 'dB', because: 'rounding' });
  expectClose(spectrum.densitiesVoltsPerRootHz[0] ?? NaN, Math.sqrt(12.5), {
    within: 1e-12,
    unit: 'V/√Hz',
    because: 'rounding',
  });
  expect(spectrum.densitiesVoltsPerRootHz[1]).toBeNull();
});

it('[STREAM-2] findings are told in the time of the whole, and once where records overlap', () => {
  const pop = (atSeconds: number | null, channel = 1): AnalysisFinding => ({
    code: 'pop',
    channel,
    atSeconds,
    count: 1,
    damaging: true,
    text: 'pop',
  });
  const { integrity } = combine(
    [
      record({}, { integrity: [pop(9.75), pop(null), pop(2)] }),
      record({}, { integrity: [pop(0.251), pop(null), pop(0.251, 2)] }),
    ],
    9.5,
  );
  expect(integrity.map(({ atSeconds, channel }) => [atSeconds, channel])).toEqual([
    [null, 1],
    [2, 1],
    [9.75, 1],
    [9.751, 2],
  ]);
});

it('[STREAM-2] the text of a finding names the time in the whole, and leaves other times alone', () => {
  const pop = (atSeconds: number, text: string): AnalysisFinding => ({
    code: 'pop',
    channel: 1,
    atSeconds,
    count: 1,
    damaging: true,
    text,
  });
  const { integrity } = combine([
    record({}, { integrity: [] }),
    record(
      {},
      { integrity: [pop(0.25004, 'a pop at 0.2500 s that lasts 0.0010 s'), pop(3, 'muted for 1.5 s from 3.0 s')] },
    ),
  ]);
  expect(integrity.map(({ text }) => text)).toEqual([
    'a pop at 10.2500 s that lasts 0.0010 s',
    'muted for 1.5 s from 13.0 s',
  ]);
});

it('[STREAM-3] the clock is the mean rate, and what records deviate from it is wander', () => {
  const clock = (ppm: number) => record({}, { clock: { ppm, uncertaintyPpm: 0.01, wanderPpm: 0.5 } });
  expect(combine([clock(24), clock(26)]).clock).toMatchObject({ ppm: 25, wanderPpm: 1.5 });
  expect(combine([clock(24), record({})]).clock).toBeNull();
});

it('[STREAM-1] one record is no long capture', () => {
  const accumulator = new AnalysisAccumulator();
  accumulator.add(record({}), 0);
  expect(accumulator.finish(FRAMES)).toBeNull();
});
