import { nextPowerOfTwo, realFft } from '../dsp/fft.ts';

/** Phases of what came back against what was played, block by block, on the frequencies that matter. */
export interface CrossSpectra {
  readonly blockCount: number;
  /** Centre of each block in the reference, seconds. */
  readonly centreSeconds: Float64Array;
  /** Frames between the place a block was played at and the place the capture was read at. */
  readonly readDelays: Float64Array;
  readonly frequenciesHz: Float64Array;
  /** Y·X* at [block · frequencies + frequency]. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** When, after the block's centre, what was played at a frequency was played: its group delay in the block, seconds; at [block · frequencies + frequency]. */
  readonly offsetSeconds: Float64Array;
}

export interface PlayedSpectra extends CrossSpectra {
  /** |X|² at [block · frequencies + frequency]. */
  readonly playedPower: Float64Array;
}

const BLOCK_SECONDS = 0.04;
const MOST_BLOCKS = 240;
/** A sparse look takes blocks this far apart at most, and so many at least. */
const SPARSE_SECONDS = 0.1;
const LEAST_SPARSE_BLOCKS = 40;

/** `full`: what rate and wander can be read from best; `sparse`: enough to follow any clock, at a fraction of the time. */
export type Density = 'full' | 'sparse';

/** As many frequencies are enough: beyond them the phase noise of the others no longer counts. */
const MOST_FREQUENCIES = { full: 600, sparse: 200 } as const;
const HIGHEST_RATE_SHARE = 0.47;
/** Lines below this share their bins with DC and with their own image; they are left out where there is anything above. */
const CLEAR_OF_DC_BINS = 4;

/**
 * Cross-spectra of Hann-weighted blocks of 0.04 s, half overlapping or further apart in a long reference.
 * @param delayFramesAt where a reference frame is looked for in the capture, capture frame less reference frame
 * @param span reference frames to look at, end exclusive
 */
