import type { HalfBand } from './halfBand.ts';
import { HALVER_FRAMES, type RateHalver } from './rateHalver.ts';

/** One of a filter's two chains, with the last input and each section's last output. */
interface Chain {
  readonly coefficients: readonly number[];
  readonly before: Float64Array;
}

const chainOf = (coefficients: readonly number[]): Chain => ({
  coefficients,
  before: new Float64Array(coefficients.length + 1),
});

function pass({ coefficients, before }: Chain, input: number): number {
  let x = input;
  let xBefore = before[0];
  before[0] = x;
  for (let section = 0; section < coefficients.length; section++) {
    const a = coefficients[section];
    const yBefore = before[section + 1];
    const y = xBefore + a * x - a * yBefore;
    before[section + 1] = y;
    x = y;
    xBefore = yBefore;
  }
  return x;
}

interface Stretch {
  readonly input: Float64Array;
  chains: readonly { readonly even: Chain; readonly odd: Chain }[];
}

function outputs({ input, chains }: Stretch): Float64Array {
  let count = HALVER_FRAMES;
  for (const { even, odd } of chains) {
    count /= 2;
    for (let index = 0; index < count; index++)
      input[index] = pass(even, input[2 * index]) + pass(odd, input[2 * index + 1]);
  }
  return input.subarray(0, count);
}

/** The cascade in plain JavaScript: the readable check of the kernel, and what runs where the kernel cannot. */
export function createFallbackHalver(): RateHalver {
  const first: Stretch = { input: new Float64Array(HALVER_FRAMES), chains: [] };
  const second: Stretch = { input: new Float64Array(HALVER_FRAMES), chains: [] };
  return {
    inputs: [first.input, second.input],
    begin: (filters: readonly HalfBand[]) => {
      for (const stretch of [first, second])
        stretch.chains = filters.map(({ even, odd }) => ({ even: chainOf(even), odd: chainOf(odd) }));
    },
    next: () => [outputs(first), outputs(second)],
  };
}
