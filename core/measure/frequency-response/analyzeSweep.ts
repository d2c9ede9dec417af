import { impulseResponses, type SweepInverse } from '../../dsp/deconvolution.ts';
import { gatedSpectrum, type GatedSpectrum, type LagGate } from '../../dsp/lagGate.ts';
import { lagNoise, type LagNoise, type QuietLags } from './lagNoise.ts';

/** Longest decay that is let through with the linear response, seconds. */
const LONGEST_DECAY_SECONDS = 1;
/** A pulse stands out from the rest of the lags by more than noise alone ever does (5.4 times its rms in 2^21). */
const LEAST_PULSE_RATIO = 8;

/** The impulse responses of one channel, and what tells their parts from each other. */
export interface SweepResponses {
  readonly inverse: SweepInverse;
  /** Circular, 1/(sample) each: a wire is a band-limited unit pulse. */
  readonly responses: Float64Array;
  /** Y/X of the slow end of the band. */
  readonly slowQuotient: Float64Array;
  /** Y/X of the last of the band, from the inverse's `topBin` on. */
  readonly topQuotient: Float64Array;
  /** Lag of the linear response's highest sample. */
  readonly peakLag: number;
  /** What the linear response's gate lets through, over what it lets through of the stimulus itself. */
  readonly linear: GatedSpectrum;
  readonly noise: LagNoise;
}

/** Where a sweep lies in a capture. */
export interface SweepPlace {
  /** Frame at which the sweep would begin if there were no latency left. */
  readonly start: number;
  /** The sweep with its decay; what follows (another signal) is left out. */
  readonly frames: number;
}

/**
 * Deconvolves one channel and gates its linear response. docs/spec/frequency-response.md.
 * @returns null where the channel holds no response to the sweep
 */
export function analyzeSweep(capture: Float64Array, place: SweepPlace, inverse: SweepInverse): SweepResponses | null {
  const { responses, slowQuotient, topQuotient } = impulseResponses(capture, place.start, place.frames, inverse);
  const { peakLag, energy } = findPeak(responses);
  const highest = responses[peakLag] * responses[peakLag];
  if (!(highest * responses.length > LEAST_PULSE_RATIO ** 2 * energy)) return null;
  const gate = linearGate(inverse, peakLag);
  return {
    inverse,
    responses,
    slowQuotient,
    topQuotient,
    peakLag,
    linear: relativeToOwn(gatedSpectrum(responses, gate, inverse.sampleRateHz), ownSpectrum(inverse)),
    noise: lagNoise(responses, quietLags(capture.length, place, inverse, peakLag, gate), inverse.sampleRateHz),
  };
}

const PEAK_BLOCK = 64;

/** The first of the highest samples by magnitude, and the sum of squares. Only a block whose energy exceeds the highest square can hold a higher one. */
function findPeak(responses: Float64Array): { peakLag: number; energy: number } {
  let peakLag = 0;
  let highest = 0;
  let energy = 0;
  for (let start = 0; start < responses.length; start += PEAK_BLOCK) {
    const end = Math.min(start + PEAK_BLOCK, responses.length);
    let even = 0;
    let odd = 0;
    // Two sums: one addition need not wait for the one before. Lengths are even
    for (let lag = start; lag < end; lag += 2) {
      even += responses[lag] * responses[lag];
      odd += responses[lag + 1] * responses[lag + 1];
    }
    const sum = even + odd;
    energy += sum;
    if (sum < highest) continue;
    for (let lag = start; lag < end; lag++) {
      const square = responses[lag] * responses[lag];
      if (square > highest) {
        highest = square;
        peakLag = lag;
      }
    }
  }
  return { peakLag, energy };
}

/** Pre-ringing of one response needs less room than the decay of the one before it: the border lies at 0.35 of the gap. */
const FULL_BEFORE = 0.25;
const FADE_SHARE = 0.2;

export function linearGate(inverse: SweepInverse, centre: number): LagGate {
  const rateFrames = inverse.track.rateSeconds * inverse.sampleRateHz;
  const gap = Math.LN2 * rateFrames;
  // From the lags after the response: those of harmonics up to the 20th stay out, and as much again is left for reading the noise
  const room = inverse.size - Math.log(20) * rateFrames;
  const after = Math.floor(
    Math.min(LONGEST_DECAY_SECONDS * inverse.sampleRateHz, 0.4 * Math.max(room, 0.25 * inverse.size)),
  );
  return {
    centre,
    before: Math.floor(FULL_BEFORE * gap),
    fadeIn: Math.ceil(FADE_SHARE * gap),
    after,
    fadeOut: Math.ceil(0.1 * after),
  };
}

/** The lags after the response's gate, up to those of the 20th harmonic. */
function quietLags(
  captureFrames: number,
  place: SweepPlace,
  { size, track, sampleRateHz }: SweepInverse,
  peakLag: number,
  { after, fadeOut }: LagGate,
): QuietLags {
  const from = peakLag + after + fadeOut;
  const room = size - Math.log(20) * track.rateSeconds * sampleRateHz - (after + fadeOut);
  return {
    from,
    frames: Math.max(Math.floor(room), after >> 1),
    recordedFrom: Math.max(0, -place.start),
    recordedTo: Math.min(size, place.frames, captureFrames - place.start),
    passesAt: (frequencyHz) =>
      sampleRateHz * Math.max(0, track.originSeconds + track.rateSeconds * Math.log(frequencyHz)),
  };
}

const ownSpectra = new WeakMap<SweepInverse, GatedSpectrum>();

/** The stimulus itself through the same gate: it differs from 1 only where the sweep's ends are faded. */
function ownSpectrum(inverse: SweepInverse): GatedSpectrum {
  let own = ownSpectra.get(inverse);
  if (own === undefined) {
    own = gatedSpectrum(inverse.own, linearGate(inverse, 0), inverse.sampleRateHz);
    ownSpectra.set(inverse, own);
  }
  return own;
}

/** Below this share of full power the sweep's ends are left as they are: nothing is read there. */
const LEAST_OWN_POWER = 0.05;

/** Divides bin by bin, in place, where the stimulus is strong. */
function relativeToOwn(spectrum: GatedSpectrum, own: GatedSpectrum): GatedSpectrum {
  const { bins } = spectrum;
  for (let index = 0; index < bins.length; index += 2) {
    const ownRe = own.bins[index];
    const ownIm = own.bins[index + 1];
    const power = ownRe * ownRe + ownIm * ownIm;
    if (power < LEAST_OWN_POWER) continue;
    const re = bins[index];
    const im = bins[index + 1];
    bins[index] = (re * ownRe + im * ownIm) / power;
    bins[index + 1] = (im * ownRe - re * ownIm) / power;
  }
  return spectrum;
}

export function harmonicGate(inverse: SweepInverse, peakLag: number, order: number): LagGate {
  const rateFrames = inverse.track.rateSeconds * inverse.sampleRateHz;
  const gapToNext = Math.log((order + 1) / order) * rateFrames;
  const gapToLast = Math.log(order / (order - 1)) * rateFrames;
  return {
    centre: peakLag - Math.round(Math.log(order) * rateFrames),
    before: Math.floor(FULL_BEFORE * gapToNext),
    fadeIn: Math.ceil(FADE_SHARE * gapToNext),
    after: Math.floor((1 - FULL_BEFORE - FADE_SHARE) * gapToLast),
    fadeOut: Math.ceil(FADE_SHARE * gapToLast),
  };
}
