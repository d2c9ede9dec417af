import { AmpbenchError } from '../../errors.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import { buildSteppedTones } from '../../signal/steppedTones.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition, StimulusBench } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import type { MeasureSettings } from '../settings.ts';
import { leftOutSeconds, locateSteps } from '../stepped/locateSteps.ts';
import { analyzeLinearity, type LinearityPoint } from './analyze.ts';

const TONE_HZ = 997;
const LOWEST_DB = -120;
const POINTS = 13;
/** Length of the lowest tone; the others are shorter as they are louder, but no shorter than the least. */
const LOWEST_SECONDS = 6;
const LEAST_SECONDS = 0.5;

/** The point furthest from 1 of those that are known. */
function worstOf(points: readonly LinearityPoint[]): { ratio: number; uncertainty: number; playedDb: number } | null {
  let worst: { ratio: number; uncertainty: number; playedDb: number } | null = null;
  for (const { ratio, uncertainty, playedDb } of points) {
    if (ratio === null || uncertainty === null) continue;
    if (worst === null || Math.abs(Math.log(ratio)) > Math.abs(Math.log(worst.ratio)))
      worst = { ratio, uncertainty, playedDb };
  }
  return worst;
}

/** Gain against level from 0 to −120 dB; the figure is where it is furthest from that at −20 dB. docs/spec/linearity.md. */
function analyze(input: AnalysisInput): Analysis {
  const kind = 'linearity';
  const capture = captureOf(input, 'main', kind);
  const { sampleRateHz } = capture;
  const scale = amplitudeScale(capture.unit);
  const steps = locateSteps(capture, input.reference, kind);
  const { frequencyHz } = steps[0];
  if (steps.some((step) => Math.abs(step.frequencyHz / frequencyHz - 1) > 1e-3))
    throw new AmpbenchError(
      'data',
      'not-one-frequency',
      `the tones of ${kind} must have one frequency but the reference holds others beside ${frequencyHz} Hz`,
      { frequencyHz },
      'Give what was played for this measurement.',
    );
  const definitionId = 'linearity.narrow-band.re-20db';
  const analyses = capture.channels.map((samples) => analyzeLinearity(samples, sampleRateHz, steps));
  return {
    kind,
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId,
    channels: analyses.map(({ points }, index): ChannelAnalysis => {
      const worst = worstOf(points);
      const common = {
        id: 'linearity-error',
        channel: `${index + 1}`,
        unit: 'ratio',
        definitionId,
        conditions: { frequencyHz, sampleRateHz },
      } as const;
      const figure =
        worst === null
          ? absentFigure(common, 'capture-damaged', 'no tone of the stimulus is heard in this channel')
          : makeFigure({
              ...common,
              value: worst.ratio,
              parts: [{ source: 'repeatability', value: worst.uncertainty }],
              flags: ['worst-of-steps'],
              dbReference: 'max-output',
            });
      return {
        channel: index + 1,
        figures: { 'linearity-error': figure },
        curves: {
          linearity: {
            playedDb: points.map(({ playedDb }) => playedDb),
            levelsRms: points.map(({ rms }) => (rms === null ? null : rms * scale.perRms)),
            ratios: points.map(({ ratio }) => ratio),
            uncertainties: points.map(({ uncertainty }) => uncertainty),
          },
        },
        flags: [],
      };
    }),
    clock: analyses[0].clock,
    integrity: [],
  };
}

/** Tones of 997 Hz from full level down, the lower the longer. */
function stimulus(settings: MeasureSettings, { sampleRateHz, levelVoltsRms, channelCount }: StimulusBench) {
  const { frequencyHz = TONE_HZ, lowestDb = LOWEST_DB, points = POINTS, seconds = LOWEST_SECONDS } = settings;
  const steps = Array.from({ length: points }, (_, index) => {
    const db = (lowestDb * index) / (points - 1);
    const record = Math.max(seconds * 10 ** ((lowestDb - db) / 20), Math.min(LEAST_SECONDS, seconds));
    return { frequencyHz, voltsRms: levelVoltsRms * 10 ** (db / 20), seconds: leftOutSeconds(frequencyHz) + record };
  });
  const { samples } = buildSteppedTones(sampleRateHz, steps);
  return [{ role: 'main' as const, channels: Array.from({ length: channelCount }, () => samples) }];
}

export const linearity: KindDefinition = {
  kind: 'linearity',
  title: 'Linearity: gain against level down to −120 dB',
  options: ['frequencyHz', 'lowestDb', 'points', 'seconds'],
  roles: ['main'],
  reference: 'needed',
  leastChannels: 1,
  stimulus,
  analyze,
};
