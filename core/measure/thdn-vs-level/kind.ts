import { makeFigure } from '../../result/makeFigure.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { levelStaircase } from '../stepped/levelStaircase.ts';
import { readStaircase } from '../stepped/readStaircase.ts';

const DEFAULTS = { lowestDb: -60, points: 31, seconds: 0.1 };

/** THD+N at every level of a staircase; the figure is the lowest of them, with the level it was found at. docs/spec/stepped-tones.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const kind = 'thdn-vs-level';
  const { capture, bandHz, denominator, definition, steps, tones, clock } = readStaircase(input, settings, kind);
  const { sampleRateHz } = capture;
  const scale = amplitudeScale(capture.unit);
  const definitionId = `${kind}.${definition}`;
  return {
    kind,
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId,
    channels: tones.map((readings, index): ChannelAnalysis => {
      if (readings === null)
        return silentChannel(index + 1, [{ id: 'thd-n', unit: 'ratio' }], definitionId, { bandHz, sampleRateHz });
      const best = readings.reduce((least, reading) => (reading.thdnRatio < least.thdnRatio ? reading : least));
      const figure = makeFigure({
        id: 'thd-n',
        channel: `${index + 1}`,
        unit: 'ratio',
        definitionId,
        conditions: {
          bandHz,
          sampleRateHz,
          frequencyHz: best.frequencyHz,
          ...(capture.unit === 'V' ? { outputVoltsRms: best.totalRms } : {}),
        },
        value: best.thdnRatio,
        parts: [{ source: 'repeatability', value: best.thdnUncertainty }],
        flags: ['best-of-steps'],
        dbReference: denominator,
      });
      return {
        channel: index + 1,
        figures: { 'thd-n': figure },
        curves: {
          [kind]: {
            levelsRms: readings.map(({ totalRms }) => totalRms * scale.perRms),
            playedRms: steps.map(({ playedRms }) => (playedRms === null ? null : playedRms * scale.perRms)),
            thdnRatios: readings.map(({ thdnRatio }) => thdnRatio),
            thdnUncertainties: readings.map(({ thdnUncertainty }) => thdnUncertainty),
            thdRatios: readings.map(({ thdRatio }) => thdRatio),
          },
        },
        flags: [],
      };
    }),
    clock,
    integrity: [],
  };
}

export const thdnVsLevel: KindDefinition = {
  kind: 'thdn-vs-level',
  title: 'THD+N against level, stepped',
  options: ['frequencyHz', 'lowestDb', 'points', 'seconds', 'bandHz', 'harmonicCount', 'denominator'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => levelStaircase(settings, bench, DEFAULTS),
  analyze,
};
