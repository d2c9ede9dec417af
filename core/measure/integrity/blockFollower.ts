import { fillWindowed, inverseRealFft, nextPowerOfTwo, realFft, realFftPlan } from '../../dsp/fft.ts';

/** How a block of a capture compares with the blocks before it. */
export interface Comparison {
  /** Of the phases, once the displacement is taken out, 0 … 1. */
  readonly agreement: number;
  /** Frames by which the block comes later than the ones before it. */
  readonly laterFrames: number;
}

/** The cross-spectrum of one block with what was played, and the running one of the blocks before. */
export interface BlockFollower {
  /** Frames of a block. */
  readonly size: number;
  /** Reads the block played at `start` where it comes `delay` frames later; false where the capture does not reach. */
  readonly read: (start: number, delay: number) => boolean;
  /** What was played repeats itself within a block or two, so that one place looks like another. */
  readonly isPeriodic: boolean;
  /** Whether the block that was read is wide enough to tell one cycle from the next. */
  readonly isWide: () => boolean;
  /** The block that was read against those before. */
  readonly compare: () => Comparison;
  /** The delay of the first block, fractional, with which the blocks after it are compared. */
  readonly acquire: (start: number, expected: number, reachSeconds: number) => number;
  /** Joins the block that was read to those before. */
  readonly remember: () => void;
  /** Frames by which a block is displaced from where it is expected, by the peak of its correlation with a longer stretch of the capture. */
  readonly search: (
    start: number,
    expected: number,
    reachSeconds: number,
  ) => { readonly laterFrames: number; readonly isInverted: boolean };
}

const BLOCK_SECONDS = 0.02;
/** Narrower than this share of its mean frequency a block agrees with itself a cycle later. */
const LEAST_WIDTH = 0.2;
/** Weight of the blocks before, for each block further back. */
const MEMORY = 0.6;
/** As many lines are enough: their phases are far better than noise at 60 dB leaves them. */
const MOST_LINES = 400;
/** Lines whose power stays under this share of the strongest line's, over all blocks, tell nothing. */
const LEAST_LINE = 1e-4;
const BLOCKS_LOOKED_AT = 16;
/** Bins that an offset reaches under the window. */
const CLEAR_OF_DC = 3;
/** Correlation with itself at another delay from which a signal repeats itself. */
const PERIODIC = 0.9;
/** Shares of the lines compared: from the low frequencies up, so that a step of several frames is counted by cycles that cannot be mistaken. */
const PASSES = [0.05, 0.15, 0.5, 1] as const;

