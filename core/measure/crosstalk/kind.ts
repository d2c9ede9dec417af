import { AmpbenchError } from '../../errors.ts';
import type { Figure, FigureConditions } from '../../result/figure.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import { multitone, multitoneDesign } from '../../signal/multitone.ts';
import { fadeEnds, RAMP_SECONDS } from '../../signal/ramp.ts';
import { sine } from '../../signal/sine.ts';
import { dbFromRatio } from '../../units/decibel.ts';
import type { AnalysisInput, ChannelAnalysis, CurveColumns, KindDefinition, StimulusBench } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { bandName, checkBand } from '../checkBand.ts';
import type { MeasureSettings } from '../settings.ts';
import { checkFrequency } from '../checkFrequency.ts';
import { analyzeCrosstalk, type CrosstalkPoint, type CrosstalkReading } from './analyze.ts';
import { findDirections } from './directions.ts';

const DEFAULT_SECONDS = 3;
/** Silence between two channels' turns: what rings on must not count as the next one's. */
const PAUSE_SECONDS = 0.25;
const DEFAULT_BAND_HZ: readonly [number, number] = [20, 20_000];
/** Where the single figure is read when nothing is said. */
const DEFAULT_FREQUENCY_HZ = 1000;

/** What one channel receives from one that is driven. */
interface Received {
  readonly from: number;
  readonly isAlone: boolean;
  readonly reading: CrosstalkReading;
}

/** Channel separation both ways, at the tone and broadband. docs/spec/crosstalk.md. */
export const crosstalk: KindDefinition = {
  kind: 'crosstalk',
  title: 'Crosstalk between channels',
  options: ['frequencyHz', 'seconds', 'bandHz', 'drivenChannel', 'timeReferenceChannel'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 2,
  stimulus: (settings, bench) => [{ role: 'main', channels: inTurn(settings, bench) }],
  analyze: (input, settings) => {
    const { sampleRateHz, channels } = captureOf(input, 'main', 'crosstalk');
    checkBand(bandOf(settings), sampleRateHz, 'crosstalk');
    const received = receivedByChannel(input, settings);
    return {
      kind: 'crosstalk',
      schemaVersion: 1,
      sampleRateHz,
      frames: channels[0].length,
      definitionId: 'crosstalk.selective.re-driven-channel',
      channels: channels.flatMap((_, channel) =>
        channel + 1 === settings.timeReferenceChannel
          ? []
          : [channelAnalysis(channel, received.get(channel) ?? [], settings, sampleRateHz)],
      ),
      clock: null,
      integrity: [],
    };
  },
};

/** Each channel's turn: the multitone, or one tone where a frequency is asked for; the others are silent. */
function inTurn(
  { frequencyHz, seconds = DEFAULT_SECONDS }: MeasureSettings,
  { sampleRateHz, channelCount, levelVoltsRms }: StimulusBench,
): readonly Float64Array[] {
  const frames = Math.round(seconds * sampleRateHz);
  const design = multitoneDesign(sampleRateHz, 'all');
  const highestHz = frequencyHz ?? design.frequenciesHz[design.frequenciesHz.length - 1];
  checkFrequency(highestHz, sampleRateHz, 'the highest tone', 'crosstalk');
  const turn =
    frequencyHz === undefined
      ? multitone(design, frames, levelVoltsRms * Math.SQRT2)
      : sine(sampleRateHz, frames, frequencyHz, levelVoltsRms);
  fadeEnds(turn, Math.ceil(RAMP_SECONDS * sampleRateHz));
  const step = frames + Math.round(PAUSE_SECONDS * sampleRateHz);
  return Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float64Array(step * channelCount);
    samples.set(turn, channel * step);
    return samples;
  });
}

function receivedByChannel(input: AnalysisInput, settings: MeasureSettings): ReadonlyMap<number, readonly Received[]> {
  const { drivenChannel, timeReferenceChannel } = settings;
  const { sampleRateHz, channels } = captureOf(input, 'main', 'crosstalk');
  if (drivenChannel !== undefined && drivenChannel > channels.length)
    throw new AmpbenchError(
      'usage',
      'driven-channel',
      `drivenChannel is ${drivenChannel} but must be one of ${channels.length} channels in crosstalk`,
      { drivenChannel, channels: channels.length },
    );
  const measured = Array.from(channels.keys()).filter((channel) => channel + 1 !== timeReferenceChannel);
  const place = drivenChannel === undefined ? null : measured.indexOf(drivenChannel - 1);
  const directions = findDirections(
    measured.map((channel) => channels[channel]),
    sampleRateHz,
    input.reference,
    place,
  );
  const received = new Map<number, Received[]>(measured.map((channel) => [channel, []]));
  for (const { channel: driver, stretch, tones, isAlone } of directions) {
    const from = measured[driver];
    const receivers = measured.filter((channel) => channel !== from);
    const readings = analyzeCrosstalk(
      channels[from],
      receivers.map((channel) => channels[channel]),
      sampleRateHz,
      stretch,
      tones,
      bandOf(settings),
    );
    for (const [index, channel] of receivers.entries())
      received.get(channel)?.push({ from, isAlone, reading: readings[index] });
  }
  return received;
}

