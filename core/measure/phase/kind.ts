import { makeFigure } from '../../result/makeFigure.ts';
import type { TransferPoint } from '../../dsp/transferFunction.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { HIGHEST_RATE_SHARE } from '../frequency-response/analyze.ts';
import { inOrder, missingChannel } from '../frequency-response/missingChannel.ts';
import { phaseCurve } from '../frequency-response/phaseCurve.ts';
import { polarityFigure } from '../frequency-response/polarity.ts';
import { sweepTakes } from '../frequency-response/stimulus.ts';
import { REFERENCE_HZ, sessionPoints, sweepGrid } from '../frequency-response/sweepGrid.ts';
import { analyzeSession, type SessionChannel, type SweepSession } from '../frequency-response/sweepSession.ts';
import type { MeasureSettings } from '../settings.ts';
import { phaseDifference } from './phaseDifference.ts';

const KIND = 'phase';
const LOWEST_HZ = 10;

/** Phase, group delay, polarity and phase between channels, from one sweep. docs/spec/phase.md. */
export const phase: KindDefinition = {
  kind: KIND,
  title: 'Phase, group delay and polarity',
  options: ['frequencyHz', 'bandHz', 'seconds', 'points', 'timeReferenceChannel'],
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
  const frequenciesHz = sweepGrid(session.inverse, settings, KIND);
  const { channels } = sessionPoints(session, frequenciesHz);
  const definitionId = `${KIND}.sweep.${session.timeReference === null ? 'delay-removed' : 'time-reference'}`;
  const at = frequenciesHz.indexOf(settings.frequencyHz ?? REFERENCE_HZ);
  return {
    kind: KIND,
    schemaVersion: 1,
    sampleRateHz: capture.sampleRateHz,
    frames: capture.channels[0].length,
    definitionId,
    channels: inOrder([
      ...channels.map(({ channel, relative }, index) =>
        analyzeChannel(session, channel, relative, at, definitionId, index === 0 ? null : channels[0]),
      ),
      ...session.missing.map((channel) => missingChannel(channel, KIND, 'rad', definitionId, capture.sampleRateHz)),
    ]),
    clock: session.clock,
    integrity: [],
  };
}

interface FirstChannel {
  readonly channel: SessionChannel;
  readonly relative: readonly TransferPoint[];
}

function analyzeChannel(
  session: SweepSession,
  channel: SessionChannel,
  points: readonly TransferPoint[],
  at: number,
  definitionId: string,
  first: FirstChannel | null,
): ChannelAnalysis {
  const frequenciesHz = points.map(({ frequencyHz }) => frequencyHz);
  const curve = phaseCurve(points, REFERENCE_HZ);
  const conditions = { frequencyHz: frequenciesHz[at], sampleRateHz: session.inverse.sampleRateHz };
  const about = { channel: String(channel.channel), definitionId, conditions };
  const delaySpan =
    2 * Math.PI * (frequenciesHz[Math.min(at + 1, points.length - 1)] - frequenciesHz[Math.max(at - 1, 0)]);
  const delayOffSeconds = unknownDelay(session, channel);
  const figures = [
    makeFigure({
      ...about,
      id: 'phase',
      value: curve.phasesRadians[at],
      unit: 'rad',
      parts: [
        { source: 'repeatability', value: curve.phaseUncertaintiesRadians[at] },
        { source: 'method', value: 2 * Math.PI * frequenciesHz[at] * delayOffSeconds },
      ],
    }),
    makeFigure({
      ...about,
      id: 'group-delay',
      value: curve.groupDelaysSeconds[at],
      unit: 's',
      parts: [
        { source: 'repeatability', value: (Math.SQRT2 * curve.phaseUncertaintiesRadians[at]) / delaySpan },
        { source: 'method', value: delayOffSeconds },
      ],
    }),
    polarityFigure(channel.aligned, session.timeReference, about),
  ];
  const curves = {
    phase: {
      frequenciesHz,
      phasesRadians: curve.phasesRadians,
      phaseUncertaintiesRadians: curve.phaseUncertaintiesRadians.map((radians, index) =>
        Math.hypot(radians, 2 * Math.PI * frequenciesHz[index] * delayOffSeconds),
      ),
      groupDelaysSeconds: curve.groupDelaysSeconds,
    },
  };
  const flags = session.timeReference === null ? ['delay-removed'] : [];
  if (first === null)
    return { channel: channel.channel, figures: Object.fromEntries(figures.map((f) => [f.id, f])), curves, flags };
  const between = phaseDifference(
    points,
    first.relative,
    session.timeReference === null ? channel.latencySeconds - first.channel.latencySeconds : 0,
  );
  figures.push(
    makeFigure({
      ...about,
      id: 'inter-channel-phase',
      value: between.phasesRadians[at],
      unit: 'rad',
      parts: [{ source: 'repeatability', value: between.uncertaintiesRadians[at] }],
    }),
  );
  return {
    channel: channel.channel,
    figures: Object.fromEntries(figures.map((figure) => [figure.id, figure])),
    curves: { ...curves, 'inter-channel-phase': { frequenciesHz, phasesRadians: between.phasesRadians } },
    flags,
  };
}

/**
 * What the delay at any frequency may be off by where the mean delay is taken out, k = 2, seconds: noise of the mean, and what the clock does between
 * the pilot tones. A rate that departs from its mean by w at most is at most w times the sweep's length off in time, mostly a third of that. None
 * where a time reference on the same clock is divided out.
 */
function unknownDelay(session: SweepSession, { aligned }: SessionChannel): number {
  if (session.timeReference !== null) return 0;
  const { uncertaintyPpm, wanderPpm } = session.clock ?? { uncertaintyPpm: 0, wanderPpm: 0 };
  const seconds = session.inverse.track.frames / session.inverse.sampleRateHz;
  return Math.hypot(1e-6 * uncertaintyPpm * seconds, 1e-6 * wanderPpm * seconds, aligned.delayUncertaintySeconds);
}
