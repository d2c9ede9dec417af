import { createHash } from 'node:crypto';
import type { Rig } from '../../core/calibration/rig.ts';
import type { SpecCard } from '../../core/card/claim.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import type { Procedure, Prompt, PromptAnswer, RunReply, Take } from '../../core/run/effects.ts';
import type { MeasurementRequest } from '../../core/run/measurement.ts';
import { runMeasurement } from '../../core/run/runMeasurement.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import { runVerification } from '../../core/run/runVerification.ts';
import type { Verification } from '../../core/result/verification.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import type { Fault } from '../../core/simulate/faults.ts';
import type { SimulatedBench } from '../../core/simulate/types.ts';
import { LOOPBACK } from '../../core/planner/wiring.ts';

/** Recorded after the last played frame, as the simulated bench of the product does. */
const TAIL_SECONDS = 0.1;

export interface DriveOptions {
  readonly seed?: number;
  /** The rig as the person wrote it down, where that is not the bench's own. */
  readonly rig?: Rig;
  /** What the person answers; `done` to everything where absent. */
  readonly answer?: (prompt: Prompt) => PromptAnswer;
  /** What the person really wired, where that is not what was asked for. */
  readonly wire?: (prompt: Prompt) => Wiring;
  /** What goes wrong in a take; its own `take` field must say `every`. */
  readonly faults?: (takeId: string) => readonly Fault[];
  /** Takes that another run of this file played in the same way are not simulated again; for a bench named by its id. */
  readonly isRemembered?: boolean;
  /** What happens to a recording on its way in, beyond the simulated faults. */
  readonly alter?: (takeId: string, capture: RawCapture) => RawCapture;
}

/** A take as it was played, and the wiring that was asked for when it was. */
export interface PlayedTake {
  readonly take: Take;
  readonly wiring: Wiring;
}

export interface Driven<Result> {
  readonly rig: Rig;
  /** Null where the run ended with an error. */
  readonly result: Result | null;
  readonly error: unknown;
  readonly prompts: readonly Prompt[];
  readonly takes: readonly PlayedTake[];
  readonly notes: readonly string[];
}

export interface DrivenRun extends Driven<Verification> {
  /** Null where the run ended with an error. */
  readonly verification: Verification | null;
}

/** A simulated bench by its id, or made of models of one's own. */
export type BenchChoice = string | ((options: Parameters<typeof createSimulatedBench>[1]) => SimulatedBench);

/** A card's whole run over a simulated bench. */
export function driveRun(card: SpecCard, chosen: BenchChoice, options: DriveOptions = {}): DrivenRun {
  const driven = drive(chosen, options, (rig, seed) => runVerification(card, rig, { seed, simulated: true }));
  return { ...driven, verification: driven.result };
}

/** One measurement over a simulated bench. */
export function driveMeasurement(
  request: MeasurementRequest,
  chosen: BenchChoice,
  options: DriveOptions = {},
): Driven<Measurement> {
  return drive(chosen, options, (rig, seed) => runMeasurement(request, rig, { seed, simulated: true }));
}

/** Carries a procedure out over a simulated bench, without the host: no disk, no process, no clock. */
function drive<Result>(
  chosen: BenchChoice,
  options: DriveOptions,
  begin: (rig: Rig, seed: number) => Procedure<Result>,
): Driven<Result> {
  const seed = options.seed ?? 1;
  const create = (faults: readonly Fault[]): SimulatedBench =>
    typeof chosen === 'string' ? createSimulatedBench(chosen, { seed, faults }) : chosen({ seed, faults });
  const bench = create([]);
  const rig = options.rig ?? bench.rig;
  const run = begin(rig, seed);
  const prompts: Prompt[] = [];
  const takes: PlayedTake[] = [];
  const notes: string[] = [];
  let asked = LOOPBACK;
  let wiring = LOOPBACK;
  const seen = { rig, prompts, takes, notes };
  try {
    let step = run.next();
    while (step.done !== true) {
      const effect = step.value;
      let reply: RunReply;
      if (effect.type === 'prompt') {
        const { prompt } = effect;
        prompts.push(prompt);
        const answer = options.answer?.(prompt) ?? { answer: 'done' };
        if (prompt.kind === 'wire' && answer.answer === 'done') {
          asked = prompt.wiring;
          wiring = options.wire?.(prompt) ?? asked;
        }
        reply = { type: 'prompt', answer };
      } else if (effect.type === 'take') {
        const { take } = effect;
        takes.push({ take, wiring: asked });
        const faults = options.faults?.(take.id) ?? [];
        const play = (): RawCapture => record(faults.length === 0 ? bench : create(faults), take, takes.length, wiring);
        const isKnown = options.isRemembered === true && faults.length === 0 && typeof chosen === 'string';
        const recorded = isKnown ? remembered([chosen, seed, takes.length, wiring], take, play) : play();
        const capture = options.alter?.(take.id, recorded) ?? recorded;
        reply = { type: 'take', capture, sha256: sha256Of(capture.frames) };
      } else {
        notes.push(effect.text);
        reply = { type: 'note' };
      }
      step = run.next(reply);
    }
    return { ...seen, result: step.value, error: null };
  } catch (error) {
    return { ...seen, result: null, error };
  }
}

function record(bench: SimulatedBench, take: Take, takeNumber: number, wiring: Wiring): RawCapture {
  const { frames, inputChannelCount } = take;
  const tailFrames = Math.round(TAIL_SECONDS * frames.sampleRateHz);
  return bench.record({ frames, tailFrames, inputChannelCount, wiring, takeNumber });
}

/** Captures by all that they depend on, and the bytes of them that are kept at most. */
const captures = new Map<string, RawCapture>();
const MOST_BYTES = 400e6;
let keptBytes = 0;

function remembered(
  bench: readonly unknown[],
  { frames, inputChannelCount }: Take,
  play: () => RawCapture,
): RawCapture {
  const { format, sampleRateHz, data } = frames;
  const key = JSON.stringify([...bench, format, sampleRateHz, inputChannelCount, sha256Of(data)]);
  const known = captures.get(key);
  if (known !== undefined) return known;
  const capture = play();
  if (keptBytes < MOST_BYTES) {
    keptBytes += capture.frames.byteLength;
    captures.set(key, capture);
  }
  return capture;
}

const sha256Of = (frames: ArrayBufferView): string =>
  createHash('sha256')
    .update(new Uint8Array(frames.buffer, frames.byteOffset, frames.byteLength))
    .digest('hex');

/** The verification of a run that must not have failed. */
export function finished(run: DrivenRun): Verification {
  if (run.verification === null) throw run.error;
  return run.verification;
}
