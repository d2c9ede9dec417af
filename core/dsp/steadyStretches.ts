import { fitHarmonics, residualOf } from './fitHarmonics.ts';
import { raisedCosine } from '../signal/ramp.ts';
import { inverseRealFft, nextPowerOfTwo, realFft } from './fft.ts';
import { LEAST_PERIODS, refineHarmonicFrequency } from './refineHarmonicFrequency.ts';

/** A stretch in which one tone stands still. */
export interface SteadyStretch {
  readonly startFrame: number;
  readonly frames: number;
  /** Mean frequency; good to about 10 ppm for some ten cycles at 60 dB over the noise. */
  readonly frequencyHz: number;
  /** Rms of all that lies between 15 Hz and 23 kHz. */
  readonly rms: number;
}

const LOW_HZ = 15;
const LOW_EDGE_HZ = 5;
const HIGH_HZ = 24_000;
/** Share of the highest frequency over which the band falls off. */
const HIGH_EDGE = 0.05;
const HOP_SECONDS = 0.001;
/** Frequency and level are read over this much, or over a whole period, so that harmonics do not ripple them. */
const LEAST_READING_SECONDS = 0.004;
const FREQUENCY_TOLERANCE = 0.01;
const LEVEL_TOLERANCE_DB = 0.2;
/** |Σ z[n+d] z*[n]| / Σ|z|² of a tone; of noise over the whole band it is near 0. */
const LEAST_COHERENCE = 0.9;
const LEAST_SECONDS = 0.02;
const LEAST_CYCLES = 2;
/** Nothing this far under the loudest millisecond is a tone. */
const FLOOR_RATIO = 1e-7;
/** How far from a bass tone's own wave, re its peak, a sample may be and still belong to it. */
const EDGE_TOLERANCE = 0.005;
/** What a piece of a long capture is longer on either side than what is read of it: the analytic signal's ends are not to be trusted. */
const MARGIN_SECONDS = 0.3;
const PIECE_FRAMES = 2 ** 19;

