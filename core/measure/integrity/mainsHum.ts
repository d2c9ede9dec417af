import { delayAt, type TimeBase } from '../../clock/timeBase.ts';
import { nextPowerOfTwo, realFftPlan } from '../../dsp/fft.ts';
import { blackmanHarris7, WINDOW_LOBE_BINS } from '../../dsp/window.ts';
import { linearPart } from './linearPart.ts';

export interface MainsHum {
  readonly frequencyHz: number;
  /** Of the fundamental and its multiples that stand out, together. */
  readonly rms: number;
}

const MAINS_HZ = [50, 60] as const;
/** Grids stay within this share of their frequency. */
const GRID_SHARE = 0.01;
const MULTIPLES = [1, 2, 3, 4] as const;
/** What was played at one of these multiples of the mains, or distorts to it, is not hum. */
const PLAYED_MULTIPLES = [1 / 3, 1 / 2, ...MULTIPLES] as const;
const LOW_RATE_HZ = 2000;
const LEAST_SECONDS = 1;
/** A line stands out by this much of what lies beside it (power), and all lines together by this share of the capture's rms. */
const PROMINENCE = 100;
const LEAST_SHARE = 3e-4;
/** Memory of the path at low frequencies: a coupling capacitor's. */
const REACH_SECONDS = 0.1;
/** Bins beside a line, beyond its lobe. */
const BESIDE_BINS = 24;

/** What is played that is known, or the one tone that is not. */
export type KnownPart = { readonly reference: Float64Array; readonly timeBase: TimeBase } | { readonly toneHz: number };

/**
 * Mains hum in what is left of a capture when the linear part of what was played is taken out: a line at 50 or 60 Hz, or two at its multiples, 20 dB over
 * what lies beside it and together above −70 dB of the capture's rms. Null where there is none, in captures under a second, and where the stimulus has a line
 * of its own on that mains frequency, half or a third of it.
 * @param rms of the capture
 */
export function findMainsHum(
  samples: Float64Array,
  sampleRateHz: number,
  known: KnownPart,
  rms: number,
): MainsHum | null {
  const factor = Math.max(1, Math.round(sampleRateHz / LOW_RATE_HZ));
  const lowRateHz = sampleRateHz / factor;
  const count = Math.floor(samples.length / factor) - 4;
  if (count < LEAST_SECONDS * lowRateHz) return null;
  let left = thinned(samples, factor, count, (frame) => frame);
  let played: LowSpectrum | null = null;
  if ('reference' in known) {
    const { reference, timeBase } = known;
    const delays = (frame: number): number => Math.round(frame - delayAt(timeBase, frame - timeBase.latencyFrames));
    const low = thinned(reference, factor, count, delays);
    const { predicted, margin } = linearPart(low, left, Math.round(REACH_SECONDS * lowRateHz));
    left = left.slice(margin, margin + predicted.length).map((value, index) => value - predicted[index]);
    played = lowSpectrum(low, lowRateHz);
  }
  const spectrum = lowSpectrum(left, lowRateHz);
  for (const nominalHz of MAINS_HZ) {
    if (isPlayed(nominalHz, played, known)) continue;
    const lines = MULTIPLES.map((multiple) => lineNear(spectrum, multiple * nominalHz));
    const standing = lines.filter((line) => line.prominence > PROMINENCE);
    if (standing.length < (lines[0].prominence > PROMINENCE ? 1 : 2)) continue;
    const humRms = Math.sqrt(standing.reduce((sum, { power }) => sum + power, 0));
    if (humRms < LEAST_SHARE * rms) continue;
    const multiple = lines.findIndex((line) => line.prominence > PROMINENCE);
    return { frequencyHz: lines[multiple].frequencyHz / MULTIPLES[multiple], rms: humRms };
  }
  return null;
}

function isPlayed(mainsHz: number, played: LowSpectrum | null, known: KnownPart): boolean {
  const multiples = PLAYED_MULTIPLES.map((multiple) => multiple * mainsHz);
  if ('toneHz' in known) return known.toneHz < 2 * MULTIPLES.length * mainsHz;
  return played !== null && multiples.some((hertz) => lineNear(played, hertz).prominence > PROMINENCE);
}

/**
 * Samples at a low rate, under a boxcar convolved with itself four times: what folds onto the first fifth of the new band is 80 dB down or more.
 * @param placeOf where in the samples what belongs to a capture's frame lies
 */
function thinned(
  samples: Float64Array,
  factor: number,
  count: number,
  placeOf: (frame: number) => number,
): Float64Array {
  const kernel = fourBoxcars(factor);
  const out = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const from = placeOf(index * factor);
    if (from < 0 || from + kernel.length > samples.length) continue;
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) sum += kernel[tap] * samples[from + tap];
    out[index] = sum;
  }
  return out;
}

function fourBoxcars(factor: number): Float64Array {
  let kernel = Float64Array.of(1);
  for (let pass = 0; pass < 4; pass++) {
    const wider = new Float64Array(kernel.length + factor - 1);
    for (const [index, value] of kernel.entries())
      for (let tap = 0; tap < factor; tap++) wider[index + tap] += value / factor;
    kernel = wider;
  }
  return kernel;
}

interface LowSpectrum {
  /** Mean square of each bin of a sine's lobe adds up to that of the sine. */
  readonly powers: Float64Array;
  readonly binHz: number;
  /** Bins of half a lobe. */
  readonly reach: number;
}

function lowSpectrum(samples: Float64Array, sampleRateHz: number): LowSpectrum {
  const window = blackmanHarris7(samples.length);
  const size = nextPowerOfTwo(samples.length);
  const plan = realFftPlan(size);
  let energy = 0;
  for (let index = 0; index < samples.length; index++) {
    plan.samples[index] = window[index] * samples[index];
    energy += window[index] ** 2;
  }
  plan.samples.fill(0, samples.length);
  plan.forwardPower(1);
  const scale = 2 / (size * energy);
  return {
    powers: plan.power.map((power) => scale * power),
    binHz: sampleRateHz / size,
    reach: Math.ceil((WINDOW_LOBE_BINS * size) / samples.length),
  };
}

/** The strongest line near a frequency. */
function lineNear(
  { powers, binHz, reach }: LowSpectrum,
  nearHz: number,
): {
  readonly frequencyHz: number;
  readonly power: number;
  readonly prominence: number;
} {
  const first = Math.max(1, Math.floor((nearHz * (1 - GRID_SHARE)) / binHz));
  const last = Math.min(Math.ceil((nearHz * (1 + GRID_SHARE)) / binHz), powers.length - 2);
  let best = first;
  for (let bin = first; bin <= last; bin++) if (powers[bin] > powers[best]) best = bin;
  let power = 0;
  let moment = 0;
  const beside: number[] = [];
  const far = Math.ceil((reach * BESIDE_BINS) / WINDOW_LOBE_BINS);
  for (let bin = Math.max(0, best - far); bin <= Math.min(best + far, powers.length - 1); bin++) {
    if (Math.abs(bin - best) > reach) beside.push(powers[bin]);
    else {
      power += powers[bin];
      moment += powers[bin] * bin;
    }
  }
  beside.sort((a, b) => a - b);
  const usual = (beside[beside.length >> 1] ?? 0) / Math.LN2;
  return {
    frequencyHz: power > 0 ? (moment / power) * binHz : nearHz,
    power,
    prominence: usual > 0 ? powers[best] / usual : power > 0 ? Infinity : 0,
  };
}
