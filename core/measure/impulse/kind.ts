import { makeFigure } from '../../result/makeFigure.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { HIGHEST_RATE_SHARE } from '../frequency-response/analyze.ts';
import { inOrder, missingChannel } from '../frequency-response/missingChannel.ts';
import { polarityFigure } from '../frequency-response/polarity.ts';
import { sweepTakes } from '../frequency-response/stimulus.ts';
import { analyzeSession, type SessionChannel, type SweepSession } from '../frequency-response/sweepSession.ts';
import { timeResponse } from '../frequency-response/timeResponse.ts';
import type { MeasureSettings } from '../settings.ts';

const KIND = 'impulse';
const DEFINITION = 'impulse.sweep';
const LOWEST_HZ = 10;
/** What is shown around the pulse. */
const BEFORE_SECONDS = 0.002;
const AFTER_SECONDS = 0.01;
/** A pulse's delay from the phase of its whole band: noise turns it by 1/(2π·band) for each radian. */
const DELAY_METHOD_SECONDS = 1e-9;

/** Impulse and step response, latency and polarity, from one sweep. docs/spec/impulse.md. */
export const impulse: KindDefinition = {
  kind: KIND,
  title: 'Impulse and step response',
  options: ['bandHz', 'seconds', 'timeReferenceChannel'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) =>
    sweepTakes(settings, bench, ['main'], [LOWEST_HZ, HIGHEST_RATE_SHARE * bench.sampleRateHz]),
  analyze,
};

function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const capture = captureOf(input, 'main', KIND);
  const session = analyzeSession(capture, input.reference, settings.timeReferenceChannel, KIND);
  return {
    kind: KIND,
    schemaVersion: 1,
    sampleRateHz: capture.sampleRateHz,
    frames: capture.channels[0].length,
    definitionId: DEFINITION,
    channels: inOrder([
      ...session.channels.map((channel) => analyzeChannel(session, channel)),
      ...session.missing.map((channel) => missingChannel(channel, 'latency', 's', DEFINITION, capture.sampleRateHz)),
    ]),
    clock: session.clock,
    integrity: [],
  };
}

function analyzeChannel(session: SweepSession, { channel, aligned, latencySeconds }: SessionChannel): ChannelAnalysis {
  const { sampleRateHz } = session.inverse;
  const about = { channel: String(channel), definitionId: DEFINITION, conditions: { sampleRateHz } };
  const { fromSeconds, sampleSeconds, impulse: pulse, step } = timeResponse(aligned, BEFORE_SECONDS, AFTER_SECONDS);
  const timesSeconds = Array.from(pulse, (_, index) => fromSeconds + index * sampleSeconds);
  const figures = [
    makeFigure({
      ...about,
      id: 'latency',
      value: latencySeconds,
      unit: 's',
      parts: [
        { source: 'repeatability', value: delayNoise(aligned.sweep.noise.densityAt(sampleRateHz / 8), sampleRateHz) },
        { source: 'method', value: DELAY_METHOD_SECONDS },
      ],
    }),
    polarityFigure(aligned, session.timeReference, about),
  ];
  return {
    channel,
    figures: Object.fromEntries(figures.map((figure) => [figure.id, figure])),
    curves: {
      impulse: { timesSeconds, values: Array.from(pulse) },
      step: { timesSeconds, values: Array.from(step) },
    },
    flags: session.timeReference === null ? ['latency-of-whole-path'] : [],
  };
}

/** k = 2 of the mean delay, seconds, for a response of about 1 over the band: σ = σ_t/(2π·B_rms), B_rms = fs/√12. */
function delayNoise(density: number, sampleRateHz: number): number {
  // Density is that of one second; the pulse's own length of one sample lets in 1/fs of it
  const standard = Math.sqrt(density / sampleRateHz);
  return (2 * standard * Math.sqrt(12)) / (2 * Math.PI * sampleRateHz);
}
