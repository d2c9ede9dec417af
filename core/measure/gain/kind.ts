import { readTone, type ToneLine } from '../../dsp/toneLine.ts';
import { AmpbenchError } from '../../errors.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, Capture, ChannelAnalysis, ClockEstimate, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { levelRepeatability } from '../level/analyze.ts';
import { toneFigures } from '../level/figures.ts';
import { toneStimulus } from '../level/stimulus.ts';
import { clockOf, expectTone, placeTones, playedFrequencyHz } from '../level/toneOf.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';

const SECONDS = 1.2;

/** The tone that a gain is relative to, for each channel of the capture: what was played, or one captured channel that is cabled straight to the player. */
interface Drive {
  readonly definitionId: string;
  readonly toneFor: (channelIndex: number) => ToneLine;
}

/** The tones of channels that must all have one. */
function tonesIn(capture: Capture, playedHz: number | null, name: string): ToneLine[] {
  const { sampleRateHz } = capture;
  return placeTones(capture, playedHz, `${name} of gain`).map((place, index) => {
    if (place === null)
      throw new AmpbenchError('data', 'silence', `there is nothing to relate the gain to in ${name} of gain`, {
        channel: index + 1,
      });
    const { start, length, expectedHz } = place;
    const tone = readTone(capture.channels[index], start, length, {
      sampleRateHz,
      nominalHz: expectedHz,
      highestHz: 0,
    });
    expectTone(tone, expectedHz, `${name} of gain`);
    return tone;
  });
}

function driveOf(input: AnalysisInput, settings: MeasureSettings, playedHz: number | null): Drive {
  const capture = captureOf(input, 'main', 'gain');
  const { timeReferenceChannel } = settings;
  if (timeReferenceChannel !== undefined) {
    const channels = capture.channels.length;
    if (timeReferenceChannel > channels)
      throw new AmpbenchError(
        'usage',
        'no-such-channel',
        `timeReferenceChannel is ${timeReferenceChannel} but must be at most ${channels}, as the capture of gain has channels`,
        { timeReferenceChannel, channels },
      );
    const drive = { ...capture, channels: [capture.channels[timeReferenceChannel - 1]] };
    const [tone] = tonesIn(drive, playedHz, `channel ${timeReferenceChannel}`);
    return { definitionId: 'gain.re-captured-drive', toneFor: () => tone };
  }
  const { reference } = input;
  if (reference === null)
    throw new AmpbenchError(
      'usage',
      'reference-missing',
      'gain needs to know what drove the device: what was played, or timeReferenceChannel',
      { kind: 'gain' },
      'Give what was played with --reference, or the channel that recorded it.',
    );
  if (reference.unit !== capture.unit)
    throw new AmpbenchError(
      'data',
      'units-differ',
      `the capture is in ${capture.unit} but the reference in ${reference.unit}, and a gain needs both in one, in gain`,
      { capture: capture.unit, reference: reference.unit },
    );
  const tones = tonesIn(reference, playedHz, 'the reference');
  return {
    definitionId: 'gain.re-played',
    toneFor: (index) => tones[Math.min(index, tones.length - 1)],
  };
}

/** Gain of every channel from what drove it to what came back, at the tone. docs/spec/gain.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const capture = captureOf(input, 'main', 'gain');
  const { sampleRateHz } = capture;
  const scale = amplitudeScale(capture.unit);
  const playedHz = playedFrequencyHz(settings.frequencyHz, input.reference);
  const drive = driveOf(input, settings, playedHz);
  const { definitionId } = drive;
  const places = placeTones(capture, playedHz, 'gain');
  let clock: ClockEstimate | null = null;
  const channels: ChannelAnalysis[] = [];
  for (const [index, samples] of capture.channels.entries()) {
    const channel = index + 1;
    if (channel === settings.timeReferenceChannel) continue;
    const place = places[index];
    if (place === null) {
      channels.push(silentChannel(channel, [{ id: 'gain', unit: 'ratio' }], definitionId, { sampleRateHz }));
      continue;
    }
    const { start, length, expectedHz } = place;
    const tone = readTone(samples, start, length, { sampleRateHz, nominalHz: expectedHz, highestHz: 0 });
    expectTone(tone, expectedHz, `channel ${channel} of gain`);
    if (playedHz !== null) clock ??= clockOf(tone, playedHz);
    const driving = drive.toneFor(index);
    const value = tone.rms / driving.rms;
    const conditions = {
      sampleRateHz,
      frequencyHz: tone.frequencyHz,
      ...(capture.unit === 'V' ? { outputVoltsRms: tone.rms, inputVoltsRms: driving.rms } : {}),
      ...(settings.loadOhms === undefined ? {} : { loadOhms: settings.loadOhms }),
    };
    const gain = makeFigure({
      id: 'gain',
      channel: `${channel}`,
      value,
      unit: 'ratio',
      parts: [
        { source: 'repeatability', value: value * Math.hypot(levelRepeatability(tone), levelRepeatability(driving)) },
      ],
      definitionId,
      conditions,
      dbReference: 'input',
    });
    const { level } = toneFigures(tone, scale, `${channel}`, conditions);
    channels.push({ channel, figures: { gain, level }, curves: {}, flags: [] });
  }
  return {
    kind: 'gain',
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId,
    channels,
    clock,
    integrity: [],
  };
}

export const gain: KindDefinition = {
  kind: 'gain',
  title: 'Gain at a tone',
  options: ['frequencyHz', 'seconds', 'timeReferenceChannel', 'loadOhms'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => toneStimulus({ frequencyHz: 1000, ...settings }, bench, SECONDS),
  analyze,
};
