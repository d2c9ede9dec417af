import type { VerificationPlan } from '../../core/planner/plan.ts';
import type { Verification } from '../../core/result/verification.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import type { CommandStep, MeasureStep, PromptStep, VerifyStep } from '../../core/sequence/sequence.ts';

/** What carries a sequence's steps out on a bench. Each rejects with an AmpbenchError; a cancelled one of kind `cancelled`. */
export interface SequenceBench {
  readonly rigId: string;
  readonly simulated: boolean;
  verify(step: VerifyStep): Promise<{
    readonly verification: Verification;
    readonly plan: Pick<VerificationPlan, 'claims'>;
    readonly folder: string;
  }>;
  measure(step: MeasureStep): Promise<{ readonly measurement: Measurement; readonly folder: string }>;
  /** Resolves when the person has done it. */
  ask(step: PromptStep): Promise<void>;
  command(step: CommandStep): Promise<void>;
  /** Fades whatever plays; resolves when nothing does. */
  mute(): Promise<void>;
}

/** Times of a sequence: of day, for its record, and running on whatever happens to the clock. */
export interface SequenceClock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
  /** Since any moment; never goes back. */
  elapsedSeconds(): number;
}

export const systemClock: SequenceClock = {
  nowMs: () => Date.now(),
  elapsedSeconds: () => performance.now() / 1000,
};
