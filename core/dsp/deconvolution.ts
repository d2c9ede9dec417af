import { nextPowerOfTwo } from './fft.ts';
import { gatedSpectrum, type GatedSpectrum } from './lagGate.ts';
import { linearGate } from './sweepGates.ts';
import { pulseOf, sweepBins, sweepProduct, type Deconvolved, type SweepFactors } from './sweepProduct.ts';
import { findSweep, type SweepTrack } from './sweepTrack.ts';
import { refineTrack } from './sweepPhase.ts';
import { divideInto, writeInverse } from './sweepFactors.ts';

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
