import { AmpbenchError } from '../../errors.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { analyzeHum } from './analyze.ts';
import { humFigure } from './humFigure.ts';

const SECONDS = 4;

/** Mains hum and its multiples with nothing playing. docs/spec/hum.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const kind = 'hum';
  const capture = captureOf(input, 'main', kind);
  const { sampleRateHz, channels } = capture;
  const frames = channels[0].length;
  const scale = amplitudeScale(capture.unit);
  const definitionId = 'hum.rss.20-multiples';
  return {
    kind,
    schemaVersion: 1,
    sampleRateHz,
    frames,
    definitionId,
    channels: channels.map((samples, index): ChannelAnalysis => {
      const hum = analyzeHum(samples, 0, frames, sampleRateHz, settings.mainsHz ?? null);
      if (hum === null)
        throw new AmpbenchError(
          'data',
          'record-too-short',
          `the capture lasts ${frames / sampleRateHz} s at ${sampleRateHz} Hz but must last 0.45 s at 2200 Hz or more to tell the multiples of the mains apart in hum`,
          { frames, sampleRateHz },
          'Record for longer.',
        );
      if (hum.rms === 0)
        return silentChannel(index + 1, [{ id: 'hum', unit: scale.unit }], definitionId, { sampleRateHz });
      return {
        channel: index + 1,
        figures: { hum: humFigure(hum, index + 1, scale, sampleRateHz) },
        curves: {
          'hum-lines': {
            frequenciesHz: hum.lines.map(({ frequencyHz }) => frequencyHz),
            levelsRms: hum.lines.map(({ rms }) => rms * scale.perRms),
            uncertaintiesRms: hum.lines.map(({ uncertainty }) => uncertainty * scale.perRms),
          },
        },
        flags: [],
      };
    }),
    clock: null,
    integrity: [],
  };
}

export const humKind: KindDefinition = {
  kind: 'hum',
  title: 'Mains hum and its multiples',
  options: ['seconds', 'mainsHz'],
  roles: ['main'],
  reference: 'ignored',
  leastChannels: 1,
  stimulus: ({ seconds = SECONDS }, { sampleRateHz, channelCount }) => {
    const samples = new Float64Array(Math.round(seconds * sampleRateHz));
    return [{ role: 'main', channels: Array.from({ length: channelCount }, () => samples) }];
  },
  analyze,
};
