import type { HalfBand } from './halfBand.ts';
import { instantiateKernel } from './kernel/webAssembly.ts';
import { HALVER_FRAMES, MOST_HALVINGS, type RateHalver } from './rateHalver.ts';

const BYTES_PER_NUMBER = 8;
/** Of three sections, as assembly/halve.ts has them: pairs of coefficients, then for either stretch the last input and each section's last output. */
const THREE = 3;
const THREE_NUMBERS = 2 * (THREE + 2 * (1 + THREE));
/** A filter has three or six. */
const FILTER_NUMBERS = 2 * THREE_NUMBERS;
const FILTER_BYTES = FILTER_NUMBERS * BYTES_PER_NUMBER;

/** The cascade in the WebAssembly kernel, in memory of its own; null where that is not to be had. */
export function createKernelHalver(): RateHalver | null {
  const filterNumbers = MOST_HALVINGS * FILTER_NUMBERS;
  const firstAt = filterNumbers * BYTES_PER_NUMBER;
  const secondAt = firstAt + HALVER_FRAMES * BYTES_PER_NUMBER;
  // Outputs overwrite the inputs they were made of
  const kernel = instantiateKernel(secondAt + HALVER_FRAMES * BYTES_PER_NUMBER);
  if (kernel === null) return null;
  const { buffer, functions } = kernel;
  const memory = new Float64Array(buffer, 0, filterNumbers);
  const first = new Float64Array(buffer, firstAt, HALVER_FRAMES);
  const second = new Float64Array(buffer, secondAt, HALVER_FRAMES);
  let threes: readonly number[] = [];
  let outputs = [first, second] as const;
  return {
    inputs: [first, second],
    begin: (filters: readonly HalfBand[]) => {
      threes = filters.map(({ even }) => even.length / THREE);
      const count = HALVER_FRAMES / 2 ** filters.length;
      outputs = [first.subarray(0, count), second.subarray(0, count)];
      memory.fill(0);
      for (const [index, { even, odd }] of filters.entries())
        for (let section = 0; section < even.length; section++) {
          const three = index * FILTER_NUMBERS + Math.floor(section / THREE) * THREE_NUMBERS;
          memory.set([even[section], odd[section]], three + 2 * (section % THREE));
        }
    },
    next: () => {
      let pairs = HALVER_FRAMES;
      for (let index = 0; index < threes.length; index++) {
        pairs /= 2;
        functions.halve(index * FILTER_BYTES, threes[index], firstAt, secondAt, pairs);
      }
      return outputs;
    },
  };
}