export function crossSpectra(
  reference: Float64Array,
  capture: Float64Array,
  sampleRateHz: number,
  span: { readonly start: number; readonly end: number },
  delayFramesAt: (referenceFrame: number) => number,
  density: Density,
): PlayedSpectra {
  const size = Math.max(256, nextPowerOfTwo(BLOCK_SECONDS * sampleRateHz));
  const hann = hannParts(size);
  const room = span.end - span.start - size;
  const sparse = Math.max(LEAST_SPARSE_BLOCKS, Math.ceil(room / (SPARSE_SECONDS * sampleRateHz)));
  const most = density === 'full' ? MOST_BLOCKS : Math.min(sparse, MOST_BLOCKS);
  const wanted = Math.min(most, Math.max(0, Math.floor((2 * room) / size) + 1));
  const starts: number[] = [];
  const reads: number[] = [];
  const fractions: number[] = [];
  for (let block = 0; block < wanted; block++) {
    const start = span.start + Math.round((room * block) / Math.max(wanted - 1, 1));
    const delay = delayFramesAt(start + size / 2);
    const read = Math.round(delay);
    if (start + read < 0 || start + read + size > capture.length) continue;
    starts.push(start);
    reads.push(read);
    fractions.push(delay - read);
  }
  const bins = Math.floor(HIGHEST_RATE_SHARE * size);
  const fullRe = new Float64Array(starts.length * bins);
  const fullIm = new Float64Array(starts.length * bins);
  const fullPower = new Float64Array(starts.length * bins);
  const fullOffset = new Float64Array(starts.length * bins);
  const strength = new Float64Array(bins);
  const windowed = new Float64Array(size);
  const x = new Float64Array(size + 2);
  const y = new Float64Array(size + 2);
  const timed = new Float64Array(size + 2);
  for (let block = 0; block < starts.length; block++) {
    weigh(reference, starts[block], hann, 0, windowed);
    realFft(windowed, size, x);
    for (let index = 0; index < size; index++) windowed[index] *= index + 0.5 - size / 2;
    realFft(windowed, size, timed);
    weigh(capture, starts[block] + reads[block], hann, fractions[block], windowed);
    realFft(windowed, size, y);
    for (let bin = 1; bin < bins; bin++) {
      const re = y[2 * bin] * x[2 * bin] + y[2 * bin + 1] * x[2 * bin + 1];
      const im = y[2 * bin + 1] * x[2 * bin] - y[2 * bin] * x[2 * bin + 1];
      fullRe[block * bins + bin] = re;
      fullIm[block * bins + bin] = im;
      strength[bin] += Math.abs(re) + Math.abs(im);
      const power = x[2 * bin] * x[2 * bin] + x[2 * bin + 1] * x[2 * bin + 1];
      fullPower[block * bins + bin] = power;
      fullOffset[block * bins + bin] = timed[2 * bin] * x[2 * bin] + timed[2 * bin + 1] * x[2 * bin + 1];
    }
  }
  const chosen = strongestBins(strength, MOST_FREQUENCIES[density]);
  const count = starts.length * chosen.length;
  const re = new Float64Array(count);
  const im = new Float64Array(count);
  const playedPower = new Float64Array(count);
  const offsetSeconds = new Float64Array(count);
  for (let block = 0; block < starts.length; block++) {
    for (let index = 0; index < chosen.length; index++) {
      re[block * chosen.length + index] = fullRe[block * bins + chosen[index]];
      im[block * chosen.length + index] = fullIm[block * bins + chosen[index]];
      playedPower[block * chosen.length + index] = fullPower[block * bins + chosen[index]];
      // Group delay (L. Cohen, "Time-Frequency Analysis", eq. 1.98)
      const offset = fullOffset[block * bins + chosen[index]] / fullPower[block * bins + chosen[index]];
      offsetSeconds[block * chosen.length + index] = Math.abs(offset) < size / 2 ? offset / sampleRateHz : 0;
    }
  }
  return {
    blockCount: starts.length,
    centreSeconds: Float64Array.from(starts, (start) => (start + size / 2) / sampleRateHz),
    readDelays: Float64Array.from(reads),
    frequenciesHz: Float64Array.from(chosen, (bin) => (bin * sampleRateHz) / size),
    re,
    im,
    playedPower,
    offsetSeconds,
  };
}

interface HannParts {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

function hannParts(size: number): HannParts {
  const angleAt = (index: number): number => (2 * Math.PI * (index + 0.5)) / size;
  return {
    cos: Float64Array.from({ length: size }, (_, index) => Math.cos(angleAt(index))),
    sin: Float64Array.from({ length: size }, (_, index) => Math.sin(angleAt(index))),
  };
}

/**
 * A stretch under a Hann window that lies `fraction` of a frame later: what came a fraction later is then weighted exactly as what was played was, and
 * leakage, too, has the phase of its bin.
 */
function weigh(samples: Float64Array, start: number, hann: HannParts, fraction: number, target: Float64Array): void {
  const angle = (2 * Math.PI * fraction) / target.length;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  for (let index = 0; index < target.length; index++)
    target[index] = (1 - hann.cos[index] * cos - hann.sin[index] * sin) * samples[start + index];
}

/** Of each group of neighbouring bins the strongest: the lines of tones are never passed over. */
function strongestBins(strength: Float64Array, most: number): number[] {
  const stride = Math.max(1, Math.ceil(strength.length / most));
  const chosen: number[] = [];
  const strongest = strength.indexOf(strength.reduce((most, value) => Math.max(most, value), 0));
  for (let group = strongest < CLEAR_OF_DC_BINS ? 1 : CLEAR_OF_DC_BINS; group < strength.length; group += stride) {
    let best = group;
    for (let bin = group; bin < Math.min(group + stride, strength.length); bin++)
      if (strength[bin] > strength[best]) best = bin;
    chosen.push(best);
  }
  return chosen;
}
