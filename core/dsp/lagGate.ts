import { nextTransformLength, realFftPlan } from './fft.ts';

/** A stretch of lags that is let through: 1 inside, raised cosines at both ends. All in frames from the circular record's lag 0. */
export interface LagGate {
  /** The lag that counts as time 0 of the gated response. */
  readonly centre: number;
  /** Full from `centre − before` to `centre + after`. */
  readonly before: number;
  readonly after: number;
  /** Lengths of the raised cosines outside that. */
  readonly fadeIn: number;
  readonly fadeOut: number;
}

/** Spectrum of a gated response: smooth enough to be read between its bins. */
export interface GatedSpectrum {
  /** Interleaved bins 0 … size/2. */
  readonly bins: Float64Array;
  readonly size: number;
  readonly binHz: number;
  /** Sum of the squared gate over the sample rate: how long white noise was let in, seconds. */
  readonly openSeconds: number;
  /** Of that, how long before time 0. */
  readonly openBeforeSeconds: number;
}

const FADES_LIMIT = 8;
const fades = new Map<number, Float64Array>();

/** A raised cosine from just under 1 to 0. */
function closingFrom1(length: number): Float64Array {
  let fade = fades.get(length);
  if (fade === undefined) {
    fade = Float64Array.from({ length }, (_, index) => 0.5 + 0.5 * Math.cos((Math.PI * (index + 1)) / length));
    if (fades.size >= FADES_LIMIT) fades.delete(fades.keys().next().value as number);
    fades.set(length, fade);
  }
  return fade;
}

/** Spectrum of what a gate lets through of circular responses, lag `centre` at time 0. */
export function gatedSpectrum(responses: Float64Array, gate: LagGate, sampleRateHz: number): GatedSpectrum {
  const { centre, before, after, fadeIn, fadeOut } = gate;
  const size = nextTransformLength(before + after + fadeIn + fadeOut + 1);
  const plan = realFftPlan(size);
  const gated = plan.samples;
  // A record that still lies in the very plan must not be written over
  const record = responses.buffer === gated.buffer ? responses.slice() : responses;
  const early = before + fadeIn;
  const late = after + fadeOut + 1;
  copyCircular(record, centre, gated, 0, late);
  gated.fill(0, late, size - early);
  copyCircular(record, centre - early, gated, size - early, early);
  const opening = closingFrom1(fadeIn);
  for (let beyond = 1; beyond <= fadeIn; beyond++) gated[size - before - beyond] *= opening[beyond - 1];
  const closing = closingFrom1(fadeOut);
  for (let beyond = 1; beyond <= fadeOut; beyond++) gated[after + beyond] *= closing[beyond - 1];
  // Of a raised cosine that begins a step after 1 and ends at 0: 3/8 of its length, less a half
  const energyBefore = before + 0.375 * fadeIn - 0.5;
  const energy = energyBefore + after + 1 + 0.375 * fadeOut - 0.5;
  plan.forward();
  return {
    bins: plan.bins.slice(),
    size,
    binHz: sampleRateHz / size,
    openSeconds: energy / sampleRateHz,
    openBeforeSeconds: energyBefore / sampleRateHz,
  };
}

/** A copy of the `count` lags of circular responses that come before one. */
export function lagsBefore(responses: Float64Array, lag: number, count: number): Float64Array {
  const lags = new Float64Array(count);
  copyCircular(responses, lag - count, lags, 0, count);
  return lags;
}

/** Copies `count` samples of a circular record from any index. */
function copyCircular(record: Float64Array, from: number, into: Float64Array, at: number, count: number): void {
  let index = ((from % record.length) + record.length) % record.length;
  for (let done = 0; done < count;) {
    const run = Math.min(count - done, record.length - index);
    into.set(record.subarray(index, index + run), at + done);
    done += run;
    index = 0;
  }
}

/** A delay to take out before neighbouring bins are averaged: phase in radians to add at a frequency. */
export type PhaseCorrection = (frequencyHz: number) => number;

/** Half width of the averaging band around each point: octaves, and a share of the rate at most, so that the steep end of a filter keeps its level. */
const HALF_BAND_OCTAVES = 1 / 48;
const WIDEST_RATE_SHARE = 1 / 1500;
/** Bands narrower than this many bins on either side are not averaged but interpolated. */
const FEWEST_BINS = 4;

