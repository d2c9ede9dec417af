import { fitPredictor, predictionError } from '../../dsp/linearPrediction.ts';
import { rms, screen, type Screening } from './screening.ts';

/** A place where a signal does not go on as it did. */
export interface Break {
  /** First frame after the break. */
  readonly frame: number;
  /** Last frame that the signal's past does not explain. */
  readonly endFrame: number;
  /** Largest short-time error of the prediction, rms. */
  readonly error: number;
}

export interface Continuity {
  readonly breaks: readonly Break[];
  /** Share of the windows with signal that their own past explains to 40 dB, 0 … 1: near 0 for noise. */
  readonly predictableShare: number;
}

const ORDER = 48;
const WINDOW = 2048;
/** Samples whose errors are summed: a small step stands out by its energy, not by one sample. */
const SUMMED = 16;
/** Sum of squared errors over their variance. Of Gaussian noise, 16 samples reach 105 once in 10¹³. */
const THRESHOLD = 200;
/** Errors under this share of the signal's rms are no break, however well it is predicted: ramps and slow changes leave as much. */
const LEAST_ERROR = 1e-5;
/** The same near silence, where a stimulus begins and ends with a ramp. */
const LEAST_ERROR_AT_EDGE = 2e-3;
const EDGE_FACTOR = 4;
const EDGE_LEVEL = 0.5;
const EDGE_WINDOWS = 2;
const AROUND = [-2, -1, 0, 1, 2] as const;
/** A signal that its own past explains to no better than this tells of no break: noise. */
const LARGEST_ERROR = 0.2;
/** Breaks nearer than this are one. */
const JOINED = 2 * ORDER + 2 * SUMMED;
/** On both sides of a break there must be signal: starts and ends are none. */
const LEAST_LEVEL_SHARE = 0.25;
const LEVEL_FRAMES = 512;

/**
 * Places where a predictable signal (tone, sweep, multitone) breaks: lost or repeated samples, clicks. Each window of 2,048 samples is predicted from its
 * own past by least squares of order 48; a break is a run of errors that noise does not make. Noise and noise-like music are not predictable and
 * show nothing here. Good to some ten samples.
 */
export function findBreaks(samples: Float64Array, start: number, end: number, sampleRateHz: number): Continuity {
  const from = start + ORDER;
  const windows = Math.floor((end - from) / WINDOW);
  if (windows < 3) return { breaks: [], predictableShare: 0 };
  const { suspects, predictableShare } = screen(samples, start, end, sampleRateHz, ORDER, LEAST_ERROR);
  const levels = new Map<number, number>();
  const levelAt = (window: number): number => {
    const known = levels.get(window) ?? rms(samples, from + window * WINDOW, WINDOW);
    levels.set(window, known);
    return known;
  };
  const predicted = new Map<number, PredictedWindow>();
  const predictedAt = (window: number): PredictedWindow => {
    const known = predicted.get(window) ?? predict(samples, from + window * WINDOW);
    predicted.set(window, known);
    return known;
  };
  const breaks: { frame: number; endFrame: number; error: number }[] = [];
  for (const [window, usual] of windowsOf(suspects, from, windows)) {
    const near = [Math.max(window - 1, 0), window, Math.min(window + 1, windows - 1)];
    const level = Math.max(...near.map(levelAt));
    const scatter = Math.max(...near.map((index) => predictedAt(index).scatter));
    if (!(level > 0) || scatter > LARGEST_ERROR * level) continue;
    const isEdge =
      window < EDGE_WINDOWS ||
      window + EDGE_WINDOWS >= windows ||
      AROUND.some((step) => levelAt(window + step) < EDGE_LEVEL * level);
    const limit = isEdge
      ? Math.max(EDGE_FACTOR * scatter, LEAST_ERROR_AT_EDGE * level)
      : Math.max(scatter, LEAST_ERROR * level);
    const { errors } = predictedAt(window);
    const first = from + window * WINDOW;
    // The last errors of the window before it stand ahead of its own
    const joined = new Float64Array(SUMMED + WINDOW);
    if (window > 0) joined.set(predictedAt(window - 1).errors.subarray(WINDOW - SUMMED));
    joined.set(errors, SUMMED);
    let sum = 0;
    for (let index = 1; index < SUMMED; index++) sum += joined[index] ** 2;
    for (let index = SUMMED; index < joined.length; index++) {
      sum += joined[index] ** 2 - joined[index - SUMMED] ** 2;
      if (sum < THRESHOLD * usual * limit * limit) continue;
      const frame = first + index - SUMMED;
      const last = breaks.at(-1);
      const error = Math.sqrt(sum / SUMMED);
      if (last !== undefined && frame - last.endFrame <= JOINED) {
        last.endFrame = frame;
        last.error = Math.max(last.error, error);
      } else breaks.push({ frame: first - SUMMED + onset(joined, index, limit), endFrame: frame, error });
    }
  }
  const real = breaks.filter(({ frame, endFrame }) => {
    const before = rms(samples, Math.max(frame - LEVEL_FRAMES, start), Math.min(LEVEL_FRAMES, frame - start));
    const after = rms(samples, endFrame, Math.min(LEVEL_FRAMES, end - endFrame));
    return Math.min(before, after) > LEAST_LEVEL_SHARE * Math.max(before, after);
  });
  return { breaks: real, predictableShare };
}

interface PredictedWindow {
  readonly errors: Float64Array;
  /** Standard deviation of most errors. */
  readonly scatter: number;
}

function predict(samples: Float64Array, at: number): PredictedWindow {
  const errors = new Float64Array(WINDOW);
  predictionError(samples, at, WINDOW, fitPredictor(samples, at, WINDOW, ORDER), errors);
  const magnitudes = errors.map((error) => Math.abs(error)).sort();
  return { errors, scatter: magnitudes[WINDOW >> 1] / 0.6745 };
}

/** The windows that suspects lie in, ascending, with what is usual there. */
function windowsOf(suspects: Screening['suspects'], from: number, windows: number): [window: number, usual: number][] {
  const found = new Map<number, number>();
  for (const { start, end, usual } of suspects) {
    const last = Math.min(Math.floor((end - 1 - from) / WINDOW), windows - 1);
    for (let window = Math.max(0, Math.floor((start - from) / WINDOW)); window <= last; window++)
      found.set(window, Math.min(usual, found.get(window) ?? Infinity));
  }
  return [...found].sort(([a], [b]) => a - b);
}

/** The first large error among those summed at `index`. */
function onset(errors: Float64Array, index: number, limit: number): number {
  let first = Math.max(index - SUMMED + 1, 0);
  while (first < index && Math.abs(errors[first]) < 5 * limit) first++;
  return first;
}
