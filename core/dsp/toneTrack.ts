import { raisedCosine } from '../signal/ramp.ts';
import { inverseRealFft, nextPowerOfTwo, realFft } from './fft.ts';

/** Frequency and level of whatever tone there is, millisecond by millisecond. */
export interface ToneReading {
  readonly frequencyHz: number;
  /** Of all that lies between 16 Hz and 23 kHz. */
  readonly meanSquare: number;
  /** Near 1: a tone stands alone; near 0: noise over the whole band, or nothing. */
  readonly coherence: number;
}

/** One reading a hop. */
export const HOP_SECONDS = 0.001;
/** Frequency and level are read over this much, or over a whole period, so that harmonics do not ripple them. */
export const LEAST_READING_SECONDS = 0.004;
export const LOW_HZ = 16;
const HIGH_HZ = 24_000;
/** Share of the highest frequency over which the band falls off. */
const HIGH_EDGE = 0.05;
/** What a piece of a long capture is longer on either side than what is read of it: the analytic signal's ends are not to be trusted. */
const MARGIN_SECONDS = 0.3;
const PIECE_FRAMES = 2 ** 19;

/** Sums over each hop of |z|² and of z[n+d] z*[n], z being the analytic signal of the band. */
export interface ToneTrack {
  readonly hopFrames: number;
  readonly lagFrames: number;
  readonly power: Float64Array;
  readonly productRe: Float64Array;
  readonly productIm: Float64Array;
}

/** Imaginary part of the analytic signal of the band (the band-passed signal turned by −90°), and the band-passed signal. */
function analytic(piece: Float64Array, sampleRateHz: number): { re: Float64Array; im: Float64Array } {
  const size = nextPowerOfTwo(piece.length);
  const spectrum = realFft(piece, size);
  const turned = new Float64Array(spectrum.length);
  const highHz = Math.min(HIGH_HZ, sampleRateHz / 2);
  for (let bin = 0; bin <= size / 2; bin++) {
    const hz = (bin * sampleRateHz) / size;
    // Sharp edges would ring, from a loud tone into a quiet one
    const pass = raisedCosine(hz / LOW_HZ) * raisedCosine((highHz - hz) / (HIGH_EDGE * highHz));
    spectrum[2 * bin] *= pass;
    spectrum[2 * bin + 1] *= pass;
    turned[2 * bin] = spectrum[2 * bin + 1];
    turned[2 * bin + 1] = -spectrum[2 * bin];
  }
  return { re: inverseRealFft(spectrum), im: inverseRealFft(turned) };
}

/** Part of a capture, faded where it is cut: a loud tone cut off would else be heard in a quiet one's analytic signal half a second away. */
function pieceOf(samples: Float64Array, from: number, to: number, fadeFrames: number): Float64Array {
  const piece = samples.slice(from, Math.min(to, samples.length));
  for (let index = 0; index < Math.min(fadeFrames, piece.length); index++) {
    const share = raisedCosine(index / fadeFrames);
    if (from > 0) piece[index] *= share;
    if (to < samples.length) piece[piece.length - 1 - index] *= share;
  }
  return piece;
}

export function toneTrack(samples: Float64Array, sampleRateHz: number): ToneTrack {
  const hopFrames = Math.max(1, Math.round(HOP_SECONDS * sampleRateHz));
  // The longest lag over which the phase of the highest frequency is still known to a turn
  const lagFrames = Math.max(1, Math.floor(sampleRateHz / (2 * HIGH_HZ)));
  const hops = Math.floor(Math.max(samples.length - lagFrames, 0) / hopFrames);
  const power = new Float64Array(hops);
  const productRe = new Float64Array(hops);
  const productIm = new Float64Array(hops);
  const margin = Math.ceil((MARGIN_SECONDS * sampleRateHz) / hopFrames) * hopFrames;
  const step = Math.max(Math.floor((PIECE_FRAMES - 2 * margin) / hopFrames), 1) * hopFrames;
  for (let start = 0; start < hops * hopFrames; start += step) {
    const from = Math.max(start - margin, 0);
    const { re, im } = analytic(pieceOf(samples, from, start + step + margin, margin >> 1), sampleRateHz);
    const lastHop = Math.min((start + step) / hopFrames, hops);
    for (let hop = start / hopFrames; hop < lastHop; hop++) {
      let square = 0;
      let sumRe = 0;
      let sumIm = 0;
      const first = hop * hopFrames - from;
      for (let n = first; n < first + hopFrames; n++) {
        const lagged = n + lagFrames;
        square += re[n] * re[n] + im[n] * im[n];
        sumRe += re[lagged] * re[n] + im[lagged] * im[n];
        sumIm += im[lagged] * re[n] - re[lagged] * im[n];
      }
      power[hop] = square;
      productRe[hop] = sumRe;
      productIm[hop] = sumIm;
    }
  }
  return { hopFrames, lagFrames, power, productRe, productIm };
}

/** Sums over a run of hops. */
export interface RunSums {
  hops: number;
  square: number;
  re: number;
  im: number;
}

export function addHop(sums: RunSums, track: ToneTrack, hop: number): void {
  sums.hops++;
  sums.square += track.power[hop];
  sums.re += track.productRe[hop];
  sums.im += track.productIm[hop];
}

/** |z|² is twice the mean square. */
export function readingOf(
  { hops, square, re, im }: RunSums,
  { hopFrames, lagFrames }: ToneTrack,
  sampleRateHz: number,
): ToneReading {
  return {
    frequencyHz: (Math.atan2(im, re) * sampleRateHz) / (2 * Math.PI * lagFrames),
    meanSquare: square / (2 * hopFrames * hops),
    coherence: square > 0 ? Math.hypot(re, im) / square : 0,
  };
}

export function readBetween(track: ToneTrack, sampleRateHz: number, firstHop: number, endHop: number): ToneReading {
  const sums = { hops: 0, square: 0, re: 0, im: 0 };
  for (let hop = firstHop; hop < endHop; hop++) addHop(sums, track, hop);
  return readingOf(sums, track, sampleRateHz);
}

/** One reading for each hop, over a whole period of the tone that is there. */
export function readEachHop(track: ToneTrack, sampleRateHz: number): ToneReading[] {
  const hops = track.power.length;
  const around = (hop: number, seconds: number): ToneReading => {
    const half = Math.max(Math.round(seconds / HOP_SECONDS / 2), 1);
    return readBetween(track, sampleRateHz, Math.max(hop - half, 0), Math.min(hop + half, hops));
  };
  return Array.from({ length: hops }, (_, hop) => {
    const first = around(hop, LEAST_READING_SECONDS);
    const periodSeconds = 1 / Math.max(first.frequencyHz, LOW_HZ);
    return periodSeconds > LEAST_READING_SECONDS ? around(hop, periodSeconds) : first;
  });
}