/** Half width, hertz, of the band over which a point is averaged. */
export const halfBandHz = (frequencyHz: number, sampleRateHz: number): number =>
  Math.min(WIDEST_RATE_SHARE * sampleRateHz, frequencyHz * (2 ** HALF_BAND_OCTAVES - 1));

/** What noise of unit density (per hertz, one-sided squares of the responses' spectrum per second let in) leaves in a smoothed point, seconds. */
export function smoothedOpenSeconds(frequencyHz: number, spectrum: GatedSpectrum): number {
  const halfHz = halfBandHz(frequencyHz, spectrum.size * spectrum.binHz);
  if (halfHz < FEWEST_BINS * spectrum.binHz) return interpolatedOpenSeconds(frequencyHz, spectrum);
  // A triangle of half width B is a gate sinc²(Bt) about time 0: ∫sinc⁴ from 0 to x is tanh(3x)/3 to 4 %, 1/3 in all
  const { openSeconds, openBeforeSeconds } = spectrum;
  const before = Math.tanh(3 * halfHz * openBeforeSeconds);
  const after = Math.tanh(3 * halfHz * (openSeconds - openBeforeSeconds));
  return (before + after) / (3 * halfHz);
}

/** Reading between bins weighs the lags: the cubic's weights w are a gate |Σ w_n e^(2πjnt·binHz)|², 1 at time 0. */
function interpolatedOpenSeconds(frequencyHz: number, spectrum: GatedSpectrum): number {
  const { binHz, openSeconds, openBeforeSeconds } = spectrum;
  const centre = frequencyHz / binHz;
  const at = centre - Math.floor(centre) + 1;
  const afterSeconds = openSeconds - openBeforeSeconds;
  let sum = 0;
  for (let one = 0; one < 4; one++)
    for (let other = 0; other < 4; other++) {
      const turns = 2 * Math.PI * (one - other) * binHz;
      const seconds =
        turns === 0 ? openSeconds : (Math.sin(turns * afterSeconds) + Math.sin(turns * openBeforeSeconds)) / turns;
      sum += lagrange(at, one) * lagrange(at, other) * seconds;
    }
  return sum;
}

/**
 * A gated spectrum at one frequency: mean over ±1/48 octave, at most ±1/1500 of the rate, with triangular weights; where that is less than four bins, the cubic through the four bins
 * around it.
 * @param correction taken into account within the band only: the point keeps the phase it has, plus the correction at its own frequency
 * @returns re, im
 */
export function readSpectrum(
  spectrum: GatedSpectrum,
  frequencyHz: number,
  correction: PhaseCorrection | null,
): [re: number, im: number] {
  const { bins, binHz, size } = spectrum;
  const centre = frequencyHz / binHz;
  const halfWidth = halfBandHz(frequencyHz, size * binHz) / binHz;
  const interpolated = halfWidth < FEWEST_BINS;
  const first = interpolated ? Math.floor(centre) - 1 : Math.ceil(centre - halfWidth);
  const last = interpolated ? first + 3 : Math.floor(centre + halfWidth);
  let re = 0;
  let im = 0;
  let total = 0;
  for (let bin = first; bin <= last; bin++) {
    const weight = interpolated ? lagrange(centre - first, bin - first) : 1 - Math.abs(bin - centre) / halfWidth;
    const mirrored = bin < 0 ? -bin : bin > size / 2 ? size - bin : bin;
    const x = bins[2 * mirrored];
    const y = mirrored === bin ? bins[2 * mirrored + 1] : -bins[2 * mirrored + 1];
    if (correction === null) {
      re += weight * x;
      im += weight * y;
    } else {
      const angle = correction(Math.max(bin, 1) * binHz);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      re += weight * (x * cos - y * sin);
      im += weight * (x * sin + y * cos);
    }
    total += weight;
  }
  return [re / total, im / total];
}

/** Weight of node `node` of 0 … 3 for a cubic read at `at`. */
function lagrange(at: number, node: number): number {
  let weight = 1;
  for (let other = 0; other < 4; other++) if (other !== node) weight *= (at - other) / (node - other);
  return weight;
}
