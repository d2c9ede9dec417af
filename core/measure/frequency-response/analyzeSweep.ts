import { impulseResponses, type SweepInverse } from '../../dsp/deconvolution.ts';
import { gatedSpectrum, lagsBefore, type GatedSpectrum, type LagGate } from '../../dsp/lagGate.ts';
import { harmonicSpan, linearGate } from '../../dsp/sweepGates.ts';
import { lagNoise, type LagNoise, type QuietLags } from './lagNoise.ts';

/** A pulse stands out from the rest of the lags by more than noise alone ever does (5.4 times its rms in 2^21). */
const LEAST_PULSE_RATIO = 8;

/** The impulse responses of one channel, and what tells their parts from each other. */
export interface SweepResponses {
  readonly inverse: SweepInverse;
  /** The lags before `peakLag`, 1/(sample) each: the n-th harmonic's response lies L ln n from the end. */
  readonly harmonicLags: Float64Array;
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
  // Before the linear response: its transform may be of the size in whose memory the responses lie
  const harmonicLags = lagsBefore(responses, peakLag, harmonicSpan(inverse));
  const quiet = quietLags(capture.length, place, inverse, peakLag, gate);
  const noise = lagNoise(responses, quiet, inverse.sampleRateHz);
  const linear = relativeToOwn(gatedSpectrum(responses, gate, inverse.sampleRateHz), inverse.own);
  return { inverse, harmonicLags, slowQuotient, topQuotient, peakLag, linear, noise };
}

const PEAK_BLOCK = 64;

/** The first of the highest samples by magnitude, and the sum of squares. Only a block whose energy exceeds the highest square can hold a higher one. */
function findPeak(responses: Float64Array): { peakLag: number; energy: number } {
  let peakLag = 0;
  let highest = 0;
  let energy = 0;
  for (let start = 0; start < responses.length; start += PEAK_BLOCK) {
    const end = Math.min(start + PEAK_BLOCK, responses.length);
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    // Four sums: one addition need not wait for the one before. Lengths are multiples of four
    for (let lag = start; lag < end; lag += 4) {
      sum0 += responses[lag] * responses[lag];
      sum1 += responses[lag + 1] * responses[lag + 1];
      sum2 += responses[lag + 2] * responses[lag + 2];
      sum3 += responses[lag + 3] * responses[lag + 3];
    }
    const sum = sum0 + sum1 + (sum2 + sum3);
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

/** Below this share of full power the sweep's ends are left as they are: nothing is read there. */
const LEAST_OWN_POWER = 0.05;

/** Over the stimulus itself through the same gate, bin by bin, in place, where it is strong: it differs from 1 only where the sweep's ends are faded. */
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
