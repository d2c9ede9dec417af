import { expect, it } from 'vitest';
import { DRIFT_RELATIVE } from '../../core/measure/impedance/pairRatio.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { RandomSource } from '../../core/signal/random.ts';
import { stimulusOf } from '../sweepBench.ts';
import { coverageOf, expectCoverage, noisy, readingOf, systematic } from './coverageRuns.ts';

const RUNS = 1000;
/** Some 10 s on a machine that does nothing else. */
const TIMEOUT_MS = 180_000;
const NOISE_RMS = 3e-4;

/** A source of `ohms` on an interface that loads it too, with a load of which only the tolerance is known. */
function impedanceBench(ohms: number, rateHz: number, bandHz: [number, number]) {
  const [nominalLoadOhms, interfaceOhms, loadTolerance] = [33, 20_000, 1e-3];
  const kind = kindNamed('output-impedance');
  const stimulus = stimulusOf(kind, rateHz, { bandHz, seconds: 0.6 });
  const volts = (...channels: Float64Array[]) => ({ sampleRateHz: rateHz, unit: 'V', channels }) as const;
  return {
    kind,
    reference: volts(stimulus),
    settings: {
      bandHz,
      loadOhms: nominalLoadOhms,
      loadTolerance,
      interfaceOhms,
      timeReferenceChannel: 2,
      points: 2,
    },
    /** Gains without and with the load, which is another in each run. */
    gains: (random: RandomSource) => {
      const loadOhms = nominalLoadOhms * systematic(loadTolerance, random);
      const bothOhms = 1 / (1 / loadOhms + 1 / interfaceOhms);
      return { open: interfaceOhms / (interfaceOhms + ohms), loaded: bothOhms / (bothOhms + ohms) };
    },
    take: (gain: number, random: RandomSource) =>
      volts(noisy(stimulus, gain, NOISE_RMS, random), noisy(stimulus, 1, NOISE_RMS, random)),
  };
}

it(
  '[UNC-2] output impedance by a load of unknown tolerance and a gain that drifts between the captures',
  () => {
    const ohms = 10;
    const { kind, reference, settings, gains, take } = impedanceBench(ohms, 16_000, [20, 5000]);
    const coverages = coverageOf(RUNS, 2, (random) => {
      const gain = gains(random);
      const captures = {
        open: take(gain.open, random),
        loaded: take(gain.loaded * systematic(DRIFT_RELATIVE, random), random),
      };
      const { figures } = kind.analyze({ captures, reference }, settings).channels[0];
      return {
        'output-impedance': readingOf(figures['output-impedance'], ohms),
        'output-resistance': readingOf(figures['output-resistance'], ohms),
        'output-inductance': readingOf(figures['output-inductance'], 0),
      };
    });
    for (const coverage of coverages) expectCoverage(coverage, true);
    expect(coverages.length).toBe(3);
  },
  TIMEOUT_MS,
);

it(
  '[UNC-4] output impedance from open, loaded, loaded, open, over a bench whose gain is another in each capture',
  () => {
    const ohms = 2;
    const { kind, reference, settings, gains, take } = impedanceBench(ohms, 8000, [40, 3000]);
    const coverages = coverageOf(RUNS, 3, (random) => {
      const gain = gains(random);
      const moved = (one: number) => take(one * systematic(5 * DRIFT_RELATIVE, random), random);
      const input = {
        captures: { open: moved(gain.open), loaded: moved(gain.loaded) },
        repeats: { loaded: [moved(gain.loaded)], open: [moved(gain.open)] },
        reference,
      };
      const { figures } = kind.analyze(input, settings).channels[0];
      return {
        'output-impedance': readingOf(figures['output-impedance'], ohms),
        'output-resistance': readingOf(figures['output-resistance'], ohms),
      };
    });
    for (const coverage of coverages) expectCoverage(coverage, true);
    expect(coverages.length).toBe(2);
  },
  TIMEOUT_MS,
);