export function createBlockFollower(
  reference: Float64Array,
  capture: Float64Array,
  sampleRateHz: number,
): BlockFollower {
  const size = Math.max(512, nextPowerOfTwo(BLOCK_SECONDS * sampleRateHz));
  const window = Float64Array.from({ length: size }, (_, index) => Math.sin((Math.PI * (index + 0.5)) / size) ** 2);
  const lines = playedLines(reference, window);
  const count = lines.length;
  const playedRe = new Float64Array(count);
  const playedIm = new Float64Array(count);
  const re = new Float64Array(count);
  const im = new Float64Array(count);
  const beforeRe = new Float64Array(count);
  const beforeIm = new Float64Array(count);
  const angles = new Float64Array(count);
  const weights = new Float64Array(count);

  const read = (start: number, delay: number): boolean => {
    const whole = Math.round(delay);
    if (start + whole < 0 || start + whole + size > capture.length) return false;
    const plan = realFftPlan(size);
    fillWindowed(plan, reference, start, window, 0);
    plan.forward();
    for (let line = 0; line < count; line++) {
      playedRe[line] = plan.bins[2 * lines[line]];
      playedIm[line] = plan.bins[2 * lines[line] + 1];
    }
    fillWindowed(plan, capture, start + whole, window, 0);
    plan.forward();
    const turn = (2 * Math.PI * (delay - whole)) / size;
    for (let line = 0; line < count; line++) {
      const y = plan.bins[2 * lines[line]];
      const yIm = plan.bins[2 * lines[line] + 1];
      const productRe = y * playedRe[line] + yIm * playedIm[line];
      const productIm = yIm * playedRe[line] - y * playedIm[line];
      const cos = Math.cos(turn * lines[line]);
      const sin = Math.sin(turn * lines[line]);
      re[line] = productRe * cos - productIm * sin;
      im[line] = productRe * sin + productIm * cos;
    }
    return true;
  };

  const fit = (assumedFrames: number, share: number): Comparison => {
    const turn = (2 * Math.PI * assumedFrames) / size;
    const isLast = share === 1;
    let sumRe = 0;
    let sumIm = 0;
    let total = 0;
    let moment = 0;
    let square = 0;
    for (let line = 0; line < count && lines[line] <= (share * size) / 2; line++) {
      const weight = weights[line];
      if (weight === 0) continue;
      const omega = (2 * Math.PI * lines[line]) / size;
      const angle = angles[line] + turn * lines[line];
      const phase = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
      if (isLast) {
        sumRe += weight * Math.cos(phase);
        sumIm += weight * Math.sin(phase);
      }
      total += weight;
      moment -= weight * omega * phase;
      square += weight * omega * omega;
    }
    return {
      agreement: total > 0 ? Math.hypot(sumRe, sumIm) / total : 0,
      laterFrames: square > 0 ? moment / square : 0,
    };
  };

  const compare = (): Comparison => {
    for (let line = 0; line < count; line++) {
      const a = re[line] * beforeRe[line] + im[line] * beforeIm[line];
      const b = im[line] * beforeRe[line] - re[line] * beforeIm[line];
      weights[line] = Math.sqrt(Math.sqrt(a * a + b * b));
      angles[line] = Math.atan2(b, a);
    }
    let laterFrames = 0;
    let agreement = 0;
    for (const share of PASSES) {
      const result = fit(laterFrames, share);
      laterFrames += result.laterFrames;
      agreement = result.agreement;
    }
    return { agreement, laterFrames };
  };

  const remember = (): void => {
    for (let line = 0; line < count; line++) {
      beforeRe[line] = MEMORY * beforeRe[line] + re[line];
      beforeIm[line] = MEMORY * beforeIm[line] + im[line];
    }
  };

  const search: BlockFollower['search'] = (start, expected, reachSeconds) => {
    const reach = Math.round(reachSeconds * sampleRateHz);
    const whole = Math.round(expected);
    const from = Math.max(0, start + whole - reach);
    const to = Math.min(capture.length, start + whole + size + reach);
    const length = nextPowerOfTwo(Math.max(to - from, 0) + size);
    const x = realFft(
      window.map((weight, index) => weight * reference[start + index]),
      length,
    );
    const y = realFft(capture.subarray(from, to), length);
    for (let index = 0; index < y.length; index += 2) {
      const productRe = y[index] * x[index] + y[index + 1] * x[index + 1];
      const productIm = y[index + 1] * x[index] - y[index] * x[index + 1];
      y[index] = productRe;
      y[index + 1] = productIm;
    }
    const products = inverseRealFft(y);
    let best = 0;
    for (let lag = 1; lag <= to - from - size; lag++)
      if (Math.abs(products[lag]) > Math.abs(products[best])) best = lag;
    return { laterFrames: from + best - (start + whole), isInverted: products[best] < 0 };
  };

  const isWide = (): boolean => {
    let sum = 0;
    let first = 0;
    let second = 0;
    for (let line = 0; line < count; line++) {
      const weight = Math.sqrt(re[line] * re[line] + im[line] * im[line]);
      sum += weight;
      first += weight * lines[line];
      second += weight * lines[line] * lines[line];
    }
    const mean = first / sum;
    return Math.sqrt(Math.max(second / sum - mean * mean, 0)) > LEAST_WIDTH * mean;
  };

  const acquire: BlockFollower['acquire'] = (start, expected, reachSeconds) => {
    const found = search(start, expected, reachSeconds);
    let delay = expected + found.laterFrames;
    beforeRe.fill(found.isInverted ? -1 : 1);
    beforeIm.fill(0);
    if (read(start, delay)) delay += compare().laterFrames;
    beforeRe.fill(0);
    if (read(start, delay)) remember();
    return delay;
  };

  return { size, isPeriodic: repeatsItself(reference, size), read, isWide, compare, acquire, remember, search };
}

/** The bins in which something was played; of groups of neighbours the strongest. */
function playedLines(reference: Float64Array, window: Float64Array): Int32Array {
  const size = window.length;
  const plan = realFftPlan(size);
  const strength = new Float64Array(size / 2);
  const room = Math.max(reference.length - size, 0);
  for (let block = 0; block < BLOCKS_LOOKED_AT && room > 0; block++) {
    fillWindowed(plan, reference, Math.round((room * (block + 0.5)) / BLOCKS_LOOKED_AT), window, 0);
    plan.forwardPower(1);
    for (let bin = 1; bin < strength.length; bin++) strength[bin] += plan.power[bin];
  }
  const least = LEAST_LINE * strength.reduce((most, value) => Math.max(most, value), 0);
  let heard = 0;
  for (const value of strength) if (value > least) heard++;
  const stride = Math.max(1, Math.ceil(heard / MOST_LINES));
  const lines: number[] = [];
  for (let group = CLEAR_OF_DC; group < strength.length; group += stride) {
    let best = group;
    for (let bin = group; bin < Math.min(group + stride, strength.length); bin++)
      if (strength[bin] > strength[best]) best = bin;
    if (strength[best] > least) lines.push(best);
  }
  return Int32Array.from(lines);
}

/** Whether the middle of a signal looks the same some way on: by its autocorrelation beyond the first valley, re that of the overlap. */
function repeatsItself(reference: Float64Array, size: number): boolean {
  const length = Math.min(4 * size, reference.length);
  const start = (reference.length - length) >> 1;
  const spectrum = realFft(reference.subarray(start, start + length), 2 * nextPowerOfTwo(length));
  for (let index = 0; index < spectrum.length; index += 2) {
    spectrum[index] = spectrum[index] ** 2 + spectrum[index + 1] ** 2;
    spectrum[index + 1] = 0;
  }
  const products = inverseRealFft(spectrum);
  let lag = 1;
  while (lag < length / 2 && products[lag] > 0) lag++;
  for (; lag < length / 2; lag++) if (products[lag] > PERIODIC * products[0] * (1 - lag / length)) return true;
  return false;
}
