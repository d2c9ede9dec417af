import { realFftPlan } from '../../dsp/fft.ts';
import { coverageFactor } from '../../uncertainty/combine.ts';

/** Noise of deconvolved lags: E|Σ g[t] r[t] e^(−iωt)|² is `densityAt(f)` times the time a gate g is open, in seconds. */
export interface LagNoise {
  densityAt(frequencyHz: number): number;
  /** So many times k = 2 is what 95.4 % takes there: the density is itself read from a few bins of noise (Student's t). */
  studentRatioAt(frequencyHz: number): number;
}

/** The density is read six times an octave. */
const STEPS_PER_OCTAVE = 6;
/** Of fewer bins a density is too uncertain itself. */
const LEAST_BINS = 5;

/** Of the mean power of adjacent bins: two a bin, less for Hann's window making neighbours alike (powers correlate by 4/9 and 1/36). */
const degreesOfFreedom = (bins: number): number =>
  (2 * bins) / (1 + (8 * Math.max(bins - 1, 0)) / (9 * bins) + Math.max(bins - 2, 0) / (18 * bins));

/** Where noise may be read, and what was recorded. Frames. */
export interface QuietLags {
  /** First lag without a response, and how many there are; lags count modulo the record. */
  readonly from: number;
  readonly frames: number;
  /** The stretch of the circular record that holds captured samples: beyond it are zeros. */
  readonly recordedFrom: number;
  readonly recordedTo: number;
  /** When the sweep passes a frequency, from the record's first frame. */
  readonly passesAt: (frequencyHz: number) => number;
}

const MOST_SEGMENTS = 4;
const LONGEST_SEGMENT_SECONDS = 0.35;
/** Share of a segment that must have been recorded to count; where no segment has it, the best one does. */
const LEAST_RECORDED = 0.6;
const LEAST_RECORDED_AT_ALL = 0.1;

/**
 * The noise's density from lags in which no response lies. A stationary noise stays stationary through the circular division by the sweep's spectrum,
 * so what is found there holds at every lag. A frequency's lag is the time since the sweep passed it: lags that fall where nothing was recorded count for
 * as much less.
 */
export function lagNoise(responses: Float64Array, quiet: QuietLags, sampleRateHz: number): LagNoise {
  const longest = Math.min(quiet.frames, LONGEST_SEGMENT_SECONDS * sampleRateHz);
  const size = Math.max(64, 2 ** Math.floor(Math.log2(longest)));
  const count = Math.max(1, Math.min(MOST_SEGMENTS, Math.floor(quiet.frames / size)));
  // Spread over all there is, so that some lie where something was recorded
  const stride = count === 1 ? 0 : Math.floor((quiet.frames - size) / (count - 1));
  const starts = Array.from({ length: count }, (_, segment) => quiet.from + segment * stride);
  const spectra = starts.map((start) => windowedPowers(responses, start, size));
  const binHz = sampleRateHz / size;
  const edges: number[] = [1];
  while (edges[edges.length - 1] < size / 2)
    edges.push(
      Math.max(edges[edges.length - 1] + LEAST_BINS, Math.round(edges[edges.length - 1] * 2 ** (1 / STEPS_PER_OCTAVE))),
    );
  const steps = edges.slice(0, -1).map((first, step) => {
    const last = Math.min(edges[step + 1], size / 2);
    const passes = quiet.passesAt(Math.sqrt(first * last) * binHz);
    const shares = starts.map((start) => recordedShare(passes + start, size, responses.length, quiet));
    const best = Math.max(...shares);
    const used = shares.flatMap((share, segment) => (share >= Math.min(best, LEAST_RECORDED) ? [segment] : []));
    const powers = used.map((segment) => {
      let power = 0;
      for (let bin = first; bin < last; bin++) power += spectra[segment][bin];
      return power / Math.max(shares[segment], LEAST_RECORDED_AT_ALL);
    });
    // Per second of an open gate
    const density = (middle(powers) / (last - first)) * sampleRateHz;
    return { density, ratio: coverageFactor(used.length * degreesOfFreedom(last - first)) / 2 };
  });
  const stepAt = (frequencyHz: number): (typeof steps)[number] => {
    const bin = frequencyHz / binHz;
    let step = 0;
    while (step + 1 < steps.length && edges[step + 1] <= bin) step++;
    return steps[step];
  };
  return {
    densityAt: (frequencyHz) => stepAt(frequencyHz).density,
    studentRatioAt: (frequencyHz) => stepAt(frequencyHz).ratio,
  };
}

/** Mean of all but the lowest and the highest of three or more: a spur of the converters may stand in one segment. */
function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const kept = sorted.length < 3 ? sorted : sorted.slice(1, -1);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/** Squares of a Hann-windowed stretch's spectrum, over the window's energy. */
function windowedPowers(responses: Float64Array, from: number, size: number): Float64Array {
  const window = hannWindow(size);
  const plan = realFftPlan(size);
  const windowed = plan.samples;
  let at = from % responses.length;
  for (let index = 0; index < size; index++) {
    windowed[index] = window[index] * responses[at];
    if (++at === responses.length) at = 0;
  }
  // The window's mean square is 3/8
  plan.forwardPower(1 / Math.sqrt(0.375 * size));
  return plan.power.slice(0, size / 2);
}

let kept = new Float64Array(0);

/** The window made last is kept: all segments have one size, and mostly all captures. */
function hannWindow(size: number): Float64Array {
  if (kept.length !== size) kept = Float64Array.from({ length: size }, (_, index) => hann(index / size));
  return kept;
}

const hann = (share: number): number => 0.5 - 0.5 * Math.cos(2 * Math.PI * share);

const SHARE_STEPS = 32;

/** Share of a window's energy, placed at a frame of the circular record, that lies where something was recorded. */
function recordedShare(start: number, size: number, records: number, quiet: QuietLags): number {
  let inside = 0;
  let total = 0;
  for (let step = 0; step < SHARE_STEPS; step++) {
    const share = (step + 0.5) / SHARE_STEPS;
    const frame = (((start + share * size) % records) + records) % records;
    const weight = hann(share) ** 2;
    total += weight;
    if (frame >= quiet.recordedFrom && frame < quiet.recordedTo) inside += weight;
  }
  return inside / total;
}
