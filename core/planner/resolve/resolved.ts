import type { Claim, SpecCard } from '../../card/claim.ts';
import type { MeasurementKind } from '../../measure/analysis.ts';
import type { MeasureSettings } from '../../measure/settings.ts';
import type { DeviationRules } from '../../verdict/deviationRules.ts';
import type { DecisionRule, PlannedClaim, ReasonCode, StepKind, Wiring } from '../plan.ts';

/** A registered kind of measurement with what it is set to. */
export interface ClaimMeasurement {
  readonly kind: MeasurementKind;
  readonly settings: MeasureSettings;
}

/** A claim with every condition settled: stated, or assumed by the written rules. */
export interface ResolvedClaim extends Pick<Wiring, 'drive' | 'input' | 'output' | 'gain' | 'loadOhms'> {
  readonly claim: Claim;
  readonly rule: DecisionRule | null;
  readonly assumptions: readonly string[];
  readonly refused: PlannedClaim['refused'];
  /** Kind of the step whose figure decides it; null: no step does. */
  readonly decidedBy: StepKind | null;
  /** What a step of kind `measurement` measures; null for the others. */
  readonly measurement: ClaimMeasurement | null;
  readonly frequencyHz: number;
  readonly bandHz: readonly [number, number];
  /** Level at the unit's output, volts rms; heeded where `driveLevel` is null. */
  readonly outputVoltsRms: number;
  /** Level of the drive itself where the claim is about that: volts rms, or re a full-scale sine's rms with a digital drive. */
  readonly driveLevel: number | null;
  readonly thdnLimitRatio: number;
  /** THD+N limits in use by makers at which output is read too, since the claim names none; ascending. */
  readonly besideThdnRatios: readonly number[];
}

/** What a resolver settles; the rest stays as the claim's shared conditions have it. */
export type Resolution = Partial<Omit<ResolvedClaim, 'claim' | 'assumptions'>>;

/** A claim on its way to a meaning. */
export interface Stated {
  readonly claim: Claim;
  readonly card: SpecCard;
  readonly rules: DeviationRules;
  /** Its one number; 0 for a response, which has none. */
  readonly value: number;
  /** Its comparator sets an upper (lower) limit. */
  readonly isUpper: boolean;
  readonly isLower: boolean;
  readonly drive: Wiring['drive'];
  /** Says an assumption, once. */
  readonly assume: (text: string) => void;
}

export type Resolver = (stated: Stated) => Resolution;

export const refuse = (
  verdict: 'not-verifiable' | 'manual',
  reasonCode: ReasonCode,
  text: string,
): Pick<ResolvedClaim, 'refused'> => ({ refused: { verdict, reasonCode, text } });

/** A ratio as makers write it: `0.005 %`. */
export const percentText = (ratio: number): string => `${Number((ratio * 100).toPrecision(6))} %`;
