import { delayAt, type TimeBase } from '../../clock/timeBase.ts';
import { cycleWindows, type CycleWindow } from './cycleWindows.ts';
import { fitColumns, fitStep, type SmoothFit } from './steppedFit.ts';

/** A place at which samples of a slow tone or sweep are lost (positive) or too many (negative). */
export interface BassBreak {
  /** Capture frame. */
  readonly frame: number;
  readonly missingFrames: number;
}

/** What came back is averaged to rows that hold the third harmonic; where a step is placed, to so many that they place it to a third of a millisecond. */
const ROWS_PER_CYCLE = 12;
const PLACING_RATE_HZ = 3000;
/** Windows on either side that do not share samples with one, and tell what is usual. */
const SHARED = 3;
const LEAST_AROUND = 3;
const AROUND = 6;
/** What a window leaves, over what is usual there, power: from here on it is looked at; with the step it must be usual again. */
const SUSPECT = 4;
const USUAL_AGAIN = 2.5;
/** Share that a step leaves of what was left without it. */
const LEAST_EXPLAINED = 0.3;
/** A step is one of whole samples, to this much, and no more of them than a cycle's small part. */
const WHOLE = 0.2;
const MOST_FRAMES = 8;
/** Degrees of the polynomials in time that the path's response follows: of the tone itself, its second and its third harmonic. */
const DEGREES = [3, 2, 1] as const;
/** The same of the mean: what a high-pass makes of the stimulus' start dies away within a window or two. */
const MEAN_DEGREE = 5;

/**
 * Lost and repeated samples in the bass of a sweep, which turn the waveform by less than its own past shows at 80 dB. What was played, its derivative, their
 * products up to the third degree (the path's response and distortion), each with a polynomial in time, are fitted to windows of a few cycles; where the fit
 * leaves several times more than in the windows around, a step in time is fitted too. It counts if it is one of whole samples and leaves what is
 * usual. For references that are one slow tone there, up to a 240th of the sample rate; others have no such windows.
 */
export function findBassBreaks(
  reference: Float64Array,
  samples: Float64Array,
  timeBase: TimeBase,
  sampleRateHz: number,
): BassBreak[] {
  const fitted: { readonly window: CycleWindow; readonly rows: WindowRows; readonly fit: SmoothFit }[] = [];
  for (const window of cycleWindows(reference)) {
    const rows = rowsOf(window, reference, samples, timeBase, 0);
    if (rows !== null) fitted.push({ window, rows, fit: fitColumns(columnsOf(rows), rows.heard) });
  }
  const levels = fitted.map(({ fit }) => fit.residual);
  let best: (BassBreak & { readonly explained: number }) | null = null;
  const breaks: BassBreak[] = [];
  for (const [index, { window, rows: coarse, fit: first }] of fitted.entries()) {
    const level = usualLevel(levels, index);
    if (level === null || !(first.residual > SUSPECT * level)) continue;
    const rows = rowsOf(window, reference, samples, timeBase, PLACING_RATE_HZ / sampleRateHz) ?? coarse;
    const fit = fitColumns(columnsOf(rows), rows.heard);
    const usual = (level * coarse.frames) / rows.frames;
    const step = fitStep(fit, changeOf(rows, fit));
    if (step === null) continue;
    const missingFrames = Math.round(step.height);
    const isWhole = missingFrames !== 0 && Math.abs(step.height - missingFrames) < WHOLE;
    const explained = step.residual / fit.residual;
    if (!isWhole || Math.abs(missingFrames) > MOST_FRAMES) continue;
    if (explained > LEAST_EXPLAINED || step.residual > USUAL_AGAIN * usual) continue;
    const found = {
      frame: rows.start + step.row * rows.frames,
      missingFrames,
      explained,
    };
    // Windows that share samples show one break; the one that it explains best holds it
    if (best !== null && rows.start > best.frame) {
      breaks.push({ frame: best.frame, missingFrames: best.missingFrames });
      best = null;
    }
    if (best === null || explained < best.explained) best = found;
  }
  if (best !== null) breaks.push({ frame: best.frame, missingFrames: best.missingFrames });
  return breaks;
}

