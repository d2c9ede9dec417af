import { inverseRealFft, nextPowerOfTwo, realFft } from '../../dsp/fft.ts';
import { changePoint } from './changePoint.ts';

/** A place where a capture no longer follows what was played. */
export interface Departure {
  /** Capture frame. */
  readonly frame: number;
  /** Frames missing (negative: too many); 0: it follows again as before; null: it never follows again. */
  readonly missingFrames: number | null;
}

const BLOCK_SECONDS = 0.02;
/** Delays that a lost block is looked for at, seconds either way. */
const SEARCH_SECONDS = 0.15;
/** How well the phases must agree with those of the blocks before, 0 … 1. */
const LEAST_AGREEMENT = 0.7;
/** Frames by which a block may be displaced before it counts, and by which a displaced one may miss a whole frame. */
const LEAST_STEP = 0.1;
const WHOLE_FRAME = 0.2;
/** A block whose agreement is this share of the usual one holds the place of a step. */
const USUAL_SHARE = 0.95;
/** So many blocks running that agree but lie between whole frames are drift, not loss. */
const DRIFTING_BLOCKS = 4;
/** Under this share of the loudest block's power there is nothing to follow. */
const LEAST_POWER = 1e-6;
/** Narrower than this share of its mean frequency a block agrees with itself a cycle later: tones and sweeps are not followed in this way. */
const LEAST_WIDTH = 0.2;
const LEAST_WIDE_SHARE = 0.5;
/** Weight of the blocks before, for each block further back. */
const MEMORY = 0.6;
/** How fast the rate is learned from the blocks. */
const RATE_GAIN = 0.1;
const LARGEST_PPM = 300;

interface Comparison {
  readonly agreement: number;
  /** Frames by which the block comes later than the ones before it. */
  readonly laterFrames: number;
}

/**
 * Follows a broadband capture (noise, music, multitone) block by block along what was played, and says where it departs: lost, repeated or replaced
 * stretches. Each block's cross-spectrum is compared with that of the blocks just before, so the DUT's own response plays no part; a displacement of whole
 * frames that stays is a loss, and its place is where the one delay's fit ends and the other's begins.
 */
export function followReference(
  reference: Float64Array,
  capture: Float64Array,
  sampleRateHz: number,
  expected: { readonly latencyFrames: number; readonly ppm: number },
): Departure[] {
  const follower = new Follower(reference, capture, sampleRateHz);
  const { size } = follower;
  const blocks = Math.floor(reference.length / size);
  const powers = Float64Array.from({ length: blocks }, (_, block) => power(reference, block * size, size));
  const loudest = powers.reduce((most, value) => Math.max(most, value), 0);
  const departures: Departure[] = [];
  let ratePerFrame = Math.abs(expected.ppm) < LARGEST_PPM ? -1e-6 * expected.ppm : 0;
  let delay = expected.latencyFrames;
  let lastGood = -1;
  let isLost = false;
  let usual = 0;
  let between = 0;
  let wide = 0;
  let heard = 0;
  for (let block = 0; block < blocks; block++) {
    if (powers[block] < LEAST_POWER * loudest) continue;
    const start = block * size;
    const passed = lastGood < 0 ? 0 : start - lastGood;
    const predicted = delay + ratePerFrame * passed;
    if (!follower.read(start, predicted)) continue;
    heard++;
    if (!follower.isWide()) continue;
    wide++;
    if (lastGood < 0) {
      delay = follower.acquire(start, predicted);
      lastGood = start;
      continue;
    }
    let now = follower.compare();
    let displaced = 0;
    const isGood = ({ agreement, laterFrames }: Comparison, within: number): boolean =>
      agreement > Math.max(LEAST_AGREEMENT, USUAL_SHARE * usual) && Math.abs(laterFrames) < within;
    if (!isGood(now, LEAST_STEP)) {
      displaced =
        now.agreement < LEAST_AGREEMENT ? follower.search(start, predicted).laterFrames : Math.round(now.laterFrames);
      if (!follower.read(start, predicted + displaced)) continue;
      const moved = follower.compare();
      if (!isGood(moved, WHOLE_FRAME)) {
        between = now.agreement > LEAST_AGREEMENT ? between + 1 : 0;
        if (between < DRIFTING_BLOCKS) {
          isLost = true;
          continue;
        }
        displaced = 0;
        isLost = false;
      } else now = moved;
    }
    between = 0;
    usual = usual === 0 ? now.agreement : usual + 0.2 * (now.agreement - usual);
    if (displaced !== 0 || isLost) {
      const frame = changePoint(reference, capture, {
        from: lastGood + size / 2,
        to: start + size / 2,
        delayBefore: delay,
        delayAfter: predicted + displaced + now.laterFrames,
        isMoved: displaced !== 0,
      });
      departures.push({ frame, missingFrames: displaced === 0 ? 0 : -displaced });
    } else ratePerFrame += RATE_GAIN * (now.laterFrames / passed);
    delay = predicted + displaced + now.laterFrames;
    isLost = false;
    lastGood = start;
    if (follower.read(start, delay)) follower.remember();
  }
  if (isLost && lastGood >= 0) departures.push({ frame: Math.round(lastGood + size + delay), missingFrames: null });
  return wide < LEAST_WIDE_SHARE * heard ? [] : departures;
}

function power(samples: Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let index = start; index < start + length; index++) sum += samples[index] ** 2;
  return sum;
}

/** The cross-spectrum of one block, and the running one of those before. */
class Follower {
  readonly size: number;
  readonly #reference: Float64Array;
  readonly #capture: Float64Array;
  readonly #sampleRateHz: number;
  readonly #window: Float64Array;
  readonly #cross: Float64Array;
  readonly #before: Float64Array;

