import type { Figure } from '../../result/figure.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { buildSteppedTones } from '../../signal/steppedTones.ts';
import { dbFromRatio } from '../../units/decibel.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition, StimulusBench } from '../analysis.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { leftOutSeconds } from '../stepped/locateSteps.ts';
import { readStaircase, type Staircase } from '../stepped/readStaircase.ts';
import { ratioSteps } from '../thdn-vs-frequency/stimulus.ts';

const TONE_HZ = 997;
const LOWEST_DB = -60;
const LEVELS = 13;
const FREQUENCIES = 10;
const TONE_SECONDS = 0.2;
const LEAST_PERIODS = 6;
/** Steps within this of the tone's frequency make up the curve against level. */
const SAME_FREQUENCY = 1e-3;

interface BalancePoint {
  readonly frequencyHz: number;
  /** Of channel 1. */
  readonly levelRms: number;
  readonly ratio: number;
  /** k = 2. */
  readonly uncertainty: number;
}

/** One channel's level re channel 1 at every step; null where one of them is silent. */
function balancePoints({ steps, tones }: Staircase, channel: number): BalancePoint[] | null {
  const first = tones[0];
  const own = tones[channel];
  if (first === null || own === null) return null;
  return steps.map(({ frequencyHz }, index) => {
    const ratio = own[index].fundamentalRms / first[index].fundamentalRms;
    const relative = Math.hypot(
      own[index].fundamentalUncertainty / own[index].fundamentalRms,
      first[index].fundamentalUncertainty / first[index].fundamentalRms,
    );
    return { frequencyHz, levelRms: first[index].fundamentalRms, ratio, uncertainty: relative * ratio };
  });
}

/** Level of each channel re channel 1, against level and frequency; the figure is that of the loudest tone at 997 Hz. docs/spec/channel-balance.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const kind = 'channel-balance';
  const staircase = readStaircase(input, settings, kind);
  const { capture, tones, clock } = staircase;
  const { sampleRateHz } = capture;
  const scale = amplitudeScale(capture.unit);
  const definitionId = 'channel-balance.re-channel-1';
  const toneHz = settings.frequencyHz ?? TONE_HZ;
  return {
    kind,
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId,
    channels: tones.map((_, index): ChannelAnalysis => {
      const channel = index + 1;
      const points = balancePoints(staircase, index);
      if (points === null)
        return silentChannel(channel, [{ id: 'channel-balance', unit: 'ratio' }], definitionId, { sampleRateHz });
      const nearest = points.reduce((best, each) =>
        Math.abs(each.frequencyHz - toneHz) < Math.abs(best.frequencyHz - toneHz) ? each : best,
      );
      const isTone = ({ frequencyHz }: BalancePoint): boolean =>
        Math.abs(frequencyHz / nearest.frequencyHz - 1) < SAME_FREQUENCY;
      const byLevel = points.filter(isTone);
      const loudest = byLevel.reduce((most, each) => (each.levelRms > most.levelRms ? each : most));
      const byFrequency = points.filter((point) => point === loudest || !isTone(point));
      const figures: Record<string, Figure> = {};
      // Channel 1 is what the others are compared with
      if (index > 0)
        figures['channel-balance'] = makeFigure({
          id: 'channel-balance',
          channel: `${channel}`,
          value: loudest.ratio,
          unit: 'ratio',
          parts: [{ source: 'repeatability', value: loudest.uncertainty }],
          definitionId,
          conditions: { frequencyHz: loudest.frequencyHz, sampleRateHz },
          dbReference: 'channel-1',
        });
      return {
        channel,
        figures,
        curves: {
          'balance-vs-level': {
            levelsRms: byLevel.map(({ levelRms }) => levelRms * scale.perRms),
            balancesDb: byLevel.map(({ ratio }) => dbFromRatio(ratio)),
            uncertaintiesDb: byLevel.map(({ ratio, uncertainty }) => dbFromRatio(1 + uncertainty / ratio)),
          },
          'balance-vs-frequency': {
            frequenciesHz: byFrequency.map(({ frequencyHz }) => frequencyHz),
            balancesDb: byFrequency.map(({ ratio }) => dbFromRatio(ratio)),
            uncertaintiesDb: byFrequency.map(({ ratio, uncertainty }) => dbFromRatio(1 + uncertainty / ratio)),
          },
        },
        flags: [],
      };
    }),
    clock,
    integrity: [],
  };
}

/** Tones of full level from 20 kHz down to 20 Hz, then 997 Hz from full level down. */
function stimulus(settings: MeasureSettings, { sampleRateHz, levelVoltsRms, channelCount }: StimulusBench) {
  const { frequencyHz = TONE_HZ, lowestDb = LOWEST_DB, points = LEVELS, seconds = TONE_SECONDS } = settings;
  const tone = (hz: number, db: number) => ({
    frequencyHz: hz,
    voltsRms: levelVoltsRms * 10 ** (db / 20),
    seconds: leftOutSeconds(hz) + Math.max(seconds, LEAST_PERIODS / hz),
  });
  const frequenciesHz =
    settings.frequenciesHz ?? ratioSteps(20, Math.min(20_000, 0.45 * sampleRateHz), FREQUENCIES).reverse();
  const levels = Array.from({ length: points }, (_, index) => tone(frequencyHz, (lowestDb * index) / (points - 1)));
  const { samples } = buildSteppedTones(sampleRateHz, [...frequenciesHz.map((hz) => tone(hz, 0)), ...levels]);
  return [{ role: 'main' as const, channels: Array.from({ length: channelCount }, () => samples) }];
}

export const channelBalance: KindDefinition = {
  kind: 'channel-balance',
  title: 'Channel balance against level and frequency',
  options: ['frequencyHz', 'frequenciesHz', 'lowestDb', 'points', 'seconds'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 2,
  stimulus,
  analyze,
};
