import { makeFigure } from '../../result/makeFigure.ts';
import { sine } from '../../signal/sine.ts';
import { fadeEnds, RAMP_SECONDS } from '../../signal/ramp.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { bandName, checkBand } from '../checkBand.ts';
import { densityCurve } from '../noise/densityCurve.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { analyzeSpectrum } from './analyze.ts';

const TONE_HZ = 997;
const SECONDS = 4;
const COLUMNS = 1000;
const LOWEST_HZ = 10;

/** Lines at their level, noise density, and a thinned curve that keeps every peak. docs/spec/spectrum.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const kind = 'spectrum';
  const capture = captureOf(input, 'main', kind);
  const { sampleRateHz, channels } = capture;
  const bandHz = checkBand(settings.bandHz ?? [LOWEST_HZ, sampleRateHz / 2], sampleRateHz, kind);
  const scale = amplitudeScale(capture.unit);
  const definitionId = `spectrum.lines.${bandName(bandHz)}`;
  return {
    kind,
    schemaVersion: 1,
    sampleRateHz,
    frames: channels[0].length,
    definitionId,
    channels: channels.map((samples, index): ChannelAnalysis => {
      const { lines, columns, noise } = analyzeSpectrum(
        samples,
        sampleRateHz,
        Math.max(bandHz[0], 1),
        bandHz[1],
        settings.points ?? COLUMNS,
      );
      const conditions = { bandHz, sampleRateHz };
      if (lines.length === 0 && columns.levels.every((level) => level === 0))
        return silentChannel(index + 1, [{ id: 'level', unit: scale.unit }], definitionId, conditions);
      const [highest] = lines;
      return {
        channel: index + 1,
        figures:
          lines.length === 0
            ? {}
            : {
                level: makeFigure({
                  id: 'level',
                  channel: `${index + 1}`,
                  value: highest.rms * scale.perRms,
                  unit: scale.unit,
                  parts: [{ source: 'method', value: highest.uncertainty * scale.perRms }],
                  definitionId: 'spectrum.highest-line',
                  conditions: { ...conditions, frequencyHz: highest.frequencyHz },
                  dbReference: scale.dbReference,
                }),
              },
        curves: {
          spectrum: {
            frequenciesHz: columns.frequenciesHz,
            levelsRms: columns.levels.map((level) => level * scale.perRms),
          },
          lines: {
            frequenciesHz: lines.map(({ frequencyHz }) => frequencyHz),
            levelsRms: lines.map(({ rms }) => rms * scale.perRms),
            uncertaintiesRms: lines.map(({ uncertainty }) => uncertainty * scale.perRms),
          },
          density: densityCurve(noise, Math.max(bandHz[0], 1), scale.perRms),
        },
        flags: [],
      };
    }),
    clock: null,
    integrity: [],
  };
}

export const spectrumKind: KindDefinition = {
  kind: 'spectrum',
  title: 'Spectrum: lines, density',
  options: ['frequencyHz', 'seconds', 'bandHz', 'points'],
  roles: ['main'],
  reference: 'ignored',
  leastChannels: 1,
  stimulus: ({ frequencyHz = TONE_HZ, seconds = SECONDS }, { sampleRateHz, levelVoltsRms, channelCount }) => {
    const samples = sine(sampleRateHz, Math.round(seconds * sampleRateHz), frequencyHz, levelVoltsRms);
    fadeEnds(samples, Math.ceil(RAMP_SECONDS * sampleRateHz));
    return [{ role: 'main', channels: Array.from({ length: channelCount }, () => samples) }];
  },
  analyze,
};