/** A window in rows of averaged frames. */
interface WindowRows {
  /** Capture frame of the first row. */
  readonly start: number;
  /** Frames of a row. */
  readonly frames: number;
  readonly heard: Float64Array;
  readonly played: Float64Array;
  /** Change of what was played from frame to frame. */
  readonly changes: Float64Array;
}

/** @param leastRate rows per frame at least */
function rowsOf(
  { start, end, cycles }: CycleWindow,
  reference: Float64Array,
  samples: Float64Array,
  timeBase: TimeBase,
  leastRate: number,
): WindowRows | null {
  const cycleRate = (ROWS_PER_CYCLE * cycles) / (end - start);
  const frames = Math.max(1, Math.floor(1 / Math.max(cycleRate, leastRate)));
  const count = Math.floor((end - start) / frames);
  const captured = start + Math.round(delayAt(timeBase, (start + end) / 2));
  if (captured < 0 || captured + count * frames > samples.length || end >= reference.length) return null;
  const heard = new Float64Array(count);
  const played = new Float64Array(count);
  const changes = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const from = row * frames;
    let sum = 0;
    for (let index = captured + from, last = index + frames; index < last; index++) sum += samples[index];
    heard[row] = sum / frames;
    played[row] = reference[start + from + (frames >> 1)];
    changes[row] = (reference[start + from + frames] - reference[start + from]) / frames;
  }
  return { start: captured, frames, heard, played, changes };
}

/** Tone and harmonics in both phases and the mean, each times polynomials in time. */
function columnsOf({ played, changes }: WindowRows): Float64Array {
  const rows = played.length;
  let peak = 0;
  let steepest = 0;
  for (let row = 0; row < rows; row++) {
    peak = Math.max(peak, Math.abs(played[row]));
    steepest = Math.max(steepest, Math.abs(changes[row]));
  }
  const count = 2 * (DEGREES[0] + DEGREES[1] + DEGREES[2] + 3) + MEAN_DEGREE + 1;
  const columns = new Float64Array(count * rows);
  for (let row = 0; row < rows; row++) {
    const x = played[row] / peak;
    const v = changes[row] / steepest;
    const time = (2 * row + 1) / rows - 1;
    let at = row;
    let power = 1;
    for (let degree = 0; degree <= DEGREES[0]; degree++) {
      for (let harmonic = 1; harmonic <= DEGREES.length; harmonic++) {
        if (degree > DEGREES[harmonic - 1]) continue;
        const others = harmonic === 1 ? 1 : harmonic === 2 ? x : x * x;
        columns[at] = power * x * others;
        columns[at + rows] = power * v * others;
        at += 2 * rows;
      }
      power *= time;
    }
    for (let degree = 0, term = 1; degree <= MEAN_DEGREE; degree++, term *= time) columns[at + degree * rows] = term;
  }
  return columns;
}

/** What the fitted waveform changes by from frame to frame. */
function changeOf({ heard, frames }: WindowRows, { residuals }: SmoothFit): Float64Array {
  const smooth = (row: number): number => heard[row] - residuals[row];
  const last = heard.length - 1;
  return heard.map((_, row) => {
    const before = Math.max(row - 1, 0);
    const after = Math.min(row + 1, last);
    return (smooth(after) - smooth(before)) / ((after - before) * frames);
  });
}

/** Middle level of the windows around that share no samples; null where there are too few to tell. */
function usualLevel(levels: readonly number[], index: number): number | null {
  const before = levels.slice(Math.max(index - SHARED - AROUND, 0), Math.max(index - SHARED, 0));
  const after = levels.slice(index + SHARED + 1, index + SHARED + AROUND + 1);
  const around = [...before, ...after].sort((a, b) => a - b);
  return around.length < LEAST_AROUND ? null : around[around.length >> 1];
}
