import type { DeviceFrames, RawCapture } from '../signal/types.ts';
import type { Wiring } from '../planner/plan.ts';
import type { ClaimVerdict } from '../result/verification.ts';

/** Something the person must do before the run goes on. */
export interface Prompt {
  /** `safety`, `wire-loopback`, `wire-open`, `wire-load-20`, `wire-series-10000`, ...: stable, for answers files. */
  readonly id: string;
  readonly kind: 'safety' | 'wire';
  readonly wiring: Wiring;
  readonly text: string;
}

export interface PromptAnswer {
  readonly answer: 'done' | 'skip' | 'abort';
  /** The load as read with a multimeter, ohms, where the person gives it. */
  readonly loadOhms?: number;
}

/** A stretch of audio to play and record. `id` is unique in a run and the same in every repetition of it. */
export interface Take {
  readonly id: string;
  readonly stepId: string;
  readonly wiring: Wiring;
  readonly frames: DeviceFrames;
  /** Channels to record, 1 … inputChannelCount. */
  readonly inputChannelCount: number;
  /** For the person: what is about to be heard, in volts and watts. */
  readonly description: string;
  readonly predictedOutputVoltsRms: number;
  readonly predictedLoadWatts: number;
}

/**
 * What a run asks of the world, one at a time. The run itself is a pure generator (`core/run/runVerification.ts`): the
 * host carries out each effect and hands the answer back, so a run can be replayed from stored captures to the same bytes.
 */
export type RunEffect =
  | { readonly type: 'prompt'; readonly prompt: Prompt }
  | { readonly type: 'take'; readonly take: Take }
  /** What a step found, in words, and the claims that are decided by it. */
  | {
      readonly type: 'note';
      readonly stepId: string;
      readonly text: string;
      readonly decided: readonly ClaimVerdict[];
    };

export type RunReply =
  | { readonly type: 'prompt'; readonly answer: PromptAnswer }
  | { readonly type: 'take'; readonly capture: RawCapture; readonly sha256: string }
  | { readonly type: 'note' };

export type Procedure<Result> = Generator<RunEffect, Result, RunReply>;
