import type { RealFftPlan } from './fftPlan.ts';
import { fillRealRoots, fillTwiddles, LOW_ROOTS, twiddleCount } from './kernel/tables.ts';
import { instantiateKernel } from './kernel/webAssembly.ts';

/** The kernel's passes need two vectors in each quarter. */
export const SMALLEST_KERNEL_SIZE = 32;

const BYTES_PER_NUMBER = 8;
/** Keeps the regions off each other's cache sets. */
const GAP_BYTES = 2048;

/**
 * A plan over the WebAssembly kernel (float64, two lanes, radix-4 Stockham: `kernel/assembly`), with memory of its own that is freed with the plan.
 * @param size power of two from `SMALLEST_KERNEL_SIZE`
 * @returns null where WebAssembly with vector instructions is not to be had
 */
export function createKernelPlan(size: number): RealFftPlan | null {
  const length = size / 2;
  let bytes = 0;
  const region = (numbers: number): number => {
    const offset = bytes;
    bytes += Math.ceil((numbers * BYTES_PER_NUMBER) / 64) * 64 + GAP_BYTES;
    return offset;
  };
  const highCount = 2 * Math.ceil(length / 2 / LOW_ROOTS);
  const source = region(size + 2);
  const other = region(size + 2);
  const twiddles = region(twiddleCount(length));
  const low = region(2 * LOW_ROOTS);
  const high = region(highCount);

  const kernel = instantiateKernel(bytes);
  if (kernel === null) return null;
  const { buffer, functions } = kernel;
  const view = (offset: number, numbers: number): Float64Array => new Float64Array(buffer, offset, numbers);
  fillTwiddles(view(twiddles, twiddleCount(length)), length);
  fillRealRoots(view(low, 2 * LOW_ROOTS), view(high, highCount), size);

  // Each pass moves the data from one region to the other; their number decides where the bins come to lie
  const passes = Math.floor(Math.log2(length) / 2);
  const result = passes % 2 === 0 ? source : other;
  const beside = source + other - result;
  return {
    size,
    bytes,
    samples: view(source, size),
    bins: view(result, size + 2),
    power: view(beside, size / 2 + 1),
    forward: () => {
      functions.forward(source, other, length, twiddles, low, high);
    },
    forwardPower: (amplitudeScale) => {
      functions.forwardPower(source, other, length, twiddles, low, high, amplitudeScale);
    },
    inverse: () => {
      functions.inverse(result, beside, length, twiddles, low, high);
    },
  };
}
