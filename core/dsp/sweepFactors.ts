import { sweepPhase } from './sweepPhase.ts';
import type { SweepTrack } from './sweepTrack.ts';

/** The change from division to the closed form, octaves below the end of the excited band. */
const CROSSFADE_FROM_OCTAVES = 2;
const CROSSFADE_TO_OCTAVES = 1;
/** The closed form ends in a raised cosine over the last of the band. */
const TOP_FADE_FROM = 0.47;
const TOP_FADE_TO = 0.495;

/** 1/X of bins from one on to before another. @param offset the bin that stands first in the target */
export function divideInto(
  target: Float64Array,
  offset: number,
  spectrum: Float64Array,
  from: number,
  to: number,
): void {
  for (let a = 2 * from; a < 2 * to; a += 2) {
    const re = spectrum[a];
    const im = spectrum[a + 1];
    const scale = 1 / (re * re + im * im);
    target[a - 2 * offset] = scale * re;
    target[a - 2 * offset + 1] = -scale * im;
  }
}

interface SweptBand {
  readonly track: SweepTrack;
  readonly size: number;
  readonly binHz: number;
  readonly lowBin: number;
  readonly highBin: number;
  readonly level: number;
}

/** All factors, 0 outside the band: 1/X, then the closed form. */
export function writeInverse(
  inverse: Float64Array,
  spectrum: Float64Array,
  { track, size, binHz, lowBin, highBin, level }: SweptBand,
): void {
  const crossfadeFrom = highBin * 2 ** -CROSSFADE_FROM_OCTAVES;
  const crossfadeTo = highBin * 2 ** -CROSSFADE_TO_OCTAVES;
  const topFrom = TOP_FADE_FROM * size;
  const topTo = Math.ceil(Math.min(TOP_FADE_TO * size, size / 2 - 1));
  const firstClosed = Math.min(Math.floor(crossfadeFrom) + 1, topTo);
  inverse.fill(0, 0, 2 * lowBin);
  inverse.fill(0, 2 * topTo);
  divideInto(inverse, 0, spectrum, lowBin, firstClosed);
  fillContinuedSweep(inverse, firstClosed, topTo, spectrum, track, binHz, level);
  crossfade(inverse, spectrum, firstClosed, Math.min(crossfadeTo, topTo), crossfadeFrom, crossfadeTo);
  fadeOut(inverse, Math.floor(topFrom) + 1, topTo, topFrom, TOP_FADE_TO * size);
}

/** Puts 1/X in the place of the closed form, from all of it at bin `top` to nothing of it at bin `bottom`. */
function crossfade(
  inverse: Float64Array,
  spectrum: Float64Array,
  from: number,
  to: number,
  top: number,
  bottom: number,
): void {
  // A cosine by steps: each follows from the one before
  const step = Math.PI / (bottom - top);
  const stepCos = Math.cos(step);
  const stepSin = Math.sin(step);
  let cos = Math.cos(step * (from - top));
  let sin = Math.sin(step * (from - top));
  for (let a = 2 * from; a < 2 * to; a += 2) {
    const re = spectrum[a];
    const im = spectrum[a + 1];
    const closed = 0.5 - 0.5 * cos;
    const divided = (1 - closed) / (re * re + im * im);
    inverse[a] = divided * re + closed * inverse[a];
    inverse[a + 1] = -divided * im + closed * inverse[a + 1];
    const next = cos * stepCos - sin * stepSin;
    sin = sin * stepCos + cos * stepSin;
    cos = next;
  }
}

/** A raised cosine over the factors, 1 at bin `top` and 0 at bin `bottom`. */
function fadeOut(inverse: Float64Array, from: number, to: number, top: number, bottom: number): void {
  for (let bin = from; bin < to; bin++) {
    const share = 0.5 + 0.5 * Math.cos((Math.PI * (bin - top)) / (bottom - top));
    inverse[2 * bin] *= share;
    inverse[2 * bin + 1] *= share;
  }
}

/** What a stretch of bins may miss its phase by, radians: it is a polynomial there. */
const PHASE_ERROR = 1e-8;

/**
 * Fills in 1/X of the sweep as if it never ended, by stationary phase: |X|² ∝ 1/f, delay t0 + L ln f; phase and level are taken over from X below
 * `fromBin`. Relative error about 1/(2πfL): 1e-4 at 10 kHz for a 1 s sweep. Within short stretches the phase is a cubic in the bin, so that each phasor
 * follows from the one before.
 * @param target interleaved bins, from `fromBin` to before `toBin`
 */
function fillContinuedSweep(
  target: Float64Array,
  fromBin: number,
  toBin: number,
  spectrum: Float64Array,
  track: SweepTrack,
  binHz: number,
  level: number,
): void {
  const { originSeconds, rateSeconds } = track;
  const phaseAt = sweepPhase(track);
  const offset = meanOffset(spectrum, phaseAt, binHz, fromBin - 1);
  const bend = 2 * Math.PI * binHz * rateSeconds;
  const scale = 1 / Math.sqrt(level);
  for (let start = fromBin; start < toBin;) {
    // The phase's fourth derivative is 2·bend/bin³
    const length = Math.floor(((12 * PHASE_ERROR * start ** 3) / bend) ** 0.25);
    const end = Math.min(start + Math.max(length, 1), toBin);
    const angle = -(phaseAt(start * binHz) + offset);
    const second = bend / start;
    const third = -second / start;
    const slope = 2 * Math.PI * binHz * (originSeconds + rateSeconds * Math.log(start * binHz));
    const first = slope + second / 2 + third / 6;
    let re = Math.cos(angle);
    let im = Math.sin(angle);
    let turnRe = Math.cos(first);
    let turnIm = Math.sin(first);
    let bendRe = Math.cos(second + third);
    let bendIm = Math.sin(second + third);
    const lastRe = Math.cos(third);
    const lastIm = Math.sin(third);
    for (let bin = start; bin < end; bin++) {
      const magnitude = scale * Math.sqrt(bin);
      target[2 * bin] = magnitude * re;
      target[2 * bin + 1] = magnitude * im;
      const nextRe = re * turnRe - im * turnIm;
      im = re * turnIm + im * turnRe;
      re = nextRe;
      const nextTurn = turnRe * bendRe - turnIm * bendIm;
      turnIm = turnRe * bendIm + turnIm * bendRe;
      turnRe = nextTurn;
      const nextBend = bendRe * lastRe - bendIm * lastIm;
      bendIm = bendRe * lastIm + bendIm * lastRe;
      bendRe = nextBend;
    }
    start = end;
  }
}

/** Phase of X less the closed form's, mean over some bins up to one: the ripple of the sweep's end stands on each. */
function meanOffset(
  spectrum: Float64Array,
  phaseAt: (frequencyHz: number) => number,
  binHz: number,
  lastBin: number,
): number {
  let re = 0;
  let im = 0;
  for (let bin = Math.max(1, lastBin - 200); bin <= lastBin; bin++) {
    const angle = phaseAt(bin * binHz);
    re += spectrum[2 * bin] * Math.cos(angle) + spectrum[2 * bin + 1] * Math.sin(angle);
    im += spectrum[2 * bin + 1] * Math.cos(angle) - spectrum[2 * bin] * Math.sin(angle);
  }
  return Math.atan2(im, re);
}
