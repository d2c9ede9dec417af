import type { SpecCard } from '../card/claim.ts';
import type { Rig } from '../calibration/rig.ts';
import type { PlanChange, PlanStep, ReasonCode, ShoppingItem, Wiring } from '../planner/plan.ts';
import type { DeviationRules } from '../verdict/deviationRules.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import type { Curve, Figure } from './figure.ts';

/** A verdict; docs/verdicts.md. */
export type VerdictWord = 'pass' | 'fail' | 'inconclusive' | 'not-verifiable' | 'manual';

/** One line of the answer: what was claimed, by which rule it was judged, what was measured. */
export interface ClaimVerdict {
  readonly id: string;
  readonly asWritten: string;
  readonly label: string;
  readonly quantity: string;
  readonly rule: string | null;
  /** The worst channel's figure; null where nothing was measured. */
  readonly measured: Figure | null;
  readonly verdict: VerdictWord;
  readonly reasonCode: ReasonCode;
  /** Distance to the nearer limit, linear, in the figure's unit; positive inside. */
  readonly margin: number | null;
  /** The same for a person: `0.42 dB (10 %) inside`; absent where there is none. */
  readonly marginText?: string;
  /** A sentence a non-engineer understands. */
  readonly text: string;
  readonly assumptions: readonly string[];
}

/** A stored capture and what identifies it. */
export interface CaptureRecord {
  readonly takeId: string;
  readonly stepId: string;
  readonly file: string;
  /** sha256 of the raw float32 little-endian interleaved samples. */
  readonly sha256: string;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
}

/** One step as it was run. */
export interface StepRecord {
  readonly step: PlanStep;
  readonly figures: readonly Figure[];
  readonly integrity: readonly IntegrityFinding[];
}

/** `result.json`: everything `verify` found. Published as JSON Schema from `verificationSchema`. */
export interface Verification {
  readonly kind: 'verification';
  readonly schemaVersion: 1;
  readonly card: SpecCard;
  readonly rig: Rig;
  /** True where no physical device was involved: printed wherever a figure is printed. */
  readonly simulated: boolean;
  readonly seed: number;
  /** What was assumed where the card says nothing; absent in results of before rules could be set. */
  readonly rules?: DeviationRules;
  readonly claims: readonly ClaimVerdict[];
  readonly summary: Readonly<Record<VerdictWord, number>>;
  readonly steps: readonly StepRecord[];
  readonly curves: readonly Curve[];
  readonly captures: readonly CaptureRecord[];
  readonly clock: { readonly ppm: number; readonly uncertaintyPpm: number; readonly wanderPpm: number } | null;
  readonly warnings: readonly string[];
  readonly wirings: readonly Wiring[];
  /** Planned steps that were not run as planned, with the reason; absent in results of before plans could change. */
  readonly planChanges?: readonly PlanChange[];
  /** What the rig lacks for claims that could not be decided; absent in older results. */
  readonly toBuy?: readonly ShoppingItem[];
}
