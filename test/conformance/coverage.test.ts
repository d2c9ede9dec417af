import { expect, it } from 'vitest';
import type { AnalysisInput, ChannelAnalysis, MeasurementKind } from '../../core/measure/analysis.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { withCalibration } from '../../core/measure/withCalibration.ts';
import type { RandomSource } from '../../core/signal/random.ts';
import { addTone, coverageOf, expectCoverage, noisy, readingOf, systematic } from './coverageRuns.ts';

/** Seeded runs of each simulated measurement; calibration and noise are redrawn in each. */
const RUNS = 1000;
const RATE_HZ = 48_000;
const BAND_HZ = [20, 20_000] as const;
/** Power of white noise under A weighting re the same band without, 20 Hz to 20 kHz: −2.05 dB. */
const A_OF_WHITE = 10 ** (-2.05 / 20);

const inBand = (rms: number): number => rms * Math.sqrt((BAND_HZ[1] - BAND_HZ[0]) / (RATE_HZ / 2));
const anyPhase = (random: RandomSource): number => 2 * Math.PI * random.uniform();
const volts = (samples: Float64Array) => ({ sampleRateHz: RATE_HZ, unit: 'V', channels: [samples] }) as const;

function measured(
  kind: MeasurementKind,
  input: AnalysisInput,
  settings: MeasureSettings = {},
  calibration = { input: 0, output: 0 },
): ChannelAnalysis['figures'] {
  return withCalibration(kindNamed(kind).analyze(input, settings), calibration).channels[0].figures;
}

const captured = (samples: Float64Array): AnalysisInput => ({ captures: { main: volts(samples) }, reference: null });

it('[UNC-1] a tone: level, frequency, DC, THD+N, THD, harmonics, SNR', () => {
  const calibration = { input: 1e-4, output: 0 };
  const ratios = [3e-4, 1e-4];
  const noiseRms = 3e-3;
  const thd = Math.hypot(...ratios);
  const noise = inBand(noiseRms);
  const total = Math.hypot(1, thd, noise);
  const coverages = coverageOf(RUNS, 1, (random) => {
    const samples = new Float64Array(RATE_HZ);
    const frequencyHz = 300 + 2700 * random.uniform();
    addTone(samples, frequencyHz / RATE_HZ, Math.SQRT2, anyPhase(random));
    for (const [index, ratio] of ratios.entries())
      addTone(samples, ((index + 2) * frequencyHz) / RATE_HZ, ratio * Math.SQRT2, anyPhase(random));
    const reads = systematic(calibration.input, random);
    const figures = measured(
      'thdn',
      captured(noisy(samples, reads, reads * noiseRms, random)),
      { harmonicCount: 3 },
      calibration,
    );
    return {
      level: readingOf(figures.level, 1),
      frequency: readingOf(figures.frequency, frequencyHz),
      dc: readingOf(figures.dc, 0),
      'thd-n': readingOf(figures['thd-n'], Math.hypot(thd, noise) / total),
      sinad: readingOf(figures.sinad, total / Math.hypot(thd, noise)),
      thd: readingOf(figures.thd, thd),
      'thd-r': readingOf(figures['thd-r'], thd / total),
      h2: readingOf(figures.h2, ratios[0]),
      h3: readingOf(figures.h3, ratios[1]),
      snr: readingOf(figures.snr, 1 / noise),
      noise: readingOf(figures.noise, noise),
    };
  });
  expect(coverages.length).toBe(11);
  for (const coverage of coverages) expectCoverage(coverage, true);
});

it('[UNC-1] THD where most of ten harmonics hide in the noise', () => {
  const coverages = coverageOf(RUNS, 2, (random) => {
    const samples = new Float64Array(RATE_HZ / 2);
    addTone(samples, 997 / RATE_HZ, Math.SQRT2, anyPhase(random));
    addTone(samples, 1994 / RATE_HZ, 1e-4 * Math.SQRT2, anyPhase(random));
    return { thd: readingOf(measured('thdn', captured(noisy(samples, 1, 1e-3, random))).thd, 1e-4) };
  });
  for (const coverage of coverages) expectCoverage(coverage, true);
});

