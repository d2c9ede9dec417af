import { expect, it } from 'vitest';
import { kindNamed } from '../../core/measure/kinds.ts';
import { over, stimulusOf, through, type Pair } from '../sweepBench.ts';
import { coverageOf, expectCoverage, noisy, readingOf, type Reading } from './coverageRuns.ts';

const RUNS = 1000;
/** Some 10 s on a machine that does nothing else. */
const TIMEOUT_MS = 120_000;
const RATE_HZ = 24_000;

const volts = (sampleRateHz: number, ...channels: Float64Array[]) => ({ sampleRateHz, unit: 'V', channels }) as const;

it(
  '[UNC-2] frequency response at points, and its corners',
  () => {
    const kind = kindNamed('frequency-response');
    const settings = { seconds: 1, bandHz: [20, 10_000] as [number, number] };
    const stimulus = stimulusOf(kind, RATE_HZ, settings);
    const transfer = (hertz: number): Pair => (hertz === 0 ? [0, 0] : over([1, 0], [1, hertz / 6000 - 120 / hertz]));
    const clean = through(stimulus, RATE_HZ, transfer);
    const dbAt = (hertz: number): number =>
      20 * Math.log10(Math.hypot(...transfer(hertz)) / Math.hypot(...transfer(1000)));
    const cornersHz = { 'corner-low-3db': [20, 1000], 'corner-high-3db': [10_000, 1000] } as const;
    const coverages = coverageOf(RUNS, 1, (random) => {
      const input = {
        captures: { main: volts(RATE_HZ, noisy(clean, 1, 1.5e-2, random)) },
        reference: volts(RATE_HZ, stimulus),
      };
      const { curves, figures } = kind.analyze(input, { bandHz: settings.bandHz, points: 6 }).channels[0];
      const { frequenciesHz, magnitudesDb, uncertaintiesDb } = curves.response;
      const readings: Record<string, Reading> = {};
      for (const [id, [outsideHz, insideHz]] of Object.entries(cornersHz))
        readings[id] = readingOf(figures[id], crossingHz(dbAt, -3, outsideHz, insideHz));
      for (const [index, hertz] of frequenciesHz.entries())
        if (hertz !== null && Math.abs(hertz - 1000) > 5)
          readings[`response ${hertz.toFixed(0)} Hz`] = {
            value: magnitudesDb[index],
            uncertainty: uncertaintiesDb[index],
            truth: dbAt(hertz),
          };
      return readings;
    });
    expect(coverages.length).toBeGreaterThan(50);
    // In the sweep's lowest octave stands a bound of the method
    for (const coverage of coverages) expectCoverage(coverage, coverage.name !== 'response 20 Hz');
  },
  TIMEOUT_MS,
);

/** Where a level that falls towards `outsideHz` is crossed, by halving. */
function crossingHz(dbAt: (hertz: number) => number, levelDb: number, outsideHz: number, insideHz: number): number {
  let [outside, inside] = [outsideHz, insideHz];
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(outside * inside);
    if (dbAt(middle) < levelDb) outside = middle;
    else inside = middle;
  }
  return inside;
}

it(
  '[UNC-2] phase and group delay, the mean delay taken out',
  () => {
    const kind = kindNamed('phase');
    const settings = { seconds: 1, bandHz: [20, 10_000] as [number, number] };
    const stimulus = stimulusOf(kind, RATE_HZ, settings);
    const coverages = coverageOf(RUNS, 4, (random) => {
      const input = {
        captures: { main: volts(RATE_HZ, noisy(stimulus, 1, 3e-3, random)) },
        reference: volts(RATE_HZ, stimulus),
      };
      const { figures } = kind.analyze(input, { bandHz: settings.bandHz, points: 6, frequencyHz: 5000 }).channels[0];
      return { phase: readingOf(figures.phase, 0), 'group-delay': readingOf(figures['group-delay'], 0) };
    });
    // What the clock may have done between the pilots is a bound, read from their rates and as uncertain as these
    for (const coverage of coverages) expectCoverage(coverage, coverage.name === 'group-delay');
    expect(coverages.length).toBe(2);
  },
  TIMEOUT_MS,
);
