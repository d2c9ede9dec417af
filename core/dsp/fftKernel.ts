import { oddFactor } from './fftLength.ts';
import type { RealFftPlan } from './fftPlan.ts';
import { kernelLayout } from './kernel/layout.ts';
import { instantiateKernel } from './kernel/webAssembly.ts';

/** The kernel's passes need two vectors in each quarter; so many times the odd factor of the length. */
export const SMALLEST_KERNEL_SIZE = 32;

/**
 * A plan over the WebAssembly kernel (float64, two lanes, Stockham passes of radix 4 and one of 3, 5 or 7: `kernel/assembly`), with memory of its own that is
 * freed with the plan.
 * @param size as `realFftPlan` takes it
 * @returns null where WebAssembly with vector instructions is not to be had, and for sizes below `SMALLEST_KERNEL_SIZE` times their odd factor
 */
export function createKernelPlan(size: number): RealFftPlan | null {
  if (size < SMALLEST_KERNEL_SIZE * oddFactor(size)) return null;
  const { bytes, words, source, other, result, fill } = kernelLayout(size);
  const kernel = instantiateKernel(bytes);
  if (kernel === null) return null;
  const { buffer, functions } = kernel;
  const view = (offset: number, numbers: number): Float64Array => new Float64Array(buffer, offset, numbers);
  fill(buffer);
  const beside = source + other - result;
  return {
    size,
    bytes,
    samples: view(source, size),
    bins: view(result, size + 2),
    power: view(beside, size / 2 + 1),
    forward: () => {
      functions.forward(words, source, other);
    },
    forwardPower: (amplitudeScale) => {
      functions.forwardPower(words, source, other, amplitudeScale);
    },
    inverse: () => {
      functions.inverse(words, result, beside);
    },
  };
}
