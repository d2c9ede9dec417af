import { makeFigure } from '../../result/makeFigure.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { readStaircase } from '../stepped/readStaircase.ts';
import { frequencyStaircase } from './stimulus.ts';

/** THD+N at every tone of a stepped capture; the figure is the worst of them. docs/spec/stepped-tones.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const kind = 'thdn-vs-frequency';
  const { capture, bandHz, denominator, definition, tones, clock } = readStaircase(input, settings, kind);
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
      const worst = readings.reduce((most, reading) => (reading.thdnRatio > most.thdnRatio ? reading : most));
      const figure = makeFigure({
        id: 'thd-n',
        channel: `${index + 1}`,
        unit: 'ratio',
        definitionId,
        conditions: { bandHz, sampleRateHz, frequencyHz: worst.frequencyHz },
        value: worst.thdnRatio,
        parts: [{ source: 'repeatability', value: worst.thdnUncertainty }],
        flags: ['worst-of-steps'],
        dbReference: denominator,
      });
      return {
        channel: index + 1,
        figures: { 'thd-n': figure },
        curves: {
          [kind]: {
            frequenciesHz: readings.map(({ frequencyHz }) => frequencyHz),
            thdnRatios: readings.map(({ thdnRatio }) => thdnRatio),
            thdnUncertainties: readings.map(({ thdnUncertainty }) => thdnUncertainty),
            thdRatios: readings.map(({ thdRatio }) => thdRatio),
            levelsRms: readings.map(({ fundamentalRms }) => fundamentalRms * scale.perRms),
          },
        },
        flags: [],
      };
    }),
    clock,
    integrity: [],
  };
}

export const thdnVsFrequency: KindDefinition = {
  kind: 'thdn-vs-frequency',
  title: 'THD+N against frequency, stepped',
  options: ['frequenciesHz', 'points', 'seconds', 'bandHz', 'harmonicCount', 'denominator'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => {
    const samples = frequencyStaircase(settings, bench);
    return [{ role: 'main', channels: Array.from({ length: bench.channelCount }, () => samples) }];
  },
  analyze,
};
