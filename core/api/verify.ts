/**
 * What a claim means, which measurements would decide it on a rig, and the verdict on what was measured.
 * @module ampbench/verify
 */
export { rigSchema } from '../calibration/rig.ts';
export type { Rig } from '../calibration/rig.ts';
export type {
  DecisionRule,
  PlanChange,
  PlanStep,
  PlannedClaim,
  ReasonCode,
  ShoppingItem,
  StepKind,
  VerificationPlan,
  Wiring,
} from '../planner/plan.ts';
export type { IntegrityFinding } from '../measure/integrity/finding.ts';
export { planVerification } from '../planner/planVerification.ts';
export { resolveClaim } from '../planner/resolveClaim.ts';
export type { ClaimMeasurement, ResolvedClaim } from '../planner/resolve/resolved.ts';
export type { Curve } from '../result/figure.ts';
export type { CaptureRecord, ClaimVerdict, StepRecord, VerdictWord, Verification } from '../result/verification.ts';
export { decodeResult, verificationSchema } from '../result/verificationSchema.ts';
export { DEFAULT_RULES, deviationRulesSchema } from '../verdict/deviationRules.ts';
export type { DeviationRules } from '../verdict/deviationRules.ts';
export { judge } from '../verdict/judge.ts';
export type { Evidence } from '../verdict/judge.ts';
export { judgeFigures } from '../verdict/judgeFigures.ts';
