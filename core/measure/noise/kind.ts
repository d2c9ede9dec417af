import type { Figure } from '../../result/figure.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { buildSteppedTones } from '../../signal/steppedTones.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition, StimulusBench } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { bandName, checkBand } from '../checkBand.ts';
import { analyzeHum } from '../hum/analyze.ts';
import { humFigure } from '../hum/humFigure.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { awakeNoise } from './awakeNoise.ts';
import { densityCurve } from './densityCurve.ts';
import { idleParts } from './idleParts.ts';
import { NOISE_FIGURES, noiseFigures } from './noiseFigures.ts';

const TONE_HZ = 997;
const TONE_DB = -60;
const TONE_SECONDS = 1.5;
const IDLE_SECONDS = 4;
/** Idle noise under every weighting, its density, hum, and SNR re a full level. docs/spec/noise.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const kind = 'noise';
  const capture = captureOf(input, 'main', kind);
  const { sampleRateHz } = capture;
  const bandHz = checkBand(settings.bandHz ?? [20, 20_000], sampleRateHz, kind);
  const scale = amplitudeScale(capture.unit);
  const parts = idleParts(capture, input.reference);
  const fullLevel = settings.fullLevelRms ?? (capture.unit === 'FS' ? 1 : null);
  return {
    kind,
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId: `noise.${bandName(bandHz)}`,
    channels: capture.channels.map((samples, index): ChannelAnalysis => {
      const channel = index + 1;
      const { noise, isBesideTone, isMuted } = awakeNoise(samples, parts, sampleRateHz, bandHz);
      if (noise.weighted.unweighted.rms === 0)
        return silentChannel(
          channel,
          NOISE_FIGURES.map(({ id }) => ({ id, unit: scale.unit })),
          `noise.${bandName(bandHz)}`,
          { bandHz, sampleRateHz },
        );
      const flags = isMuted ? ['muted-on-silence'] : [];
      const state = isBesideTone ? '.with-tone' : '';
      const figures: Record<string, Figure> = noiseFigures(
        noise,
        channel,
        scale,
        bandHz,
        { sampleRateHz },
        state,
        flags,
      );
      const hum = analyzeHum(samples, parts.idle.startFrame, parts.idle.frames, sampleRateHz, settings.mainsHz ?? null);
      // Digital silence holds none, and no bound in decibels either
      if (hum !== null && hum.rms > 0) figures.hum = humFigure(hum, channel, scale, sampleRateHz);
      if (fullLevel !== null) {
        const { rms, relativeUncertainty } = noise.weighted.unweighted;
        const snr = fullLevel / (rms * scale.perRms);
        figures.snr = makeFigure({
          id: 'snr',
          channel: `${channel}`,
          value: snr,
          unit: 'ratio',
          parts: [{ source: 'repeatability', value: relativeUncertainty * snr }],
          definitionId: `snr.full-level.rms.${bandName(bandHz)}${state}`,
          conditions: { bandHz, sampleRateHz },
          flags,
          dbReference: capture.unit === 'FS' && settings.fullLevelRms === undefined ? 'full-scale-sine' : 'max-output',
        });
      }
      return { channel, figures, curves: { density: densityCurve(noise.spectrum, bandHz[0], scale.perRms) }, flags };
    }),
    clock: null,
    integrity: [],
  };
}

/** A tone 60 dB under full level, which no device mutes, and then silence. */
function stimulus(settings: MeasureSettings, { sampleRateHz, levelVoltsRms, channelCount }: StimulusBench) {
  const step = { frequencyHz: TONE_HZ, voltsRms: levelVoltsRms * 10 ** (TONE_DB / 20), seconds: TONE_SECONDS };
  const { samples: tone } = buildSteppedTones(sampleRateHz, [step]);
  const samples = new Float64Array(tone.length + Math.round((settings.seconds ?? IDLE_SECONDS) * sampleRateHz));
  samples.set(tone);
  return [{ role: 'main' as const, channels: Array.from({ length: channelCount }, () => samples) }];
}

export const noiseKind: KindDefinition = {
  kind: 'noise',
  title: 'Noise: unweighted, A, ITU-R 468, CCIR-RMS, density',
  options: ['bandHz', 'seconds', 'fullLevelRms', 'mainsHz'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus,
  analyze,
};
