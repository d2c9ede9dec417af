import { binPower, lineSpectrum } from './lineSpectrum.ts';
import { fitHarmonics, residualOf } from './fitHarmonics.ts';
import {
  addHop,
  HOP_SECONDS,
  LEAST_READING_SECONDS,
  LOW_HZ,
  readBetween,
  readEachHop,
  readingOf,
  toneTrack,
  type ToneReading,
} from './toneTrack.ts';
import { LEAST_PERIODS, refineHarmonicFrequency } from './refineHarmonicFrequency.ts';

/** A stretch in which one tone stands still. */
export interface SteadyStretch {
  readonly startFrame: number;
  readonly frames: number;
  /** Good to 100 ppm of itself, or to 1/(2T) under noise: to start a finer search. */
  readonly frequencyHz: number;
  /** Rms of all that lies between 16 Hz and 23 kHz. */
  readonly rms: number;
}

const FREQUENCY_TOLERANCE = 0.01;
const LEVEL_TOLERANCE_DB = 0.2;
/** Of a tone in noise: frequency readings come from neighbours in time and scatter by several times as much as levels. */
const WIDEST_FREQUENCY_TOLERANCE = 0.1;
/** Degrees of freedom of noise in the least reading: 4 ms of 24 kHz, twice. */
const READING_DEGREES = 192;
const NOISE_DEVIATIONS = 6;
/** Ends of a run that differ from its middle by less are no ramp. */
const LEVEL_RIPPLE_DB = 0.01;
/** |Σ z[n+d] z*[n]| / Σ|z|² of a tone; of noise over the whole band it is near 0. */
const LEAST_COHERENCE = 0.9;
const LEAST_SECONDS = 0.02;
const LEAST_CYCLES = 2;
/** Nothing this far under the loudest millisecond is a tone. */
const FLOOR_RATIO = 1e-7;
/** A run in which so much is no tone (as a share of power) has its frequency read from its transform. */
const NOISY = 1e-5;
/** Half width of a window tapered throughout, in bins of 1/T, and the longest stretch that is transformed. */
const LOBE_BINS = 7.2;
const MOST_PEAK_FRAMES = 2 ** 17;
/** How far from a bass tone's own wave, re its peak, a sample may be and still belong to it. */
const EDGE_TOLERANCE = 0.005;

/**
 * Whether a reading belongs to a run: within the tolerances, and what noise may do to a reading besides.
 * @param coherence mean of the run's readings, each over a few milliseconds: that of the whole run would fall in a sweep too
 */
function agrees(reading: ToneReading, { frequencyHz, meanSquare }: ToneReading, coherence: number): boolean {
  const noise = Math.sqrt(Math.max(1 - coherence, 0) / READING_DEGREES);
  const frequencyTolerance = Math.min(FREQUENCY_TOLERANCE + 10 * noise, WIDEST_FREQUENCY_TOLERANCE);
  const levelToleranceDb = LEVEL_TOLERANCE_DB + NOISE_DEVIATIONS * (20 / Math.LN10) * noise;
  return (
    reading.coherence >= LEAST_COHERENCE &&
    Math.abs(reading.frequencyHz - frequencyHz) <= frequencyTolerance * frequencyHz &&
    Math.abs(10 * Math.log10(reading.meanSquare / meanSquare)) <= levelToleranceDb
  );
}

/**
 * Frequency of the strongest line near a reading's, which noise pulls towards the middle of the band: by 2 % for a tone of 1 kHz 20 dB over the noise.
 */
function strongestNear(
  samples: Float64Array,
  sampleRateHz: number,
  startFrame: number,
  frames: number,
  nearHz: number,
): number {
  const length = Math.min(frames, MOST_PEAK_FRAMES);
  const lobeHz = (LOBE_BINS * sampleRateHz) / length;
  const highestHz = Math.min(nearHz * (1 + WIDEST_FREQUENCY_TOLERANCE) + lobeHz, sampleRateHz / 2);
  const spectrum = lineSpectrum(samples, startFrame, length, sampleRateHz, lobeHz, highestHz);
  const { binWidthHz, binCount } = spectrum;
  let best = Math.max(Math.floor((nearHz * (1 - WIDEST_FREQUENCY_TOLERANCE)) / binWidthHz), 1);
  for (let bin = best; bin < binCount; bin++) if (binPower(spectrum, bin) > binPower(spectrum, best)) best = bin;
  return best * binWidthHz;
}

/** A run of readings without the ends whose level differs from the middle's by more than the middle's own readings do: a ramp to a level close by. */
function trimRamps(readings: readonly ToneReading[], start: number, end: number): { start: number; end: number } {
  const quarter = (end - start) >> 2;
  const middle = readings.slice(start + quarter, end - quarter);
  const centre = middle.reduce((sum, { meanSquare }) => sum + meanSquare, 0) / middle.length;
  const deviationDb = ({ meanSquare }: ToneReading): number => Math.abs(10 * Math.log10(meanSquare / centre));
  const limitDb = middle.reduce((most, reading) => Math.max(most, 1.5 * deviationDb(reading)), LEVEL_RIPPLE_DB);
  let first = start;
  while (first < start + quarter && deviationDb(readings[first]) > limitDb) first++;
  let last = end;
  while (last > end - quarter && deviationDb(readings[last - 1]) > limitDb) last--;
  return { start: first, end: last };
}

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
 * millisecond. Needs neither what was played nor any latency; clocks may differ. A tone must last 20 ms and two periods, lie between 16 Hz and 23 kHz
 * (or 0.47 fs), and stand some 10 dB over what else there is; level steps under 0.2 dB at one frequency (more under noise) are not told apart.
 * @param samples any unit
 * @returns ascending in time; ends are good to a few milliseconds
 */
export function steadyStretches(samples: Float64Array, sampleRateHz: number): SteadyStretch[] {
  const track = toneTrack(samples, sampleRateHz);
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
    let coherences = coherence;
    while (hop < readings.length && agrees(readings[hop], mean, coherences / sums.hops)) {
      addHop(sums, track, hop);
      coherences += readings[hop].coherence;
      hop++;
      mean = readingOf(sums, track, sampleRateHz);
    }
    const seconds = (hop - start) * HOP_SECONDS;
    if (seconds < Math.max(LEAST_SECONDS, LEAST_CYCLES / mean.frequencyHz)) {
      hop = start + 1;
      continue;
    }
    const run = trimRamps(readings, start, hop);
    const trim = Math.min(Math.floor((run.end - run.start) / 4), 5);
    const middle = readBetween(track, sampleRateHz, run.start + trim, run.end - trim);
    const startFrame = run.start * track.hopFrames;
    const frames = (run.end - run.start) * track.hopFrames;
    const found = {
      startFrame,
      frames,
      frequencyHz:
        middle.coherence > 1 - NOISY
          ? middle.frequencyHz
          : strongestNear(samples, sampleRateHz, startFrame, frames, middle.frequencyHz),
      rms: Math.sqrt(middle.meanSquare),
    };
    stretches.push(extend(samples, sampleRateHz, found));
  }
  return stretches;
}
