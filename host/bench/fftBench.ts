import FFT from 'fft.js';
import { inverseRealFft, realFft, realFftPlan } from '../../core/dsp/fft.ts';
import { createRandom } from '../../core/signal/random.ts';
import { milliseconds, type BenchItem } from './benchItem.ts';
import { medianSeconds, timed } from './rounds.ts';
import type { Scipy } from './scipy.ts';

const EXPONENTS = [16, 17, 18, 19, 20];
const ROUNDS = 9;
const TARGET = { atLeast: 4 } as const;

interface Sides {
  readonly plan: number | null;
  readonly copying: number | null;
  readonly oracle: number | null;
  readonly scipy: number | null;
}

function items(name: string, sides: Sides): BenchItem[] {
  const { plan, copying, oracle, scipy } = sides;
  const ratio = (over: number | null, under: number | null): number | null =>
    over === null || under === null ? null : over / under;
  const note = `${milliseconds(plan!)} against ${milliseconds(oracle!)}`;
  return [
    { name: `${name}, fft.js / ours`, measured: ratio(oracle, plan), unit: '×', target: TARGET, note },
    {
      name: `${name}, fft.js / ours with samples copied in and out`,
      measured: ratio(oracle, copying),
      unit: '×',
      target: null,
      note: `${milliseconds(copying!)}; into an array that is given`,
    },
    {
      name: `${name}, scipy.fft / ours`,
      measured: ratio(scipy, plan),
      unit: '×',
      target: null,
      note: scipy === null ? 'no Python with SciPy here' : `${milliseconds(scipy)}; SciPy allocates its result`,
    },
  ];
}

/** The transform against fft.js and SciPy, forward and inverse, 2^16 to 2^20 real points. */
export async function benchFft(scipy: Scipy | null): Promise<BenchItem[]> {
  const found: BenchItem[] = [];
  for (const exponent of EXPONENTS) {
    const size = 2 ** exponent;
    const random = createRandom(exponent);
    const samples = Float64Array.from({ length: size }, () => random.uniform() - 0.5);
    const bins = realFft(samples, size);
    const targetBins = new Float64Array(size + 2);
    const targetSamples = new Float64Array(size);
    const plan = realFftPlan(size);
    const oracle = new FFT(size);
    const full = new Float64Array(2 * size);
    const result = new Float64Array(2 * size);
    const forward = await medianSeconds(
      {
        plan: timed(plan.forward, () => plan.samples.set(samples)),
        copying: timed(() => realFft(samples, size, targetBins)),
        oracle: timed(() => oracle.realTransform(full, samples)),
        scipy: scipy?.contender({ work: 'transform', size, inverse: false }) ?? null,
      },
      ROUNDS,
    );
    found.push(...items(`FFT 2^${exponent} forward`, forward));
    const inverse = await medianSeconds(
      {
        plan: timed(plan.inverse, () => plan.bins.set(bins)),
        copying: timed(() => inverseRealFft(bins, targetSamples)),
        oracle: timed(
          () => {
            oracle.completeSpectrum(full);
            oracle.inverseTransform(result, full);
          },
          () => full.set(bins),
        ),
        scipy: scipy?.contender({ work: 'transform', size, inverse: true }) ?? null,
      },
      ROUNDS,
    );
    found.push(...items(`FFT 2^${exponent} inverse`, inverse));
  }
  return found;
}
