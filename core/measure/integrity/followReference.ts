import { createBlockFollower, type Comparison } from './blockFollower.ts';
import { changePoint } from './changePoint.ts';

/** A place where a capture no longer follows what was played. */
export interface Departure {
  /** Capture frame. */
  readonly frame: number;
  /** Frames missing (negative: too many); 0: it follows again as before; null: it never follows again. */
  readonly missingFrames: number | null;
}

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
/** Tones and sweeps are not followed in this way. */
const LEAST_WIDE_SHARE = 0.5;
/** What covers a stimulus without displacing it is told from a device's distortion by how little is left of it; what ends, by how long it is gone. */
const COVERED_AGREEMENT = 0.6;
const LEAST_GONE_BLOCKS = 3;
/** How fast the rate is learned from the blocks. */
const RATE_GAIN = 0.1;
const LARGEST_PPM = 300;
/** Delays that a lost block is looked for at, seconds either way; the same of the first one where the clock is known. */
const SEARCH_SECONDS = 0.15;
const FIRST_SECONDS = 0.002;
/** The first block is one in which the stimulus is all there. */
const LEAST_FIRST = 0.1;

/**
 * Follows a broadband capture (noise, music, multitone) block by block along what was played, and says where it departs: lost, repeated or replaced
 * stretches. Each block's cross-spectrum is compared with that of the blocks just before, so the DUT's own response plays no part; a displacement of whole
 * frames that stays is a loss, and its place is where the one delay's fit ends and the other's begins.
 */
export function followReference(
  reference: Float64Array,
  capture: Float64Array,
  sampleRateHz: number,
  expected: { readonly latencyFrames: number; readonly ppm: number; readonly isFound: boolean },
): Departure[] {
  const follower = createBlockFollower(reference, capture, sampleRateHz);
  if (follower.isPeriodic) return [];
  const { size } = follower;
  const blocks = Math.floor(reference.length / size);
  const powers = Float64Array.from({ length: blocks }, (_, block) => power(reference, block * size, size));
  const loudest = powers.reduce((most, value) => Math.max(most, value), 0);
  const departures: Departure[] = [];
  let ratePerFrame = Math.abs(expected.ppm) < LARGEST_PPM ? -1e-6 * expected.ppm : 0;
  let delay = expected.latencyFrames;
  let lastGood = -1;
  let lostBlocks = 0;
  let leastAgreement = 1;
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
      if (powers[block] < LEAST_FIRST * loudest) continue;
      delay = follower.acquire(start, predicted, expected.isFound ? FIRST_SECONDS : SEARCH_SECONDS);
      lastGood = start;
      continue;
    }
    let now = follower.compare();
    let displaced = 0;
    const isGood = ({ agreement, laterFrames }: Comparison, within: number): boolean =>
      agreement > Math.max(LEAST_AGREEMENT, USUAL_SHARE * usual) && Math.abs(laterFrames) < within;
    if (!isGood(now, LEAST_STEP)) {
      displaced =
        now.agreement < LEAST_AGREEMENT
          ? follower.search(start, predicted, SEARCH_SECONDS).laterFrames
          : Math.round(now.laterFrames);
      if (!follower.read(start, predicted + displaced)) continue;
      const moved = follower.compare();
      if (!isGood(moved, WHOLE_FRAME)) {
        between = now.agreement > LEAST_AGREEMENT ? between + 1 : 0;
        if (between < DRIFTING_BLOCKS) {
          lostBlocks++;
          leastAgreement = Math.min(leastAgreement, now.agreement);
          continue;
        }
        displaced = 0;
        lostBlocks = 0;
      } else now = moved;
    }
    between = 0;
    usual = usual === 0 ? now.agreement : usual + 0.2 * (now.agreement - usual);
    if (displaced !== 0 || (lostBlocks > 0 && leastAgreement < COVERED_AGREEMENT)) {
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
    lostBlocks = 0;
    leastAgreement = 1;
    lastGood = start;
    if (follower.read(start, delay)) follower.remember();
  }
  if (lostBlocks >= LEAST_GONE_BLOCKS && lastGood >= 0)
    departures.push({ frame: Math.round(lastGood + size + delay), missingFrames: null });
  return wide < LEAST_WIDE_SHARE * heard ? [] : departures;
}

function power(samples: Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let index = start; index < start + length; index++) sum += samples[index] ** 2;
  return sum;
}
