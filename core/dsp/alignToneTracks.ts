import { inverseRealFft, nextPowerOfTwo, realFft } from './fft.ts';
import { HOP_SECONDS, readEachHop, toneTrack } from './toneTrack.ts';

export interface ToneAlignment {
  /** Capture frame of the reference's first frame, to a millisecond or two; negative where the capture begins later. */
  readonly latencyFrames: number;
  /** How well frequencies and levels agree, 0 … 1. */
  readonly correlation: number;
}

/** Turns of the feature's phase for each octave of frequency: a third of an octave is then as different as can be. */
const TURNS_PER_OCTAVE = 1.5;

/** Level and frequency of the tone in each hop as one complex number: level times e^(iκ lb f). */
function features(samples: Float64Array, sampleRateHz: number): { re: Float64Array; im: Float64Array } {
  const readings = readEachHop(toneTrack(samples, sampleRateHz), sampleRateHz);
  const re = new Float64Array(readings.length);
  const im = new Float64Array(readings.length);
  for (const [hop, { frequencyHz, meanSquare, coherence }] of readings.entries()) {
    if (frequencyHz <= 0) continue;
    const level = Math.sqrt(meanSquare) * coherence;
    const phase = 2 * Math.PI * TURNS_PER_OCTAVE * Math.log2(frequencyHz);
    re[hop] = level * Math.cos(phase);
    im[hop] = level * Math.sin(phase);
  }
  return { re, im };
}

const energyOf = ({ re, im }: { re: Float64Array; im: Float64Array }): number => {
  let sum = 0;
  for (let hop = 0; hop < re.length; hop++) sum += re[hop] * re[hop] + im[hop] * im[hop];
  return sum;
};

/** Σ a[n]·b[n + lag], cyclic in `size`. */
function correlate(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const first = realFft(a, size);
  const second = realFft(b, size);
  for (let index = 0; index < second.length; index += 2) {
    const re = second[index] * first[index] + second[index + 1] * first[index + 1];
    const im = second[index + 1] * first[index] - second[index] * first[index + 1];
    second[index] = re;
    second[index + 1] = im;
  }
  return inverseRealFft(second);
}

/**
 * Where stepped tones lie in a capture, from the course of frequency and level: whatever the gain, the polarity and the clocks (waveforms of tones agree again after
 * each period, courses do not).
 * @param reference what was played
 */
export function alignToneTracks(reference: Float64Array, capture: Float64Array, sampleRateHz: number): ToneAlignment {
  const played = features(reference, sampleRateHz);
  const heard = features(capture, sampleRateHz);
  const scale = Math.sqrt(energyOf(played) * energyOf(heard));
  if (!(scale > 0)) return { latencyFrames: 0, correlation: 0 };
  const size = nextPowerOfTwo(played.re.length + heard.re.length);
  const [reRe, imIm, reIm, imRe] = [
    correlate(played.re, heard.re, size),
    correlate(played.im, heard.im, size),
    correlate(played.re, heard.im, size),
    correlate(played.im, heard.re, size),
  ];
  let best = 0;
  let most = 0;
  for (let lag = 0; lag < size; lag++) {
    const product = Math.hypot(reRe[lag] + imIm[lag], reIm[lag] - imRe[lag]);
    if (product > most) {
      most = product;
      best = lag;
    }
  }
  const hops = best < heard.re.length ? best : best - size;
  return { latencyFrames: hops * Math.max(1, Math.round(HOP_SECONDS * sampleRateHz)), correlation: most / scale };
}
