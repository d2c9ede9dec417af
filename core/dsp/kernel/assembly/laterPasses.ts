import { passOfFive, passOfSeven, passOfThree } from './oddPasses';
import { lastPassOfEight, lastPassOfFour, middlePass } from './stockham';

/**
 * All passes from sub-transforms of length `left` on: radix 4, then the odd radix, then 4 or 8. Blocks in, interleaved complex out; goes to and fro between two regions.
 * @param left `odd` times a power of two, at least 4·odd
 * @param stride bytes from one element of a sub-transform to the next, a multiple of 32
 * @param twiddles six numbers for each p of each pass of radix 4, then 2(odd − 1) for each p of the odd one
 * @returns the region of the result
 */
export function laterPasses(
  source: usize, target: usize, left: i32, stride: usize, odd: i32, twiddles: usize,
): usize {
  let from = source, to = target;
  while (left > 8 * odd) {
    left >>= 2;
    middlePass(from, to, left, stride, twiddles);
    twiddles += <usize>left * 48;
    stride <<= 2;
    const swap = from;
    from = to;
    to = swap;
  }
  if (odd > 1) {
    left /= odd;
    if (odd == 3) passOfThree(from, to, left, stride, twiddles);
    else if (odd == 5) passOfFive(from, to, left, stride, twiddles);
    else passOfSeven(from, to, left, stride, twiddles);
    stride *= odd;
    const swap = from;
    from = to;
    to = swap;
  }
  if (left == 4) lastPassOfFour(from, to, stride);
  else lastPassOfEight(from, to, stride);
  return to;
}
