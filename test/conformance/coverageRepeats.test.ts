import { expect, it } from 'vitest';
import { DRIFT_RELATIVE } from '../../core/measure/impedance/pairRatio.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import { stimulusOf } from '../sweepBench.ts';
import { coverageOf, expectCoverage, noisy, readingOf, systematic } from './coverageRuns.ts';

const RUNS = 1000;
/** Some 10 s on a machine that does nothing else. */
const TIMEOUT_MS = 180_000;

it(
  '[UNC-4] output impedance from open, loaded, loaded, open, over a bench whose gain is another in each capture',
  () => {
    const kind = kindNamed('output-impedance');
    const [ohms, nominalLoadOhms, interfaceOhms, loadTolerance] = [2, 33, 20_000, 1e-3];
    const rateHz = 8000;
    const bandHz = [40, 3000] as [number, number];
    const settings = {
      bandHz,
      loadOhms: nominalLoadOhms,
      loadTolerance,
      interfaceOhms,
      timeReferenceChannel: 2,
      points: 2,
    };
    const stimulus = stimulusOf(kind, rateHz, { bandHz, seconds: 0.6 });
    const volts = (...channels: Float64Array[]) => ({ sampleRateHz: rateHz, unit: 'V', channels }) as const;
    const coverages = coverageOf(RUNS, 3, (random) => {
      const loadOhms = nominalLoadOhms * systematic(loadTolerance, random);
      const bothOhms = 1 / (1 / loadOhms + 1 / interfaceOhms);
      const [isOpen, isLoaded] = [interfaceOhms / (interfaceOhms + ohms), bothOhms / (bothOhms + ohms)];
      const take = (gain: number) => {
        const moved = gain * systematic(5 * DRIFT_RELATIVE, random);
        return volts(noisy(stimulus, moved, 3e-4, random), noisy(stimulus, 1, 3e-4, random));
      };
      const input = {
        captures: { open: take(isOpen), loaded: take(isLoaded) },
        repeats: { loaded: [take(isLoaded)], open: [take(isOpen)] },
        reference: volts(stimulus),
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
