import { nextTransformLength, realFftPlan } from './fft.ts';
import { halfBandResponse, halvingsFor, type HalfBand } from './halfBand.ts';
import { fillHalved, mostHalvings } from './halvedRecord.ts';

/** Where an exponential sweep lies in a signal: it passes f at `originSeconds + rateSeconds · ln f`, f in Hz, from the sweep's own first frame. */
export interface SweepTrack {
  readonly startFrame: number;
  readonly frames: number;
  /** Silence that follows it: its decay can be had for as long. */
  readonly quietFrames: number;
  /** L of sin(2π f1 L e^(t/L)). */
  readonly rateSeconds: number;
  readonly originSeconds: number;
}

/** Group delay is read six times an octave, over ±1/24 octave each. */
const POINTS_PER_OCTAVE = 6;
const HALF_BAND_OCTAVES = 1 / 24;
const LOWEST_HZ = 2;
/** More bins than this around a point tell no more. */
const MOST_HALF_BAND_BINS = 2048;
/** Most sweeps are found by what lies below: the transform is shorter there. */
const SEARCHED_HZ = 10_000;
/** Below this share of the highest sample a signal counts as silent, when it stays there for so long: no sweep above 1 Hz does. */
const SILENCE_SHARE = 1e-3;
const SILENCE_SECONDS = 0.01;
/** Share of the excited points that must lie on the line, and how near: pilots and other tones beside the sweep take a few of them. */
const LEAST_ON_LINE = 0.6;
const ON_LINE_SHARE_OF_RATE = 0.05;

interface DelayPoint {
  readonly logHz: number;
  readonly seconds: number;
  /** Energy density times frequency: an exponential sweep has the same everywhere. */
  readonly flatPower: number;
}

/**
 * Finds the exponential sweep in a signal from the group delay of its spectrum, which rises by L for each factor e of frequency; silence
 * on either side bounds it, so tones before and after do no harm. Good to about 1e-4 of L.
 * @param samples what was played, or a loopback capture of it; latency up to the record's length
 * @returns null where the signal holds no such sweep
 */
export function findSweep(samples: Float64Array, sampleRateHz: number): SweepTrack | null {
  const size = nextTransformLength(samples.length);
  const filters = halvingsFor(SEARCHED_HZ, sampleRateHz, mostHalvings(size));
  const found = filters.length === 0 ? null : trackOf(samples, sampleRateHz, lowDelays(samples, sampleRateHz, filters));
  return found ?? trackOf(samples, sampleRateHz, allDelays(samples, sampleRateHz));
}

/** Group delays over the whole band. */
function allDelays(samples: Float64Array, sampleRateHz: number): DelayPoint[] {
  const plan = realFftPlan(nextTransformLength(samples.length));
  plan.samples.set(samples);
  plan.samples.fill(0, samples.length);
  plan.forward();
  return groupDelays(plan.bins, plan.size, sampleRateHz, 0.49 * sampleRateHz);
}

/** Group delays up to `SEARCHED_HZ`. */
function lowDelays(samples: Float64Array, sampleRateHz: number, filters: readonly HalfBand[]): DelayPoint[] {
  const halvings = 2 ** filters.length;
  const plan = realFftPlan(nextTransformLength(samples.length) / halvings);
  fillHalved(plan.samples, filters, samples);
  plan.forward();
  return groupDelays(plan.bins, plan.size, sampleRateHz / halvings, SEARCHED_HZ).map((point) => ({
    ...point,
    seconds: point.seconds - filterDelaySeconds(filters, Math.exp(point.logHz), sampleRateHz),
  }));
}

/** Over so much of its frequency a filter's phase is taken as straight. */
const DELAY_STEP = 1e-3;

function filterDelaySeconds(filters: readonly HalfBand[], frequencyHz: number, sampleRateHz: number): number {
  let turned = 0;
  for (const [index, filter] of filters.entries()) {
    const radians = (2 ** (index + 1) * Math.PI * frequencyHz) / sampleRateHz;
    const [lowRe, lowIm] = halfBandResponse(filter, radians * (1 - DELAY_STEP));
    const [highRe, highIm] = halfBandResponse(filter, radians * (1 + DELAY_STEP));
    turned += Math.atan2(highIm * lowRe - highRe * lowIm, highRe * lowRe + highIm * lowIm);
  }
  return -turned / (4 * Math.PI * frequencyHz * DELAY_STEP);
}

/** The sweep whose delays rise by L for each factor e; null where there is none. */
function trackOf(samples: Float64Array, sampleRateHz: number, points: readonly DelayPoint[]): SweepTrack | null {
  const powers = points.map((point) => point.flatPower).sort((a, b) => a - b);
  // The sweep's level is that of the upper half of what is excited at all
  const level = powers[Math.floor(0.75 * powers.length)];
  const excited = points.filter((point) => point.flatPower > 0.1 * level && point.flatPower < 10 * level);
  if (excited.length < 2 * POINTS_PER_OCTAVE) return null;
  const rough = medianLine(excited);
  const onLine = excited.filter(
    (point) => Math.abs(point.seconds - rough.at0 - rough.slope * point.logHz) < ON_LINE_SHARE_OF_RATE * rough.slope,
  );
  if (onLine.length < LEAST_ON_LINE * excited.length || onLine.length < 2 * POINTS_PER_OCTAVE) return null;
  // The slowest octaves have the least certain delay
  const upper = onLine.slice(Math.floor(onLine.length / 3));
  const line = leastSquaresLine(upper);
  const secondsAt = (logHz: number): number => line.at0 + line.slope * logHz;
  const { startFrame, endFrame, nextFrame } = boundsInSilence(
    samples,
    sampleRateHz,
    Math.round(secondsAt(onLine[Math.floor(onLine.length / 2)].logHz) * sampleRateHz),
  );
  return {
    startFrame,
    frames: endFrame - startFrame,
    quietFrames: nextFrame - endFrame,
    rateSeconds: line.slope,
    originSeconds: line.at0 - startFrame / sampleRateHz,
  };
}