it.each([0, 1e-5])(
  '[UNC-3] THD where nothing, or little that does not stand out, is there: eight harmonics of %s',
  (each) => {
    const coverages = coverageOf(RUNS, 7, (random) => {
      const samples = new Float64Array(RATE_HZ / 4);
      addTone(samples, 997 / RATE_HZ, Math.SQRT2, anyPhase(random));
      for (let order = 3; order <= 10; order++)
        addTone(samples, (order * 997) / RATE_HZ, each * Math.SQRT2, anyPhase(random));
      const { value, uncertainty } = measured('thdn', captured(noisy(samples, 1, 1e-3, random))).thd;
      // Where nothing stands out there is no figure but a bound
      return {
        thd: { value: value ?? each * Math.sqrt(8), uncertainty: uncertainty ?? 0, truth: each * Math.sqrt(8) },
      };
    });
    // Bounds: what noise hides may be nothing or as much as they say
    for (const coverage of coverages) expectCoverage(coverage, false);
  },
);

it.each([
  ['chance alone', 0],
  ['calibration as large as chance', 0.01],
])('[UNC-1] idle noise: unweighted, A, SNR re a full level; %s', (_, input) => {
  const calibration = { input, output: 0 };
  const noise = inBand(1e-5);
  const coverages = coverageOf(RUNS, 3, (random) => {
    const samples = noisy(new Float64Array(RATE_HZ / 2), 1, 1e-5 * systematic(input, random), random);
    const figures = measured('noise', captured(samples), { fullLevelRms: 2 }, calibration);
    return {
      noise: readingOf(figures.noise, noise),
      'noise-a': readingOf(figures['noise-a'], noise * A_OF_WHITE),
      snr: readingOf(figures.snr, 2 / noise),
    };
  });
  for (const coverage of coverages) expectCoverage(coverage, true);
});

it('[UNC-1] gain, by an output and an input that are both off', () => {
  const calibration = { input: 2e-4, output: 3e-4 };
  const coverages = coverageOf(RUNS, 4, (random) => {
    const played = new Float64Array(RATE_HZ / 2);
    addTone(played, 1000 / RATE_HZ, 1, anyPhase(random));
    const reads = systematic(calibration.input, random) * systematic(calibration.output, random);
    const input = { captures: { main: volts(noisy(played, 2.6 * reads, 3e-2, random)) }, reference: volts(played) };
    return { gain: readingOf(measured('gain', input, {}, calibration).gain, 2.6) };
  });
  for (const coverage of coverages) expectCoverage(coverage, true);
});

it('[UNC-1] intermodulation, SMPTE type', () => {
  const f2 = 0.25;
  /** Peak re f2 of each sideband of the first and second order. */
  const sidebands = [4e-4, 2e-4];
  const coverages = coverageOf(RUNS, 5, (random) => {
    const samples = new Float64Array(RATE_HZ / 2);
    addTone(samples, 60 / RATE_HZ, 1, anyPhase(random));
    addTone(samples, 7000 / RATE_HZ, f2, anyPhase(random));
    for (const [index, ratio] of sidebands.entries())
      for (const side of [-1, 1])
        addTone(samples, (7000 + side * (index + 1) * 60) / RATE_HZ, f2 * ratio, anyPhase(random));
    const figures = measured('imd-smpte', captured(noisy(samples, 1, 1e-3, random)));
    return { 'imd-smpte': readingOf(figures['imd-smpte'], Math.SQRT2 * Math.hypot(...sidebands)) };
  });
  for (const coverage of coverages) expectCoverage(coverage, true);
});

it('[UNC-1] intermodulation, CCIF type', () => {
  const coverages = coverageOf(RUNS, 6, (random) => {
    const samples = new Float64Array(RATE_HZ / 2);
    for (const [frequencyHz, peak] of [
      [19_000, 0.5],
      [20_000, 0.5],
      [1000, 2e-4],
      [18_000, 1e-4],
      [21_000, 3e-4],
    ])
      addTone(samples, frequencyHz / RATE_HZ, peak, anyPhase(random));
    const figures = measured('imd-ccif', captured(noisy(samples, 1, 1e-3, random)));
    return {
      'imd-ccif': readingOf(figures['imd-ccif'], Math.hypot(2e-4, 4e-4)),
      'imd-ccif-d2': readingOf(figures['imd-ccif-d2'], 2e-4),
      'imd-ccif-d3': readingOf(figures['imd-ccif-d3'], 4e-4),
    };
  });
  for (const coverage of coverages) expectCoverage(coverage, true);
});
