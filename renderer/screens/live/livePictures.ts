import type { PointMark } from '../../../core/report/chart.ts';
import { dbvFromVoltsRms } from '../../../core/units/decibel.ts';
import type { LiveFrame, SpectrumPoints } from '../../bridge/liveFrame.ts';
import type { ChartSpec } from '../../charts/chartSpec.ts';
import type { Points } from '../../charts/minMax.ts';
import { text } from '../../text/english.ts';
import type { LevelHistory } from './useLiveFrames.ts';
import { inUnit, type LevelUnit } from './levelUnits.ts';
import { LOWEST_HZ } from './liveDraft.ts';

const words = text.live;

/** Levels of one kind against frequency, as they were stored: rms of lines, volts. */
export interface StoredSpectrum {
  readonly number: number;
  readonly frequenciesHz: Float32Array;
  readonly channels: readonly { readonly name: string; readonly spectrum: SpectrumPoints }[];
}

export type SpectrumUnit = Exclude<LevelUnit, 'V'>;

/** Two points to each place where the lowest and the highest differ, in the unit. */
function levelPoints(
  frequenciesHz: Float32Array,
  { lowest, highest }: SpectrumPoints,
  unit: SpectrumUnit,
  fullScaleVoltsRms: number,
): Points {
  const points = new Float64Array(4 * frequenciesHz.length);
  let count = 0;
  for (let point = 0; point < frequenciesHz.length; point++) {
    points[count++] = frequenciesHz[point];
    points[count++] = inUnit(highest[point], unit, fullScaleVoltsRms);
    if (lowest[point] === highest[point]) continue;
    points[count++] = frequenciesHz[point];
    points[count++] = inUnit(lowest[point], unit, fullScaleVoltsRms);
  }
  return points.subarray(0, count);
}

/** The highest of each place alone: what is held or stored shows its outline, so that what plays now stays readable in front of it. */
const outlineOf = ({ highest }: SpectrumPoints): SpectrumPoints => ({ lowest: highest, highest });

/** Traces are L, R, what is held of each, then what was stored. */
export function spectrumPoints(
  frame: LiveFrame,
  stored: readonly StoredSpectrum[],
  unit: SpectrumUnit,
  fullScaleVoltsRms: number,
): Points[] {
  const { frequenciesHz, channels } = frame;
  const of = (frequencies: Float32Array, points: SpectrumPoints): Points =>
    levelPoints(frequencies, points, unit, fullScaleVoltsRms);
  return [
    ...channels.map(({ spectrum }) => of(frequenciesHz, spectrum)),
    ...channels.flatMap(({ held }) => (held === null ? [] : [of(frequenciesHz, outlineOf(held))])),
    ...stored.flatMap((each) => each.channels.map(({ spectrum }) => of(each.frequenciesHz, outlineOf(spectrum)))),
  ];
}

/** Harmonics of the first channel that stand out of the noise, at their places. */
export function harmonicMarks(frame: LiveFrame, unit: SpectrumUnit, fullScaleVoltsRms: number): PointMark[] {
  const [{ frequencyHz, harmonicRms, harmonicIsBound }] = frame.channels;
  if (frequencyHz === null) return [];
  return harmonicRms.flatMap((rms, index) =>
    rms === 0 || harmonicIsBound[index]
      ? []
      : [{ x: (index + 1) * frequencyHz, y: inUnit(rms, unit, fullScaleVoltsRms), label: String(index + 1) }],
  );
}

const NOTHING = new Float64Array(0);
/** A trace without points; they come with each picture. */
export const trace = (label: string, style: number) => ({ label, style, x: NOTHING, y: NOTHING });

export function spectrumSpec(
  names: readonly string[],
  stored: readonly StoredSpectrum[],
  held: boolean,
  unit: SpectrumUnit,
  highestHz: number,
): ChartSpec {
  const live = names.map((name, index) => trace(name, index));
  const holds = held ? names.map((name, index) => trace(words.held(name), names.length + index)) : [];
  const overlays = stored.flatMap(({ number, channels }, place) =>
    channels.map(({ name }, index) => trace(words.overlay(number, name), 2 * names.length + 2 * place + index)),
  );
  return {
    title: words.spectrum,
    x: { scale: 'log', from: LOWEST_HZ, to: highestHz, title: words.frequencyAxis },
    y: { scale: 'linear', from: -160, to: 20, title: words.levelAxis(unit) },
    traces: [...live, ...holds, ...overlays],
    limits: [],
    marks: [],
  };
}

/** @param halfHeight volts from the middle to each end */
export function scopeSpec(names: readonly string[], milliseconds: number, halfHeight: number): ChartSpec {
  return {
    title: words.scope,
    x: { scale: 'linear', from: 0, to: milliseconds, title: words.timeAxis },
    y: { scale: 'linear', from: -halfHeight, to: halfHeight, title: words.scopeAxis },
    traces: names.map((name, index) => trace(name, index)),
    limits: [],
    marks: [],
  };
}

export function scopePoints({ channels, scopeSeconds, scopeColumns }: LiveFrame): Points[] {
  const step = (1000 * scopeSeconds) / scopeColumns;
  return channels.map(({ scope: { lowest, highest } }) => {
    const points = new Float64Array(4 * scopeColumns);
    let count = 0;
    for (let column = 0; column < scopeColumns; column++) {
      points[count++] = column * step;
      points[count++] = highest[column];
      if (lowest[column] === highest[column]) continue;
      points[count++] = column * step;
      points[count++] = lowest[column];
    }
    return points.subarray(0, count);
  });
}

export const historySpec = (names: readonly string[], fromDbv: number, toDbv: number): ChartSpec => ({
  title: words.history,
  x: { scale: 'linear', from: -60, to: 0, title: words.historyTime },
  y: { scale: 'linear', from: fromDbv, to: toDbv, title: words.historyAxis },
  traces: names.map((name, index) => trace(name, index)),
  limits: [],
  marks: [],
});

/** Every sixth reading: four a second. */
const HISTORY_STEP = 6;

export function historyPoints({ seconds, levels }: LevelHistory): Points[] {
  const now = seconds.at(-1) ?? 0;
  return levels.map((channel) => {
    const points: number[] = [];
    // Counted from the newest, so that a point keeps its readings while it moves
    for (let index = (seconds.length - 1) % HISTORY_STEP; index < seconds.length; index += HISTORY_STEP)
      points.push(seconds[index] - now, Math.max(dbvFromVoltsRms(channel[index]), -400));
    return Float64Array.from(points);
  });
}