  constructor(reference: Float64Array, capture: Float64Array, sampleRateHz: number) {
    this.size = Math.max(512, nextPowerOfTwo(BLOCK_SECONDS * sampleRateHz));
    this.#reference = reference;
    this.#capture = capture;
    this.#sampleRateHz = sampleRateHz;
    this.#window = Float64Array.from(
      { length: this.size },
      (_, index) => Math.sin((Math.PI * (index + 0.5)) / this.size) ** 2,
    );
    this.#cross = new Float64Array(this.size + 2);
    this.#before = new Float64Array(this.size + 2);
  }

  /** False where the capture does not reach. */
  read(start: number, delay: number): boolean {
    const { size } = this;
    const whole = Math.round(delay);
    if (start + whole < 0 || start + whole + size > this.#capture.length) return false;
    const x = realFft(this.#weighted(this.#reference, start), size);
    const y = realFft(this.#weighted(this.#capture, start + whole), size);
    const turn = (2 * Math.PI * (delay - whole)) / size;
    for (let index = 0; index < x.length; index += 2) {
      const re = y[index] * x[index] + y[index + 1] * x[index + 1];
      const im = y[index + 1] * x[index] - y[index] * x[index + 1];
      const cos = Math.cos((turn * index) / 2);
      const sin = Math.sin((turn * index) / 2);
      this.#cross[index] = re * cos - im * sin;
      this.#cross[index + 1] = re * sin + im * cos;
    }
    return true;
  }

  #weighted(samples: Float64Array, start: number): Float64Array {
    return this.#window.map((weight, index) => weight * samples[start + index]);
  }

  isWide(): boolean {
    let sum = 0;
    let first = 0;
    let second = 0;
    for (let index = 2; index < this.#cross.length; index += 2) {
      const weight = Math.hypot(this.#cross[index], this.#cross[index + 1]);
      sum += weight;
      first += weight * index;
      second += weight * index * index;
    }
    const mean = first / sum;
    return Math.sqrt(Math.max(second / sum - mean * mean, 0)) > LEAST_WIDTH * mean;
  }

  /** Against the blocks before. */
  compare(): Comparison {
    let laterFrames = 0;
    let agreement = 0;
    // From the low frequencies up, so that a step of several frames is counted by cycles that cannot be mistaken
    for (const share of [0.05, 0.15, 0.5, 1]) {
      const result = this.#fit(laterFrames, share);
      laterFrames += result.laterFrames;
      agreement = result.agreement;
    }
    return { agreement, laterFrames };
  }

  #fit(assumedFrames: number, share: number): Comparison {
    const turn = (2 * Math.PI * assumedFrames) / this.size;
    let re = 0;
    let im = 0;
    let total = 0;
    let moment = 0;
    let square = 0;
    for (let index = 2; index < share * this.#cross.length; index += 2) {
      const a = this.#cross[index] * this.#before[index] + this.#cross[index + 1] * this.#before[index + 1];
      const b = this.#cross[index + 1] * this.#before[index] - this.#cross[index] * this.#before[index + 1];
      const weight = Math.sqrt(Math.hypot(a, b));
      if (weight === 0) continue;
      const omega = (Math.PI * index) / this.size;
      const angle = Math.atan2(b, a) + (turn * index) / 2;
      const phase = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
      re += weight * Math.cos(phase);
      im += weight * Math.sin(phase);
      total += weight;
      moment -= weight * omega * phase;
      square += weight * omega * omega;
    }
    return { agreement: total > 0 ? Math.hypot(re, im) / total : 0, laterFrames: square > 0 ? moment / square : 0 };
  }

  /** The delay of the first block, fractional, with which the blocks after it are compared. */
  acquire(start: number, expected: number): number {
    const found = this.search(start, expected);
    let delay = expected + found.laterFrames;
    for (let index = 0; index < this.#before.length; index += 2) this.#before[index] = found.isInverted ? -1 : 1;
    if (this.read(start, delay)) delay += this.compare().laterFrames;
    this.#before.fill(0);
    if (this.read(start, delay)) this.remember();
    return delay;
  }

  remember(): void {
    for (let index = 0; index < this.#cross.length; index++)
      this.#before[index] = MEMORY * this.#before[index] + this.#cross[index];
  }

  /** Frames by which the block is displaced from where it is expected, by the peak of its correlation with a longer stretch of the capture. */
  search(start: number, expected: number): { laterFrames: number; isInverted: boolean } {
    const { size } = this;
    const reach = Math.round(SEARCH_SECONDS * this.#sampleRateHz);
    const whole = Math.round(expected);
    const from = Math.max(0, start + whole - reach);
    const to = Math.min(this.#capture.length, start + whole + size + reach);
    const length = nextPowerOfTwo(Math.max(to - from, 0) + size);
    const x = realFft(this.#weighted(this.#reference, start), length);
    const y = realFft(this.#capture.subarray(from, to), length);
    for (let index = 0; index < y.length; index += 2) {
      const re = y[index] * x[index] + y[index + 1] * x[index + 1];
      const im = y[index + 1] * x[index] - y[index] * x[index + 1];
      y[index] = re;
      y[index + 1] = im;
    }
    const products = inverseRealFft(y);
    let best = 0;
    for (let lag = 1; lag <= to - from - size; lag++)
      if (Math.abs(products[lag]) > Math.abs(products[best])) best = lag;
    return { laterFrames: from + best - (start + whole), isInverted: products[best] < 0 };
  }
}
