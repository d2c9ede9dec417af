import type { Rig } from '../calibration/rig.ts';
import { estimateToneClock } from '../clock/estimateToneClock.ts';
import { estimateTimeBase } from '../clock/estimateTimeBase.ts';
import { alignByEnvelope } from '../dsp/alignment.ts';
import { powerSpectrum } from '../dsp/powerSpectrum.ts';
import { logFrequencies } from '../dsp/transferFunction.ts';
import { AmpbenchError } from '../errors.ts';
import { analyzeTransfer } from '../measure/frequency-response/analyze.ts';
import { checkCapture } from '../measure/integrity/checkCapture.ts';
import { findMainsHum } from '../measure/integrity/mainsHum.ts';
import { rms } from '../measure/integrity/screening.ts';
import { analyzeLevel } from '../measure/level/analyze.ts';
import { LOOPBACK } from '../planner/wiring.ts';
import { playChannels, type ChannelsRecorded } from '../run/playChannels.ts';
import type { BenchContext } from '../run/context.ts';
import type { Procedure } from '../run/effects.ts';
import { dbFromRatio } from '../units/decibel.ts';
import { checkAudioPath, type OpenedPath } from './audioPath.ts';
import { failed, inOrder, type Preflight, type PreflightCheck } from './preflight.ts';
import { PREFLIGHT_TONE_HZ, preflightStimulus, togetherOf, type PreflightStimulus } from './preflightStimulus.ts';
import { checkSignal, checkWiredChannels, type SlotLevels } from './slotLevels.ts';
import {
  checkClock,
  checkDc,
  checkEffects,
  checkHum,
  checkLevel,
  checkPolarity,
  checkResampling,
  checkSamples,
  checkToneFrequency,
  type HumFound,
} from './soundChecks.ts';

const STEP = { id: 'preflight', title: 'Preflight', wiring: LOOPBACK };
/** Left out at both ends of a stretch: ramps, and what the alignment may be off. */
const MARGIN_SECONDS = 0.08;
/** Shorter than the loud tone together with the silence behind it. */
const LAST_SECONDS = 1.5;
const UNEVEN_BAND_HZ = [50, 15000] as const;

interface Stretch {
  readonly start: number;
  readonly length: number;
}

/**
 * A short loopback take that shows what would spoil every figure: a mixer, a resampler or an effect between, a wrong rate, mute, hum, DC, channels that are
 * swapped, mixed or inverted, lost samples, a clock other than the rig says. At a tenth of the level the rig allows. docs/spec/preflight.md.
 * @param path how the stream opens, as tested
 */
export function* runPreflight(context: BenchContext, path: OpenedPath, simulated: boolean): Procedure<Preflight> {
  const { rig } = context;
  const stimulus = preflightStimulus(rig);
  const opened = checkAudioPath(path);
  const report = (found: readonly PreflightCheck[], why: string): Preflight => ({
    rigId: rig.id,
    simulated,
    playedVoltsRms: stimulus.loudVoltsRms,
    checks: inOrder([opened, ...found], why),
  });
  if (opened.status === 'failed') return report([], 'Not checked: nothing could be played.');
  let recorded: ChannelsRecorded;
  try {
    recorded = yield* playChannels(
      context,
      STEP,
      {
        takeId: 'preflight.take',
        sampleRateHz: stimulus.sampleRateHz,
        channels: stimulus.channels,
        peakVoltsRms: stimulus.loudVoltsRms,
        bitExact: false,
      },
      1,
    );
  } catch (error) {
    if (!(error instanceof AmpbenchError && error.code === 'wrong-rate')) throw error;
    const advice = error.tip ?? 'Choose a rate that the device runs at.';
    return report([failed('rate', error.message, advice)], 'Not checked: the rate comes first.');
  }
  return report(analyzePreflight(rig, stimulus, recorded), 'Not checked: what is wrong above comes first.');
}

