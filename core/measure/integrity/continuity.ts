import { fitPredictor, predictionError } from '../../dsp/linearPrediction.ts';

/** A place where a signal does not go on as it did. */
export interface Break {
  /** First frame after the break. */
  readonly frame: number;
  /** Last frame that the signal's past does not explain. */
  readonly endFrame: number;
}

export interface Continuity {
  readonly breaks: readonly Break[];
  /** Share of the windows with signal that their own past explains to 40 dB, 0 … 1: near 0 for noise. */
  readonly predictableShare: number;
}

const PREDICTABLE_ERROR = 0.01;
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
export function findBreaks(samples: Float64Array, start: number, end: number): Continuity {
  const from = start + ORDER;
  const windows = Math.floor((end - from) / WINDOW);
  if (windows < 3) return { breaks: [], predictableShare: 0 };
  const errors = new Float64Array(windows * WINDOW);
  const error = new Float64Array(WINDOW);
  const magnitudes = new Float64Array(WINDOW);
  const scatters = new Float64Array(windows);
  const levels = new Float64Array(windows);
  for (let window = 0; window < windows; window++) {
    const at = from + window * WINDOW;
    predictionError(samples, at, WINDOW, fitPredictor(samples, at, WINDOW, ORDER), error);
    errors.set(error, window * WINDOW);
    for (let index = 0; index < WINDOW; index++) magnitudes[index] = Math.abs(error[index]);
    magnitudes.sort();
    scatters[window] = magnitudes[WINDOW >> 1] / 0.6745;
    levels[window] = rms(samples, at, WINDOW);
  }
  const breaks: { frame: number; endFrame: number }[] = [];
  for (let window = 0; window < windows; window++) {
    const near = [Math.max(window - 1, 0), window, Math.min(window + 1, windows - 1)];
    const level = Math.max(...near.map((index) => levels[index]));
    const scatter = Math.max(...near.map((index) => scatters[index]));
    if (!(level > 0) || scatter > LARGEST_ERROR * level) continue;
    const around = levels.subarray(Math.max(window - EDGE_WINDOWS, 0), window + EDGE_WINDOWS + 1);
    const isEdge =
      window < EDGE_WINDOWS || window + EDGE_WINDOWS >= windows || around.some((own) => own < EDGE_LEVEL * level);
    const limit = isEdge
      ? Math.max(EDGE_FACTOR * scatter, LEAST_ERROR_AT_EDGE * level)
      : Math.max(scatter, LEAST_ERROR * level);
    const first = window * WINDOW;
    let sum = 0;
    for (let index = Math.max(first - SUMMED + 1, 0); index < first; index++) sum += errors[index] ** 2;
    for (let index = first; index < first + WINDOW; index++) {
      sum += errors[index] ** 2;
      if (index >= SUMMED) sum -= errors[index - SUMMED] ** 2;
      if (sum < THRESHOLD * limit * limit) continue;
      const last = breaks.at(-1);
      if (last !== undefined && from + index - last.endFrame <= JOINED) last.endFrame = from + index;
      else breaks.push({ frame: from + onset(errors, index, limit), endFrame: from + index });
    }
  }
  const loudest = levels.reduce((most, value) => Math.max(most, value), 0);
  const heard = [...levels.keys()].filter((window) => levels[window] > 0.01 * loudest);
  const predictable = heard.filter((window) => scatters[window] <= PREDICTABLE_ERROR * levels[window]);
  const real = breaks.filter(({ frame, endFrame }) => {
    const before = rms(samples, Math.max(frame - LEVEL_FRAMES, start), Math.min(LEVEL_FRAMES, frame - start));
    const after = rms(samples, endFrame, Math.min(LEVEL_FRAMES, end - endFrame));
    return Math.min(before, after) > LEAST_LEVEL_SHARE * Math.max(before, after);
  });
  return { breaks: real, predictableShare: heard.length === 0 ? 0 : predictable.length / heard.length };
}

/** The first large error among those summed at `index`. */
function onset(errors: Float64Array, index: number, limit: number): number {
  let first = Math.max(index - SUMMED + 1, 0);
  while (first < index && Math.abs(errors[first]) < 5 * limit) first++;
  return first;
}

function rms(samples: Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let index = start; index < start + length; index++) sum += samples[index] * samples[index];
  return Math.sqrt(sum / Math.max(length, 1));
}
