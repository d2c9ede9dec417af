import { inverseRealFft } from '../dsp/fft.ts';
import { AmpbenchError } from '../errors.ts';
import { multitone, multitoneDesign } from './multitone.ts';
import { loopLength } from './loopLength.ts';
import type { RandomSource } from './random.ts';
import { sine } from './sine.ts';
import { exponentialSweep } from './sweep.ts';
import { sumOfTones, twoTone } from './twoTone.ts';

/** What the live generator plays; frequencies in Hz. */
export type LiveSignal =
  | { readonly kind: 'off' }
  | { readonly kind: 'sine'; readonly frequencyHz: number }
  /** `ratio`: amplitude of the first tone over that of the second. */
  | { readonly kind: 'two-tone'; readonly frequenciesHz: readonly [number, number]; readonly ratio: number }
  | { readonly kind: 'multitone' }
  | { readonly kind: 'sweep'; readonly lowHz: number; readonly highHz: number }
  | { readonly kind: 'noise'; readonly colour: 'white' | 'pink' }
  | { readonly kind: 'square'; readonly frequencyHz: number };

/** One round of a signal at level 1; played over and over it has no seam. */
export interface LivePattern {
  readonly samples: Float64Array;
  /** What is really played, in the order asked for; empty for noise, the ends of a sweep. */
  readonly frequenciesHz: readonly number[];
  /** Of `samples`. */
  readonly rms: number;
  readonly peak: number;
}

const LOWEST_HZ = 1;
/** Of the sample rate: what a converter's own filter leaves alone. */
const HIGHEST_SHARE = 0.45;
/** Noise and square waves end here: power beyond is in nobody's band and heats an amplifier's output network. */
const HIGHEST_WIDE_BAND_HZ = 40_000;
const LOWEST_NOISE_HZ = 10;

function checkFrequency(frequencyHz: number, sampleRateHz: number): void {
  const highestHz = HIGHEST_SHARE * sampleRateHz;
  if (frequencyHz >= LOWEST_HZ && frequencyHz <= highestHz) return;
  throw new AmpbenchError(
    'plan',
    'frequency-outside',
    `the generator's frequency is ${frequencyHz} Hz but must be ${LOWEST_HZ} to ${highestHz} Hz at sampleRateHz ${sampleRateHz} in buildLivePattern`,
    { frequencyHz, sampleRateHz },
    'Ask for a lower frequency, or use a higher sampling rate.',
  );
}

function measured(samples: Float64Array, frequenciesHz: readonly number[]): LivePattern {
  let peak = 0;
  let sum = 0;
  for (const value of samples) {
    peak = Math.max(peak, Math.abs(value));
    sum += value * value;
  }
  return { samples, frequenciesHz, peak, rms: Math.sqrt(sum / samples.length) };
}

/** Odd harmonics up to the band's end; its flat top is 1 high but for the ringing that ends of bands have. */
function square(sampleRateHz: number, frames: number, cycles: number): Float64Array {
  const frequencyHz = (cycles * sampleRateHz) / frames;
  const highestHz = Math.min(HIGHEST_SHARE * sampleRateHz, HIGHEST_WIDE_BAND_HZ);
  const samples = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    const angle = (2 * Math.PI * ((cycles * frame) % frames)) / frames;
    // sin((n + 2)x) by Chebyshev's recurrence: two sines a sample, whatever the number of harmonics
    const twice = 2 * Math.cos(2 * angle);
    let before = -Math.sin(angle);
    let current = -before;
    let sum = 0;
    for (let order = 1; order === 1 || order * frequencyHz <= highestHz; order += 2) {
      sum += current / order;
      const next = twice * current - before;
      before = current;
      current = next;
    }
    samples[frame] = (4 / Math.PI) * sum;
  }
  return samples;
}

/** Periodic noise: every line of its band at the level its colour asks for, phases random; rms 1. */
function noise(sampleRateHz: number, colour: 'white' | 'pink', random: RandomSource): Float64Array {
  const frames = 2 ** Math.round(Math.log2(sampleRateHz));
  const spectrum = new Float64Array(frames + 2);
  const first = Math.ceil((LOWEST_NOISE_HZ * frames) / sampleRateHz);
  const highestHz = Math.min(HIGHEST_SHARE * sampleRateHz, HIGHEST_WIDE_BAND_HZ);
  const last = Math.floor((highestHz * frames) / sampleRateHz);
  for (let bin = first; bin <= last; bin++) {
    const amplitude = colour === 'white' ? 1 : 1 / Math.sqrt(bin);
    const phaseRadians = 2 * Math.PI * random.uniform();
    spectrum[2 * bin] = amplitude * Math.cos(phaseRadians);
    spectrum[2 * bin + 1] = amplitude * Math.sin(phaseRadians);
  }
  const samples = inverseRealFft(spectrum);
  const { rms } = measured(samples, []);
  return samples.map((value) => value / rms);
}

/**
 * One round of what the live generator plays, about a second long: whole cycles of every tone, so that it goes round without a seam (docs/spec/live.md,
 * LIVE-20). At level 1 a sine, a square and noise have an rms of 1; two tones, a multitone and a sweep have the peak of such a sine.
 * @param snapFrames record of the analyzer, frames: tones are moved onto its bins; null: tones are met to 1 mHz, pairs to a few
 * @param random phases of noise
 * @throws AmpbenchError `plan/frequency-outside`, `plan/sweep-band`
 */
export function buildLivePattern(
  signal: LiveSignal,
  sampleRateHz: number,
  snapFrames: number | null,
  random: RandomSource,
): LivePattern {
  switch (signal.kind) {
    case 'off':
      return measured(new Float64Array(sampleRateHz), []);
    case 'sine':
    case 'square': {
      const { frequencyHz, kind } = signal;
      checkFrequency(frequencyHz, sampleRateHz);
      const { frames, cycles } = loopLength([frequencyHz], sampleRateHz, snapFrames);
      const actualHz = (cycles[0] * sampleRateHz) / frames;
      const samples =
        kind === 'sine' ? sine(sampleRateHz, frames, actualHz, 1) : square(sampleRateHz, frames, cycles[0]);
      return measured(samples, [actualHz]);
    }
    case 'two-tone': {
      for (const frequencyHz of signal.frequenciesHz) checkFrequency(frequencyHz, sampleRateHz);
      const { frames, cycles } = loopLength(signal.frequenciesHz, sampleRateHz, snapFrames);
      const pair = [(cycles[0] * sampleRateHz) / frames, (cycles[1] * sampleRateHz) / frames] as const;
      return measured(sumOfTones(sampleRateHz, frames, twoTone(pair, signal.ratio, Math.SQRT2)), pair);
    }
    case 'multitone': {
      const design = multitoneDesign(sampleRateHz, 'all');
      return measured(multitone(design, design.periodFrames, Math.SQRT2), design.frequenciesHz);
    }
    case 'sweep': {
      const { lowHz, highHz } = signal;
      return measured(exponentialSweep({ sampleRateHz, lowHz, highHz, seconds: 1, voltsRms: 1 }), [lowHz, highHz]);
    }
    case 'noise':
      return measured(noise(sampleRateHz, signal.colour, random), []);
  }
}
