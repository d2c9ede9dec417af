import { nextPowerOfTwo } from './fft.ts';
import { gatedSpectrum, type GatedSpectrum } from './lagGate.ts';
import { linearGate } from './sweepGates.ts';
import { pulseOf, sweepBins, sweepProduct, type Deconvolved, type SweepFactors } from './sweepProduct.ts';
import { findSweep, type SweepTrack } from './sweepTrack.ts';
import { refineTrack, sweepPhase } from './sweepPhase.ts';

/**
 * What turns a capture of a known sweep into impulse responses, made once for each stimulus. Y·inverse is Y/X within the sweep's band. Above it the
 * inverse goes on as that of the same sweep had it gone on rising, so that harmonics beyond the sweep's last frequency are had as well (Novák, JAES 63,
 * 2015, eq. 43); the fundamental is empty there.
 */
export interface SweepInverse extends SweepFactors {
  readonly track: SweepTrack;
  readonly sampleRateHz: number;
  /** The last bin at which the sweep is not faded yet: beyond it a device is driven less, and its harmonics are others. */
  readonly fullBin: number;
  /** Below this the responses' lags are too near each other for the response's own length: it is read from the quotient. */
  readonly slowHz: number;
  /** What the inverse makes of the stimulus itself, the band-limited unit pulse at lag 0, through the linear response's gate. */
  readonly own: GatedSpectrum;
}

/** Full level to within 10 dB counts as excited. */
const EXCITED_SHARE = 0.1;
/** More than this share of the level's power is not faded. */
const FULL_SHARE = 0.8;
/** The change from division to the closed form, octaves below the end of the excited band. */
const CROSSFADE_FROM_OCTAVES = 2;
const CROSSFADE_TO_OCTAVES = 1;
/** The closed form ends in a raised cosine over the last of the band. */
const TOP_FADE_FROM = 0.47;
const TOP_FADE_TO = 0.495;

/** The last of the band, faded in most stimuli. */
const TOP_OCTAVES = 1 / 6;
/** Cycles that the second harmonic leads the fundamental by, below which gating the lags would blunt the response. */
const SLOW_LEAD_CYCLES = 20;
/** The fits to the slow end look so far beyond it. */
const SLOW_MARGIN = 1.5;

const prepared = new WeakMap<Float64Array, SweepInverse | null>();

/**
 * The inverse of the exponential sweep in a signal; null where there is none. Kept for as long as the signal is: both channels and later captures
 * share it.
 * @param stimulus what was played, or what a loopback channel recorded of it; not changed afterwards
 */
export function sweepInverse(stimulus: Float64Array, sampleRateHz: number): SweepInverse | null {
  const known = prepared.get(stimulus);
  if (known !== undefined && (known === null || known.sampleRateHz === sampleRateHz)) return known;
  const track = findSweep(stimulus, sampleRateHz);
  const made = track === null ? null : invert(stimulus, track, sampleRateHz);
  prepared.set(stimulus, made);
  return made;
}

function invert(stimulus: Float64Array, found: SweepTrack, sampleRateHz: number): SweepInverse {
  const size = nextPowerOfTwo(found.frames);
  const fill = (samples: Float64Array): void => {
    samples.set(stimulus.subarray(found.startFrame, found.startFrame + found.frames));
    samples.fill(0, found.frames);
  };
  const spectrum = sweepBins(size, fill);
  const { lowBin, highBin, fullBin, level } = excitedBand(spectrum, size);
  const binHz = sampleRateHz / size;
  const track = refineTrack(found, spectrum, binHz, lowBin, highBin);
  const slowHz = Math.min(SLOW_LEAD_CYCLES / (Math.LN2 * track.rateSeconds), (0.5 * highBin * binHz) / SLOW_MARGIN);
  const slowBins = Math.ceil((SLOW_MARGIN * slowHz) / binHz) + 16;
  const topBin = Math.floor(highBin * 2 ** -TOP_OCTAVES);
  const topInverse = new Float64Array(2 * (highBin - topBin));
  divideInto(topInverse, topBin, spectrum, topBin, highBin);
  const write = (own: Float64Array, target: Float64Array): void => {
    writeInverse(target, own, { track, size, binHz, lowBin, highBin, level });
  };
  const base = {
    track,
    sampleRateHz,
    size,
    lowBin,
    highBin,
    fullBin,
    slowHz,
    slowBins,
    topBin,
    topInverse,
    fill,
    write,
  };
  const gate = linearGate(base, 0);
  const gateFrames = gate.before + gate.fadeIn + gate.after + gate.fadeOut + 1;
  const fold = 2 ** Math.max(Math.floor(Math.log2(size / gateFrames)), 0);
  return { ...base, own: gatedSpectrum(pulseOf(base, fold), gate, sampleRateHz) };
}

/** 1/X of bins from one on to before another. @param offset the bin that stands first in the target */
function divideInto(target: Float64Array, offset: number, spectrum: Float64Array, from: number, to: number): void {
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
function writeInverse(
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

/** The band in which |X|²·f stays within 10 dB of its median, read in steps of 1/24 octave; `level` is that median. */
function excitedBand(
  spectrum: Float64Array,
  size: number,
): { lowBin: number; highBin: number; fullBin: number; level: number } {
  const edges: number[] = [];
  for (let edge = 1; edge < size / 2; edge = Math.max(edge + 1, Math.round(edge * 2 ** (1 / 24)))) edges.push(edge);
  const flat = edges.slice(0, -1).map((first, step) => {
    let sum = 0;
    for (let bin = first; bin < edges[step + 1]; bin++)
      sum += (spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2) * bin;
    return sum / (edges[step + 1] - first);
  });
  const high = [...flat].sort((a, b) => a - b)[Math.floor(0.95 * flat.length)];
  const excited = [...flat.keys()].filter((step) => flat[step] > EXCITED_SHARE * high);
  const level = excited.map((step) => flat[step]).sort((a, b) => a - b)[excited.length >> 1];
  let first = excited[excited.length >> 1];
  let last = first;
  while (first > 0 && flat[first - 1] > EXCITED_SHARE * level) first--;
  while (last + 1 < flat.length && flat[last + 1] > EXCITED_SHARE * level) last++;
  let full = last;
  while (full > first && flat[full] < FULL_SHARE * level) full--;
  return { lowBin: edges[first], highBin: edges[last + 1], fullBin: edges[Math.max(full - 1, first)], level };
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

/**
 * The impulse responses in a capture: the linear one at the lag of the latency, that of the n-th harmonic L ln n before it. Circular: negative lags
 * stand at the end. What the capture holds beyond one record is folded back into it, which changes nothing that lies within the record's lags.
 * @param start frame of the capture at which the sweep would begin with no latency; may lie outside
 * @param frames how much of the capture belongs to the sweep and its decay
 */
export function impulseResponses(
  capture: Float64Array,
  start: number,
  frames: number,
  inverse: SweepInverse,
): Deconvolved {
  const { size } = inverse;
  const from = Math.max(0, start);
  const to = Math.min(capture.length, start + frames);
  const straight = Math.max(Math.min(to, start + size), from);
  return sweepProduct(inverse, (folded) => {
    folded.fill(0, 0, from - start);
    folded.set(capture.subarray(from, straight), from - start);
    folded.fill(0, straight - start);
    for (let frame = Math.max(from, start + size); frame < to; frame++)
      folded[(frame - start) % size] += capture[frame];
  });
}
