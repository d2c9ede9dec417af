import type { Figure, FigureConditions } from '../../result/figure.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import { multitone, MULTITONE_COUNT, multitoneDesign } from '../../signal/multitone.ts';
import { fadeEnds, RAMP_SECONDS } from '../../signal/ramp.ts';
import { dbFromRatio } from '../../units/decibel.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Capture, ChannelAnalysis, CurveColumns, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { bandName, checkBand } from '../checkBand.ts';
import { checkFrequency } from '../checkFrequency.ts';
import { analyzeMultitone, type MultitoneReading } from './analyze.ts';
import { multitoneClock } from './clock.ts';
import { playedTones } from './playedTones.ts';

const DEFAULT_SECONDS = 6.5;
const DEFAULT_BAND_HZ: readonly [number, number] = [20, 20_000];
/** Response is relative to the tone nearest to it. */
const REFERENCE_HZ = 1000;

const definitionIdFor = (count: number, bandHz: readonly [number, number]): string =>
  `tdn.multitone-${count}.re-total.${bandName(bandHz)}`;

/** Total distortion and noise of a multitone, and the response at its tones. docs/spec/multitone.md. */
export const multitoneKind: KindDefinition = {
  kind: 'multitone',
  title: 'Multitone: total distortion and noise',
  options: ['seconds', 'bandHz', 'timeReferenceChannel'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: ({ seconds = DEFAULT_SECONDS }, { sampleRateHz, channelCount, levelVoltsRms }) => {
    const design = multitoneDesign(sampleRateHz, 'all');
    checkFrequency(
      design.frequenciesHz[design.frequenciesHz.length - 1],
      sampleRateHz,
      'the highest tone',
      'multitone',
    );
    const samples = multitone(design, Math.round(seconds * sampleRateHz), levelVoltsRms * Math.SQRT2);
    fadeEnds(samples, Math.ceil(RAMP_SECONDS * sampleRateHz));
    return [{ role: 'main', channels: Array.from({ length: channelCount }, () => samples) }];
  },
  analyze: ({ captures, reference }, { bandHz: wantedBandHz = DEFAULT_BAND_HZ, timeReferenceChannel }) => {
    const capture = captureOf({ captures, reference }, 'main', 'multitone');
    const { sampleRateHz, channels } = capture;
    const bandHz = checkBand(wantedBandHz, sampleRateHz, 'multitone');
    const playedByChannel = playedTones(reference, sampleRateHz, channels.length, bandHz);
    const readings = channels.map((samples, index) =>
      index + 1 === timeReferenceChannel
        ? undefined
        : analyzeMultitone(samples, sampleRateHz, playedByChannel[index], bandHz),
    );
    const first = readings.find((reading) => reading !== null && reading !== undefined);
    return {
      kind: 'multitone',
      schemaVersion: 1,
      sampleRateHz,
      frames: channels[0].length,
      definitionId: definitionIdFor(first?.tones.length ?? MULTITONE_COUNT, bandHz),
      channels: readings.flatMap((reading, index) =>
        reading === undefined ? [] : [channelAnalysis(index + 1, reading, bandHz, capture)],
      ),
      clock: first === undefined ? null : multitoneClock(first, sampleRateHz),
      integrity: [],
    };
  },
};

function channelAnalysis(
  channel: number,
  reading: MultitoneReading | null,
  bandHz: readonly [number, number],
  { sampleRateHz, unit }: Capture,
): ChannelAnalysis {
  const scale = amplitudeScale(unit);
  const conditions: FigureConditions = { bandHz, sampleRateHz };
  const identity = { channel: String(channel), conditions };
  if (reading === null) {
    const definitionId = definitionIdFor(MULTITONE_COUNT, bandHz);
    const tdn = absentFigure(
      { ...identity, id: 'tdn', unit: 'ratio', definitionId },
      'no-stimulus',
      'The tones are not in this channel.',
    );
    return { channel, figures: { tdn }, curves: {}, flags: ['no-stimulus'] };
  }
  const definitionId = definitionIdFor(reading.tones.length, bandHz);
  const tdn = makeFigure({
    ...identity,
    id: 'tdn',
    value: reading.tdnRatio,
    unit: 'ratio',
    parts: [
      { source: 'repeatability', value: reading.noiseUncertainty },
      { source: 'method', value: reading.methodUncertainty },
    ],
    definitionId,
    dbReference: 'total',
  });
  const level: Figure = makeFigure({
    ...identity,
    id: 'level',
    value: Math.sqrt(reading.totalMeanSquare) * scale.perRms,
    unit: scale.unit,
    parts: [
      {
        source: 'repeatability',
        value: Math.hypot(...reading.tones.map(({ line }) => line.uncertaintyRms)) * scale.perRms,
      },
    ],
    definitionId: `level.multitone.${bandName(bandHz)}`,
    dbReference: scale.dbReference,
  });
  return {
    channel,
    figures: { tdn, level },
    curves: { response: responseCurve(reading), density: densityCurve(reading, scale.perRms) },
    flags: reading.tones.some(({ line }) => line.isBound) ? ['tone-missing'] : [],
  };
}

/** Each tone's level in the capture over its level as played, re the tone nearest 1 kHz; null where it is under the noise. */
function responseCurve({ tones }: MultitoneReading): CurveColumns {
  const present = tones.filter(({ line }) => !line.isBound);
  const distance = (hz: number): number => Math.abs(Math.log(hz / REFERENCE_HZ));
  const nearest = present.reduce((best, tone) =>
    distance(tone.played.frequencyHz) < distance(best.played.frequencyHz) ? tone : best,
  );
  const reference = nearest.line.rms / nearest.played.rms;
  return {
    frequenciesHz: tones.map(({ played }) => played.frequencyHz),
    magnitudesDb: tones.map(({ line, played }) =>
      line.isBound ? null : dbFromRatio(line.rms / played.rms / reference),
    ),
    uncertaintiesDb: tones.map(({ line }) =>
      line.isBound
        ? null
        : dbFromRatio(1 + Math.hypot(line.uncertaintyRms / line.rms, nearest.line.uncertaintyRms / nearest.line.rms)),
    ),
  };
}

/** Noise and distortion between the tones, rms for each root of a hertz: the unit of the samples, and dB re all that was captured. */
function densityCurve({ residual, totalMeanSquare }: MultitoneReading, perRms: number): CurveColumns {
  return {
    frequenciesHz: residual.frequenciesHz,
    densitiesRmsPerRootHz: residual.densities.map((density) => Math.sqrt(density) * perRms),
    densitiesDb: residual.densities.map((density) => (density > 0 ? 10 * Math.log10(density / totalMeanSquare) : null)),
  };
}
