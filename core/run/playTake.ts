import { alignByEnvelope } from '../dsp/alignment.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import type { Program } from '../signal/program.ts';
import { checkTake } from './checkTake.ts';
import type { BenchContext, BenchStep } from './context.ts';
import type { Procedure } from './effects.ts';
import { playChannels } from './playChannels.ts';

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
 * Plays a program on every channel of the rig and finds it in what comes back.
 * @param gainBound most volts at the output per unit of drive, without which nothing may play
 * @param predictedBy what that bound rests on while it is not measured, in words
 */
export function* playTake(
  context: BenchContext,
  step: BenchStep,
  name: string,
  program: Program,
  gainBound: number,
  predictedBy?: string,
): Procedure<TakeCapture> {
  const { sampleRateHz, samples, peakVoltsRms } = program;
  const { lastLatencyFrames } = context.knowledge;
  const player = step.wiring.drive;
  const takeId = `${step.id}.${name}`;
  const played = {
    takeId,
    sampleRateHz,
    channels: context.rig.channels.map(() => samples),
    peakVoltsRms,
    bitExact: false,
    ...(predictedBy === undefined ? {} : { predictedBy }),
  };
  const { channels, reference, findings } = yield* playChannels(context, step, played, gainBound);
  addFindings(context, step, findings);
  const alignment =
    peakVoltsRms === 0
      ? { latencyFrames: lastLatencyFrames[player], correlation: 1 }
      : alignByEnvelope(samples, reference ?? channels[0], sampleRateHz);
  if (alignment.correlation >= LEAST_CORRELATION) lastLatencyFrames[player] = alignment.latencyFrames;
  const named = channels.map((recorded, index) => ({ name: context.rig.channels[index].name, samples: recorded }));
  const latencyFrames = lastLatencyFrames[player];
  addFindings(context, step, checkTake(named, program, latencyFrames, step.wiring, findings));
  return {
    takeId,
    program,
    channels,
    reference,
    latencyFrames,
    correlation: alignment.correlation,
  };
}

export function addFindings(context: BenchContext, step: BenchStep, findings: readonly IntegrityFinding[]): void {
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
