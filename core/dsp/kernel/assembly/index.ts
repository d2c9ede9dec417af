import { fromBins, toBins, toPower } from './realBins';
import { firstPass, lastPassOfEight, lastPassOfFour, middlePass } from './stockham';

// The real transform of N = 2n points, N a power of two of at least 32. The host lays the memory out (core/dsp/kernel/layout.ts) and
// passes byte offsets; every region begins at a multiple of 16.

/** n complex points from `source` through both regions; the result lies in `source` after an even number of passes, else in `other`. */
function transform(source: usize, other: usize, length: i32, twiddles: usize): usize {
  firstPass(source, other, length, twiddles);
  twiddles += <usize>length * 12;
  let from = other, to = source, left = length >> 2;
  let stride: usize = 64;
  while (left > 8) {
    middlePass(from, to, left >> 2, stride, twiddles);
    twiddles += <usize>left * 12;
    left >>= 2;
    stride <<= 2;
    const swap = from;
    from = to;
    to = swap;
  }
  if (left == 4) lastPassOfFour(from, to, stride);
  else lastPassOfEight(from, to, stride);
  return to;
}

/** Bins 0 … n of the samples, unscaled, interleaved, at the returned offset. */
export function forward(samples: usize, other: usize, length: i32, twiddles: usize, low: usize, high: usize): usize {
  const z = transform(samples, other, length, twiddles);
  toBins(z, length, low, high);
  return z;
}

/** |X|² · scale² of bins 0 … n, at the returned offset. */
export function forwardPower(
  samples: usize, other: usize, length: i32, twiddles: usize, low: usize, high: usize, scale: f64,
): usize {
  const z = transform(samples, other, length, twiddles);
  const power = z == samples ? other : samples;
  toPower(z, power, length, low, high, scale);
  return power;
}

/** The samples whose unscaled transform the bins are, at the returned offset: `bins` after an even number of passes. */
export function inverse(bins: usize, other: usize, length: i32, twiddles: usize, low: usize, high: usize): usize {
  fromBins(bins, length, low, high, 0.5 / <f64>length);
  return transform(bins, other, length, twiddles);
}