/** What a recorded preflight says; checks that others make meaningless are left out. */
export function analyzePreflight(
  rig: Rig,
  stimulus: PreflightStimulus,
  { channels, findings: raw }: Pick<ChannelsRecorded, 'channels' | 'findings'>,
): PreflightCheck[] {
  const { sampleRateHz, loudVoltsRms } = stimulus;
  const loading = rig.input.inputOhms / (rig.input.inputOhms + rig.output.sourceOhms);
  const { latencyFrames } = alignByEnvelope(togetherOf(stimulus.channels), togetherOf(channels), sampleRateHz);
  const margin = Math.round(MARGIN_SECONDS * sampleRateHz);
  const within = (id: string): Stretch => {
    const place = stimulus.places.get(id);
    if (place === undefined) throw new Error(`no segment ${id} in the preflight`);
    const start = Math.min(place.startFrame + latencyFrames + margin, channels[0].length);
    return { start, length: Math.max(Math.min(place.frames - 2 * margin, channels[0].length - start), 0) };
  };
  const levels: SlotLevels = channels.map((samples) =>
    rig.channels.map((_, slot) => {
      const { start, length } = within(`sweep-${slot}`);
      // An offset is no signal
      return Math.sqrt(Math.max(rms(samples, start, length) ** 2 - meanOf(samples, { start, length }) ** 2, 0));
    }),
  );
  // In the order in which one fault hides the next: a wrong rate moves everything in time, swapped channels meet another's stimulus
  const signal = checkSignal(rig, levels, loudVoltsRms * loading);
  if (signal.status === 'failed') return [signal];
  const rate = checkToneFrequency(
    channels.map((samples) => lastToneHz(samples, sampleRateHz)),
    PREFLIGHT_TONE_HZ,
  );
  if (rate.status === 'failed') return [rate, signal];
  const wired = checkWiredChannels(rig, levels);
  if (wired.status === 'failed') return [rate, signal, wired];

  const capture = { sampleRateHz, unit: 'V' as const, channels };
  const heard = checkCapture({ capture, reference: { ...capture, channels: stimulus.channels } });
  const samples = checkSamples([...raw, ...heard.findings]);
  const inverted = channels.map((recorded, index) => isInverted(stimulus, recorded, index, latencyFrames));
  const loud = within('loud');
  const quiet = within('quiet');
  const toneOf = (samples: Float64Array, { start, length }: Stretch): number =>
    analyzeLevel(samples, start, length, sampleRateHz, PREFLIGHT_TONE_HZ).rms;
  const loudRatios = channels.map((samples) => toneOf(samples, loud) / (loudVoltsRms * loading));
  const quietRatios = channels.map((samples) => toneOf(samples, quiet) / (stimulus.quietVoltsRms * loading));
  const dependence = loudRatios
    .map((ratio, index) => dbFromRatio(ratio / quietRatios[index]))
    .reduce((most, db) => (Math.abs(db) > Math.abs(most) ? db : most), 0);
  const { start, length } = loud;
  return [
    rate,
    signal,
    wired,
    checkPolarity(rig, inverted),
    samples,
    checkResampling(heard.findings),
    checkLevel(rig, loudRatios),
    checkEffects(dependence, unevennessOf(stimulus, channels, latencyFrames)),
    checkDc(
      rig,
      channels.map((samples) => meanOf(samples, within('lead'))),
    ),
    checkHum(humOf(rig, channels, sampleRateHz, within('lead')), loudVoltsRms),
    ...(samples.status === 'failed'
      ? []
      : [checkClock(rig, estimateToneClock(channels[0], start, length, sampleRateHz, PREFLIGHT_TONE_HZ))]),
  ];
}

function meanOf(samples: Float64Array, { start, length }: Stretch): number {
  let sum = 0;
  for (let frame = start; frame < start + length; frame++) sum += samples[frame];
  return sum / length;
}

/** Frequency of the strongest line in the last seconds, where only the tone sounds whatever the rate; interpolated to a few hundredths of a hertz. */
function lastToneHz(samples: Float64Array, sampleRateHz: number): number {
  const length = Math.min(Math.round(LAST_SECONDS * sampleRateHz), samples.length);
  const { power, binWidthHz } = powerSpectrum(samples, samples.length - length, length, sampleRateHz, 0);
  let best = Math.ceil(20 / binWidthHz);
  for (let bin = best; bin < power.length; bin++) if (power[bin] > power[best]) best = bin;
  return best * binWidthHz;
}

/** Whether a channel's sweep came back with the opposite sign. */
function isInverted(
  { channels, places, sampleRateHz }: PreflightStimulus,
  recorded: Float64Array,
  index: number,
  latencyFrames: number,
): boolean {
  const { startFrame, frames } = places.get(`sweep-${index}`)!;
  const around = Math.round(MARGIN_SECONDS * sampleRateHz);
  const from = startFrame - around;
  const played = channels[index].slice(from, startFrame + frames + around);
  const heard = recorded.slice(from + latencyFrames, startFrame + frames + latencyFrames + 2 * around);
  return estimateTimeBase(played, heard, sampleRateHz, 'sparse').polarity < 0;
}

/** Difference of the highest and the lowest gain from 50 Hz to 15 kHz, dB: the most of all channels. */
function unevennessOf(stimulus: PreflightStimulus, channels: readonly Float64Array[], latencyFrames: number): number {
  const { sampleRateHz } = stimulus;
  const around = Math.round(MARGIN_SECONDS * sampleRateHz);
  const highHz = Math.min(UNEVEN_BAND_HZ[1], 0.4 * sampleRateHz);
  const frequenciesHz = logFrequencies(UNEVEN_BAND_HZ[0], highHz, 3);
  const spreads = channels.map((samples, index) => {
    const place = stimulus.places.get(`sweep-${index}`)!;
    const from = place.startFrame - around;
    const to = place.startFrame + place.frames + around;
    const played = stimulus.channels[index].slice(from, to);
    const recorded = samples.slice(from + latencyFrames, to + latencyFrames);
    const gains = analyzeTransfer(played, [recorded], sampleRateHz, frequenciesHz)[0].map(({ re, im }) =>
      dbFromRatio(Math.hypot(re, im)),
    );
    return Math.max(...gains) - Math.min(...gains);
  });
  return Math.max(...spreads);
}

function humOf(
  rig: Rig,
  channels: readonly Float64Array[],
  sampleRateHz: number,
  { start, length }: Stretch,
): HumFound[] {
  return channels.flatMap((samples, index) => {
    const idle = samples.slice(start, start + length);
    const hum = findMainsHum(idle, sampleRateHz, { toneHz: PREFLIGHT_TONE_HZ }, rms(idle, 0, idle.length));
    return hum === null ? [] : [{ channel: rig.channels[index].name, frequencyHz: hum.frequencyHz, voltsRms: hum.rms }];
  });
}