function groupDelays(spectrum: Float64Array, size: number, sampleRateHz: number, highestHz: number): DelayPoint[] {
  const binHz = sampleRateHz / size;
  const points: DelayPoint[] = [];
  const lowest = Math.max(LOWEST_HZ, 4 * binHz);
  const count = Math.floor(Math.log2(highestHz / lowest) * POINTS_PER_OCTAVE);
  for (let step = 0; step <= count; step++) {
    const frequencyHz = lowest * 2 ** (step / POINTS_PER_OCTAVE);
    const centre = frequencyHz / binHz;
    const first = Math.max(Math.floor(centre * 2 ** -HALF_BAND_OCTAVES), Math.round(centre) - MOST_HALF_BAND_BINS);
    const last = Math.min(
      Math.max(first + 2, Math.ceil(centre * 2 ** HALF_BAND_OCTAVES)),
      Math.round(centre) + MOST_HALF_BAND_BINS,
    );
    let re = 0;
    let im = 0;
    let power = 0;
    for (let bin = first; bin < last; bin++) {
      const a = 2 * bin;
      re += spectrum[a + 2] * spectrum[a] + spectrum[a + 3] * spectrum[a + 1];
      im += spectrum[a + 3] * spectrum[a] - spectrum[a + 2] * spectrum[a + 1];
      power += spectrum[a] * spectrum[a] + spectrum[a + 1] * spectrum[a + 1];
    }
    const turns = -Math.atan2(im, re) / (2 * Math.PI);
    points.push({
      logHz: Math.log(frequencyHz),
      seconds: ((turns < 0 ? turns + 1 : turns) * size) / sampleRateHz,
      flatPower: (power / (last - first)) * frequencyHz,
    });
  }
  return points;
}

interface Line {
  readonly at0: number;
  readonly slope: number;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];

/** Theil and Sen: the median of all slopes; up to 29 % of the points may lie anywhere. */
function medianLine(points: readonly DelayPoint[]): Line {
  const slopes: number[] = [];
  for (let a = 0; a < points.length; a++)
    for (let b = a + 1; b < points.length; b++)
      slopes.push((points[b].seconds - points[a].seconds) / (points[b].logHz - points[a].logHz));
  const slope = median(slopes);
  return { slope, at0: median(points.map((point) => point.seconds - slope * point.logHz)) };
}

function leastSquaresLine(points: readonly DelayPoint[]): Line {
  const n = points.length;
  const meanLog = points.reduce((sum, point) => sum + point.logHz, 0) / n;
  const meanSeconds = points.reduce((sum, point) => sum + point.seconds, 0) / n;
  let cross = 0;
  let square = 0;
  for (const { logHz, seconds } of points) {
    cross += (logHz - meanLog) * (seconds - meanSeconds);
    square += (logHz - meanLog) ** 2;
  }
  const slope = cross / square;
  return { slope, at0: meanSeconds - slope * meanLog };
}

interface Bounds {
  readonly startFrame: number;
  readonly endFrame: number;
  /** Where the silence after it ends. */
  readonly nextFrame: number;
}

/** The stretch around a frame that silence or the record's ends bound. */
function boundsInSilence(samples: Float64Array, sampleRateHz: number, frame: number): Bounds {
  let peak = 0;
  for (let index = 0; index < samples.length; index++) {
    const value = samples[index];
    if (value > peak) peak = value;
    else if (-value > peak) peak = -value;
  }
  const limit = SILENCE_SHARE * peak;
  const needed = Math.ceil(SILENCE_SECONDS * sampleRateHz);
  const middle = Math.min(Math.max(frame, 0), samples.length - 1);
  const endFrame = edgeInSilence(samples, middle, 1, needed, limit) + 1;
  let nextFrame = endFrame;
  while (nextFrame < samples.length && Math.abs(samples[nextFrame]) < limit) nextFrame++;
  return { startFrame: edgeInSilence(samples, middle, -1, needed, limit), endFrame, nextFrame };
}

/** Where the first run of `needed` quiet samples begins, going either way, with half of it: the sweep's fade lies in there. Else the record's end. */
function edgeInSilence(samples: Float64Array, middle: number, step: -1 | 1, needed: number, limit: number): number {
  const most = step === 1 ? samples.length - middle : middle + 1;
  for (let start = 0; start + needed <= most;) {
    // From the far end: a loud sample there rules out all before it
    let quiet = needed - 1;
    while (quiet >= 0 && Math.abs(samples[middle + step * (start + quiet)]) < limit) quiet--;
    if (quiet < 0) return middle + step * (start + needed - 1 - (needed >> 1));
    start += quiet + 1;
  }
  return step === 1 ? samples.length - 1 : 0;
}
