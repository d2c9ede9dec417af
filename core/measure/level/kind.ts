import { readTone } from '../../dsp/toneLine.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, ClockEstimate, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { toneFigures } from './figures.ts';
import { toneStimulus } from './stimulus.ts';
import { clockOf, expectTone, placeTones, playedFrequencyHz } from './toneOf.ts';

const DEFINITION_ID = 'level.tone.rms';
const SECONDS = 1.2;

/** Level, frequency and DC of a tone in every channel. docs/spec/level.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const capture = captureOf(input, 'main', 'level');
  const { sampleRateHz } = capture;
  const scale = amplitudeScale(capture.unit);
  const playedHz = playedFrequencyHz(settings.frequencyHz, input.reference);
  const places = placeTones(capture, playedHz, 'level');
  let clock: ClockEstimate | null = null;
  const channels = capture.channels.map((samples, index): ChannelAnalysis => {
    const channel = index + 1;
    const place = places[index];
    if (place === null) {
      const absent = [
        { id: 'frequency', unit: 'Hz' },
        { id: 'level', unit: scale.unit },
        { id: 'dc', unit: scale.unit },
      ] as const;
      return silentChannel(channel, absent, DEFINITION_ID, { sampleRateHz });
    }
    const { start, length, expectedHz } = place;
    const tone = readTone(samples, start, length, { sampleRateHz, nominalHz: expectedHz, highestHz: 0 });
    expectTone(tone, expectedHz, `channel ${channel} of level`);
    if (playedHz !== null) clock ??= clockOf(tone, playedHz);
    const figures = toneFigures(tone, scale, `${channel}`, { sampleRateHz, frequencyHz: tone.frequencyHz });
    return { channel, figures, curves: {}, flags: [] };
  });
  return {
    kind: 'level',
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId: DEFINITION_ID,
    channels,
    clock,
    integrity: [],
  };
}

export const level: KindDefinition = {
  kind: 'level',
  title: 'Level and frequency of a tone',
  options: ['frequencyHz', 'seconds'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => toneStimulus(settings, bench, SECONDS),
  analyze,
};