const bandOf = ({ bandHz }: MeasureSettings): readonly [number, number] => bandHz ?? DEFAULT_BAND_HZ;

const nearestTo = (points: readonly CrosstalkPoint[], frequencyHz: number): CrosstalkPoint | null =>
  points.reduce<CrosstalkPoint | null>(
    (best, point) =>
      best === null ||
      Math.abs(Math.log(point.frequencyHz / frequencyHz)) < Math.abs(Math.log(best.frequencyHz / frequencyHz))
        ? point
        : best,
    null,
  );

function channelAnalysis(
  channel: number,
  received: readonly Received[],
  settings: MeasureSettings,
  sampleRateHz: number,
): ChannelAnalysis {
  // Of several drivers the worst stands for the channel
  const worst = received.reduce<{ readonly source: Received; readonly point: CrosstalkPoint | null } | null>(
    (most, source) => {
      const point = nearestTo(source.reading.points, settings.frequencyHz ?? DEFAULT_FREQUENCY_HZ);
      return most === null || (point?.ratio ?? 0) > (most.point?.ratio ?? 0) ? { source, point } : most;
    },
    null,
  );
  const conditions: FigureConditions = {
    sampleRateHz,
    ...(worst === null ? {} : { channelsDriven: [String(worst.source.from + 1)] }),
  };
  const selective = selectiveFigure(channel, worst?.point ?? null, conditions);
  const broadband = broadbandFigure(channel, worst?.source ?? null, {
    ...conditions,
    bandHz: bandOf(settings),
  });
  return {
    channel: channel + 1,
    figures: { [selective.id]: selective, [broadband.id]: broadband },
    curves: worst === null || worst.point === null ? {} : { crosstalk: curveOf(worst.source.reading.points) },
    flags: [...selective.flags],
  };
}

function selectiveFigure(channel: number, point: CrosstalkPoint | null, conditions: FigureConditions): Figure {
  const identity = {
    id: 'crosstalk',
    channel: String(channel + 1),
    unit: 'ratio' as const,
    definitionId: 'crosstalk.selective.re-driven-channel',
    conditions: point === null ? conditions : { ...conditions, frequencyHz: point.frequencyHz },
  };
  if (point === null) return absentFigure(identity, 'no-stimulus', 'No other channel is driven with a tone.');
  if (point.ratio === 0) return absentFigure(identity, 'silence', 'The channel holds nothing but zeros.');
  return makeFigure({
    ...identity,
    value: point.ratio,
    parts: [{ source: 'repeatability', value: point.uncertainty }],
    flags: point.isBound ? ['below-noise'] : [],
    dbReference: 'driven-channel',
    ...(point.isBound ? { bound: '<' as const } : {}),
  });
}

function broadbandFigure(channel: number, source: Received | null, conditions: FigureConditions): Figure {
  const identity = {
    id: 'crosstalk-broadband',
    channel: String(channel + 1),
    unit: 'ratio' as const,
    definitionId: `crosstalk.broadband.${bandName(conditions.bandHz ?? DEFAULT_BAND_HZ)}.re-driven-channel`,
    conditions,
  };
  if (source === null) return absentFigure(identity, 'no-stimulus', 'No other channel is driven.');
  if (!source.isAlone)
    return absentFigure(
      identity,
      'all-driven',
      'The channel plays tones of its own, so only single tones of the other can be read.',
    );
  const { broadbandRatio, broadbandUncertainty } = source.reading;
  if (broadbandRatio === 0) return absentFigure(identity, 'silence', 'The channel holds nothing but zeros.');
  return makeFigure({
    ...identity,
    value: broadbandRatio,
    parts: [{ source: 'repeatability', value: broadbandUncertainty }],
    dbReference: 'driven-channel',
  });
}

/** `isBound` 1: under the noise, the ratio is an upper bound. */
function curveOf(points: readonly CrosstalkPoint[]): CurveColumns {
  const heard = points.filter(({ ratio }) => ratio > 0);
  return {
    frequenciesHz: heard.map(({ frequencyHz }) => frequencyHz),
    ratiosDb: heard.map(({ ratio }) => dbFromRatio(ratio)),
    uncertaintiesDb: heard.map(({ ratio, uncertainty }) => dbFromRatio(1 + uncertainty / ratio)),
    isBound: heard.map(({ isBound }) => (isBound ? 1 : 0)),
  };
}
