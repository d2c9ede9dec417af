import { steadyStretches } from '../../dsp/steadyStretches.ts';
import { AmpbenchError } from '../../errors.ts';
import type { Figure } from '../../result/figure.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { buildSteppedTones } from '../../signal/steppedTones.ts';
import type { Weighting } from '../../standards/weighting.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, Capture, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { bandName, checkBand } from '../checkBand.ts';
import { analyzeNoise } from '../noise/analyze.ts';
import { densityCurve } from '../noise/densityCurve.ts';
import { noiseFigures } from '../noise/noiseFigures.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';

const TONE_HZ = 997;
/** The tone's level re maximum, after AES17. */
const TONE_DB = -60;
const SECONDS = 4;
/** Left out at either end of the tone: ramps and settling. */
const GUARD_SECONDS = 0.03;

const DYNAMIC_RANGES: readonly { readonly id: string; readonly weighting: Weighting; readonly name: string }[] = [
  { id: 'dynamic-range', weighting: 'ccir-rms', name: 'ccir-rms' },
  { id: 'dynamic-range-a', weighting: 'a', name: 'a' },
];

/** The longest steady tone that any channel holds. */
function findTone({ channels, sampleRateHz }: Capture): { startFrame: number; frames: number; frequencyHz: number } {
  const guard = Math.round(GUARD_SECONDS * sampleRateHz);
  const longest = channels
    .flatMap((samples) => steadyStretches(samples, sampleRateHz))
    .reduce<{ startFrame: number; frames: number; frequencyHz: number } | null>(
      (most, stretch) => (most !== null && most.frames >= stretch.frames ? most : stretch),
      null,
    );
  if (longest === null || longest.frames <= 4 * guard)
    throw new AmpbenchError(
      'data',
      'no-tone',
      'no tone stands still for 0.12 s in the capture of dynamic-range',
      {},
      'Play 997 Hz at 60 dB under full level while recording.',
    );
  return { ...longest, startFrame: longest.startFrame + guard, frames: longest.frames - 2 * guard };
}

/** Maximum level over what is left of a −60 dB tone when the tone is taken out, after AES17. docs/spec/dynamic-range.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const kind = 'dynamic-range';
  const capture = captureOf(input, 'main', kind);
  const { sampleRateHz } = capture;
  const bandHz = checkBand(settings.bandHz ?? [20, 20_000], sampleRateHz, kind);
  const scale = amplitudeScale(capture.unit);
  const tone = findTone(capture);
  const fullLevelFrom = settings.fullLevelRms === undefined ? 'tone-plus-60db' : 'full-level';
  const definitionId = `${kind}.${fullLevelFrom}.${bandName(bandHz)}`;
  const conditions = { bandHz, sampleRateHz, frequencyHz: tone.frequencyHz };
  return {
    kind,
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId,
    channels: capture.channels.map((samples, index): ChannelAnalysis => {
      const channel = index + 1;
      const noise = analyzeNoise(samples, tone.startFrame, tone.frames, sampleRateHz, bandHz, tone.frequencyHz);
      const fullLevel = settings.fullLevelRms ?? (noise.toneRms ?? 0) * scale.perRms * 10 ** (-TONE_DB / 20);
      if (fullLevel === 0 || noise.weighted.unweighted.rms === 0)
        return silentChannel(
          channel,
          DYNAMIC_RANGES.map(({ id }) => ({ id, unit: 'ratio' })),
          definitionId,
          conditions,
        );
      const ranges = DYNAMIC_RANGES.map(({ id, weighting, name }): [string, Figure] => {
        const { rms, relativeUncertainty } = noise.weighted[weighting];
        const value = fullLevel / (rms * scale.perRms);
        const figure = makeFigure({
          id,
          channel: `${channel}`,
          value,
          unit: 'ratio',
          parts: [{ source: 'repeatability', value: relativeUncertainty * value }],
          definitionId: `${kind}.${name}.${fullLevelFrom}.${bandName(bandHz)}`,
          conditions,
          dbReference: 'max-output',
        });
        return [id, figure];
      });
      return {
        channel,
        figures: {
          ...Object.fromEntries(ranges),
          ...noiseFigures(noise, channel, scale, bandHz, conditions, '.with-tone', []),
        },
        curves: { density: densityCurve(noise.spectrum, bandHz[0], scale.perRms) },
        flags: [],
      };
    }),
    clock: null,
    integrity: [],
  };
}

export const dynamicRange: KindDefinition = {
  kind: 'dynamic-range',
  title: 'Dynamic range with a tone at −60 dB',
  options: ['bandHz', 'seconds', 'fullLevelRms'],
  roles: ['main'],
  reference: 'ignored',
  leastChannels: 1,
  stimulus: ({ seconds = SECONDS }, { sampleRateHz, levelVoltsRms, channelCount }) => {
    const step = {
      frequencyHz: TONE_HZ,
      voltsRms: levelVoltsRms * 10 ** (TONE_DB / 20),
      seconds: seconds + 2 * GUARD_SECONDS,
    };
    const { samples } = buildSteppedTones(sampleRateHz, [step]);
    return [{ role: 'main', channels: Array.from({ length: channelCount }, () => samples) }];
  },
  analyze,
};
