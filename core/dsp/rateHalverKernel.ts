import type { HalfBand } from './halfBand.ts';
import { instantiateKernel } from './kernel/webAssembly.ts';
import { HALVER_FRAMES, MOST_HALVINGS, type RateHalver } from './rateHalver.ts';

const BYTES_PER_NUMBER = 8;
const MOST_SECTIONS = 6;
/** Of a filter: pairs of coefficients, the last input and the last output of each section. */
const FILTER_NUMBERS = 2 * (2 * MOST_SECTIONS + 1);
const FILTER_BYTES = FILTER_NUMBERS * BYTES_PER_NUMBER;

/** The cascade in the WebAssembly kernel, in memory of its own; null where that is not to be had. */
export function createKernelHalver(): RateHalver | null {
  const filterNumbers = MOST_HALVINGS * FILTER_NUMBERS;
  const inputAt = filterNumbers * BYTES_PER_NUMBER;
  // Outputs overwrite the inputs they were made of
  const kernel = instantiateKernel(inputAt + HALVER_FRAMES * BYTES_PER_NUMBER);
  if (kernel === null) return null;
  const { buffer, functions } = kernel;
  const memory = new Float64Array(buffer, 0, filterNumbers);
  const input = new Float64Array(buffer, inputAt, HALVER_FRAMES);
  let sections: readonly number[] = [];
  let output = input;
  return {
    input,
    begin: (filters: readonly HalfBand[]) => {
      sections = filters.map(({ even }) => even.length);
      output = input.subarray(0, HALVER_FRAMES / 2 ** filters.length);
      memory.fill(0);
      for (const [index, { even, odd }] of filters.entries())
        for (let section = 0; section < even.length; section++)
          memory.set([even[section], odd[section]], index * FILTER_NUMBERS + 2 * section);
    },
    next: () => {
      let pairs = HALVER_FRAMES;
      for (let index = 0; index < sections.length; index++) {
        pairs /= 2;
        functions.halve(index * FILTER_BYTES, sections[index], inputAt, inputAt, pairs);
      }
      return output;
    },
  };
}
