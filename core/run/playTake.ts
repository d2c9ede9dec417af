import { toDeviceFrames } from '../calibration/toDeviceFrames.ts';
import { toVolts } from '../calibration/toVolts.ts';
import { alignByEnvelope } from '../dsp/alignment.ts';
import { AmpbenchError } from '../errors.ts';
import { checkRaw } from '../measure/integrity/checkRaw.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import type { PlanStep } from '../planner/plan.ts';
import { assertSafe } from '../planner/safety.ts';
import type { Program } from '../signal/program.ts';
import { formatQuantity } from '../units/format.ts';
import type { RunContext } from './context.ts';
import type { Procedure, RunReply } from './effects.ts';

/** A played and recorded program, in volts. */
export interface TakeCapture {
  readonly takeId: string;
  readonly program: Program;
  /** One array for each of the rig's channels, volts. */
  readonly channels: readonly Float64Array[];
  /** The time-reference channel, volts; null where the rig has none. */
  readonly reference: Float64Array | null;
  /** Frames from a place in the program to the same place in the capture. */
  readonly latencyFrames: number;
  /** How surely the program was found, 0 … 1. */
  readonly correlation: number;
}

/** Below this the program is not what was recorded; the last latency that was found is used. */
const LEAST_CORRELATION = 0.5;

/**
 * The only place where a run plays anything: safety gate, conversion to the device's format, the effect itself, conversion to volts, checks of the
 * raw capture, alignment.
 * @param gainBound most volts at the output per volt of drive, without which nothing may play
 */
export function* playTake(
  context: RunContext,
  step: PlanStep,
  name: string,
  program: Program,
  gainBound: number,
): Procedure<TakeCapture> {
  const { rig } = context;
  const takeId = `${step.id}.${name}`;
  const driveVoltsRms = program.peakVoltsRms;
  assertSafe(rig, step.wiring, driveVoltsRms, gainBound, takeId);

  const outputs = [...rig.channels, ...(rig.timeReference === null ? [] : [rig.timeReference])];
  const inputs = outputs.map((channel) => channel.inputChannel);
  const silence = new Float64Array(program.samples.length);
  const driven = new Set(outputs.map((channel) => channel.outputChannel));
  const channelCount = Math.max(...driven);
  const stimulus = {
    sampleRateHz: program.sampleRateHz,
    channels: Array.from({ length: channelCount }, (_, index) => (driven.has(index + 1) ? program.samples : silence)),
  };
  const frames = toDeviceFrames(stimulus, rig.output, rig.format, context.random.derive(takeId), { dither: 'tpdf' });
  const predictedOutputVoltsRms = driveVoltsRms * gainBound;
  const { loadOhms } = step.wiring;
  const predictedLoadWatts = loadOhms === null ? 0 : predictedOutputVoltsRms ** 2 / loadOhms;
  const reply: RunReply = yield {
    type: 'take',
    take: {
      id: takeId,
      stepId: step.id,
      frames,
      inputChannelCount: Math.max(...inputs),
      description: describe(step, driveVoltsRms, predictedOutputVoltsRms, predictedLoadWatts),
      predictedOutputVoltsRms,
      predictedLoadWatts,
    },
  };
  if (reply.type !== 'take') throw new Error(`take ${takeId} was answered with a ${reply.type}`);
  const { capture, sha256 } = reply;
  context.captures.push({
    takeId,
    stepId: step.id,
    file: `captures/${takeId}.wav`,
    sha256,
    sampleRateHz: capture.sampleRateHz,
    channelCount: capture.channelCount,
    frameCount: capture.frameCount,
  });
  const findings = checkRaw(capture, new Map(rig.channels.map((channel) => [channel.inputChannel - 1, channel.name])));
  const wrongRate = findings.find(({ code }) => code === 'wrong-rate');
  if (wrongRate !== undefined) {
    // Where player and recorder share the wrong rate no tone shows it, and every frequency of every figure would be off
    throw new AmpbenchError(
      'device',
      'wrong-rate',
      `${wrongRate.text} (take ${takeId} on rig ${rig.id})`,
      {
        takeId,
        requestedHz: capture.report.requestedSampleRateHz,
        actualHz: capture.report.actualSampleRateHz,
      },
      'Choose a rate that the device runs at, or set its clock source to internal, then resume the run.',
    );
  }
  addFindings(context, step, findings);

  const volts = toVolts(capture, rig);
  const channels = rig.channels.map((channel) => volts.channels[channel.inputChannel - 1]);
  const reference = rig.timeReference === null ? null : volts.channels[rig.timeReference.inputChannel - 1];
  const alignment =
    driveVoltsRms === 0
      ? { latencyFrames: context.knowledge.lastLatencyFrames, correlation: 1 }
      : alignByEnvelope(program.samples, reference ?? channels[0], program.sampleRateHz);
  if (alignment.correlation >= LEAST_CORRELATION) context.knowledge.lastLatencyFrames = alignment.latencyFrames;
  return {
    takeId,
    program,
    channels,
    reference,
    latencyFrames: context.knowledge.lastLatencyFrames,
    correlation: alignment.correlation,
  };
}

function describe(step: PlanStep, driveVoltsRms: number, outputVoltsRms: number, watts: number): string {
  if (driveVoltsRms === 0) return `${step.title}: silence`;
  const load =
    step.wiring.loadOhms === null
      ? ''
      : `, ${formatQuantity(watts, 'W')} in ${formatQuantity(step.wiring.loadOhms, 'ohm')}`;
  const at = step.wiring.path === 'loopback' ? 'in loopback' : "at the DUT's output";
  return `${step.title}: up to ${formatQuantity(outputVoltsRms, 'V')} ${at}${load}`;
}

export function addFindings(context: RunContext, step: PlanStep, findings: readonly IntegrityFinding[]): void {
  if (findings.length > 0) context.findings.set(step.id, [...(context.findings.get(step.id) ?? []), ...findings]);
}

/** The steady part of a tone in a capture: its ramps, the DUT's settling and the alignment's tolerance left out. */
export function steadyPart(take: TakeCapture, toneId: string): { start: number; length: number } {
  const place = take.program.places.get(toneId);
  if (place === undefined) throw new Error(`no segment ${toneId} in take ${take.takeId}`);
  const rate = take.program.sampleRateHz;
  const start = place.startFrame + take.latencyFrames + Math.round(0.05 * rate);
  const end = place.startFrame + take.latencyFrames + place.frames - Math.round(0.03 * rate);
  const within = Math.min(end, take.channels[0].length);
  return { start: Math.min(start, within), length: Math.max(within - start, 0) };
}