/** Sums over each hop of |z|² and of z[n+d] z*[n], z being the analytic signal of the band. */
interface Track {
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
    const pass =
      raisedCosine((hz - LOW_EDGE_HZ) / (LOW_HZ - LOW_EDGE_HZ)) * raisedCosine((highHz - hz) / (HIGH_EDGE * highHz));
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

function trackOf(samples: Float64Array, sampleRateHz: number): Track {
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

interface Reading {
  readonly frequencyHz: number;
  readonly meanSquare: number;
  readonly coherence: number;
}

/** Sums over a run of hops. */
interface RunSums {
  hops: number;
  square: number;
  re: number;
  im: number;
}

function addHop(sums: RunSums, track: Track, hop: number): void {
  sums.hops++;
  sums.square += track.power[hop];
  sums.re += track.productRe[hop];
  sums.im += track.productIm[hop];
}

/** |z|² is twice the mean square. */
function readingOf({ hops, square, re, im }: RunSums, { hopFrames, lagFrames }: Track, sampleRateHz: number): Reading {
  return {
    frequencyHz: (Math.atan2(im, re) * sampleRateHz) / (2 * Math.PI * lagFrames),
    meanSquare: square / (2 * hopFrames * hops),
    coherence: square > 0 ? Math.hypot(re, im) / square : 0,
  };
}

function readBetween(track: Track, sampleRateHz: number, firstHop: number, endHop: number): Reading {
  const sums = { hops: 0, square: 0, re: 0, im: 0 };
  for (let hop = firstHop; hop < endHop; hop++) addHop(sums, track, hop);
  return readingOf(sums, track, sampleRateHz);
}

/** One reading for each hop, over a whole period of the tone that is there. */
function readEachHop(track: Track, sampleRateHz: number): Reading[] {
  const hops = track.power.length;
  const around = (hop: number, seconds: number): Reading => {
    const half = Math.max(Math.round(seconds / HOP_SECONDS / 2), 1);
    return readBetween(track, sampleRateHz, Math.max(hop - half, 0), Math.min(hop + half, hops));
  };
  return Array.from({ length: hops }, (_, hop) => {
    const first = around(hop, LEAST_READING_SECONDS);
    const periodSeconds = 1 / Math.max(first.frequencyHz, LOW_HZ);
    return periodSeconds > LEAST_READING_SECONDS ? around(hop, periodSeconds) : first;
  });
}

const agrees = (reading: Reading, frequencyHz: number, meanSquare: number): boolean =>
  reading.coherence >= LEAST_COHERENCE &&
  Math.abs(reading.frequencyHz - frequencyHz) <= FREQUENCY_TOLERANCE * frequencyHz &&
  Math.abs(10 * Math.log10(reading.meanSquare / meanSquare)) <= LEVEL_TOLERANCE_DB;

/**
 * The same stretch with its ends where the tone itself begins and ends: readings over a whole period shorten a bass tone by about half a one on
 * either side.
 */
function extend(samples: Float64Array, sampleRateHz: number, stretch: SteadyStretch): SteadyStretch {
  const { startFrame, frames, frequencyHz } = stretch;
  const period = sampleRateHz / frequencyHz;
  if (period < LEAST_READING_SECONDS * sampleRateHz || frames < LEAST_PERIODS * period) return stretch;
  const refinedHz = refineHarmonicFrequency(samples, startFrame, frames, sampleRateHz, frequencyHz, 1);
  const fit = fitHarmonics(samples, startFrame, frames, sampleRateHz, refinedHz, 1, 0);
  const amplitude = Math.hypot(fit.cosines[0], fit.sines[0]);
  let worst = 0;
  for (const value of residualOf(samples, sampleRateHz, fit)) worst = Math.max(worst, Math.abs(value));
  const limit = 1.25 * worst + EDGE_TOLERANCE * amplitude;
  const omega = (2 * Math.PI * refinedHz) / sampleRateHz;
  const belongs = (frame: number): boolean => {
    if (frame < 0 || frame >= samples.length) return false;
    const m = frame - fit.middle;
    const wave = fit.mean[0] + fit.cosines[0] * Math.cos(omega * m) + fit.sines[0] * Math.sin(omega * m);
    return Math.abs(samples[frame] - wave) <= limit;
  };
  let first = startFrame;
  while (startFrame - first < period && belongs(first - 1)) first--;
  let end = startFrame + frames;
  while (end - startFrame - frames < period && belongs(end)) end++;
  return { ...stretch, startFrame: first, frames: end - first, frequencyHz: refinedHz };
}

/**
 * The stretches of a capture (or of what was played) in which one tone stands still: from frequency and level of the analytic signal, millisecond by
 * millisecond. Needs neither what was played nor any latency; clocks may differ. A tone must last 20 ms and two periods, lie between 15 Hz and 23 kHz
 * (or 0.47 fs), and stand some 10 dB over what else there is; level steps under 0.2 dB at one frequency are not told apart.
 * @param samples any unit
 * @returns ascending in time; ends are good to a few milliseconds
 */
export function steadyStretches(samples: Float64Array, sampleRateHz: number): SteadyStretch[] {
  const track = trackOf(samples, sampleRateHz);
  const readings = readEachHop(track, sampleRateHz);
  const loudest = readings.reduce((most, { meanSquare }) => Math.max(most, meanSquare), 0);
  const stretches: SteadyStretch[] = [];
  let hop = 0;
  while (hop < readings.length) {
    const start = hop;
    const { frequencyHz, meanSquare, coherence } = readings[start];
    hop = start + 1;
    if (coherence < LEAST_COHERENCE || frequencyHz < LOW_HZ || meanSquare < FLOOR_RATIO ** 2 * loudest) continue;
    // The run's own mean is what its next hop must agree with, so a slow drift ends it and noise does not
    let mean = readings[start];
    const sums = { hops: 0, square: 0, re: 0, im: 0 };
    addHop(sums, track, start);
    while (hop < readings.length && agrees(readings[hop], mean.frequencyHz, mean.meanSquare)) {
      addHop(sums, track, hop);
      hop++;
      mean = readingOf(sums, track, sampleRateHz);
    }
    const seconds = (hop - start) * HOP_SECONDS;
    if (seconds < Math.max(LEAST_SECONDS, LEAST_CYCLES / mean.frequencyHz)) {
      hop = start + 1;
      continue;
    }
    const trim = Math.min(Math.floor((hop - start) / 4), 5);
    const middle = readBetween(track, sampleRateHz, start + trim, hop - trim);
    const found = {
      startFrame: start * track.hopFrames,
      frames: (hop - start) * track.hopFrames,
      frequencyHz: middle.frequencyHz,
      rms: Math.sqrt(middle.meanSquare),
    };
    stretches.push(extend(samples, sampleRateHz, found));
  }
  return stretches;
}
