import type { ErrorRecord } from '../errors.ts';
import type { Measurement } from '../run/runMeasurement.ts';
import type { VerificationPlan } from '../planner/plan.ts';
import type { Verification } from '../result/verification.ts';
import type { FigureLimit } from './figureLimit.ts';
import { judgeLimit, type Check, type StepFigure } from './judgeLimits.ts';
import type { SequenceStep, Variables } from './sequence.ts';

/** `done`: a step that judges nothing was carried out. */
export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'done';

/** What a step found, before it is known how long it took. */
export interface Findings {
  readonly figures: readonly StepFigure[];
  readonly checks: readonly Check[];
}

/** One step of a sequence as it was carried out. */
export interface StepResult extends Findings {
  readonly id: string;
  readonly kind: SequenceStep['kind'];
  /** What it does, in words. */
  readonly title: string;
  readonly loop: Variables;
  readonly outcome: Outcome | 'error' | 'not-run';
  readonly seconds: number;
  /** Where its run is kept; null: it has none. */
  readonly runFolder: string | null;
  /** Null: nothing went wrong. */
  readonly error: ErrorRecord | null;
}

/** What a sequence found on one unit: `sequence.json`. */
export interface SequenceResult {
  readonly kind: 'sequence';
  readonly schemaVersion: 1;
  readonly name: string;
  readonly serial: string | null;
  readonly rigId: string;
  /** True where no physical device was involved: printed wherever a figure is printed. */
  readonly simulated: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly variables: Variables;
  readonly outcome: Outcome | 'error';
  readonly steps: readonly StepResult[];
}

/** One failure fails the whole, one undecided leaves it undecided; rows left to the person do not count. */
export function outcomeOf(verdicts: readonly Check['verdict'][]): Outcome {
  if (verdicts.includes('fail')) return 'fail';
  if (verdicts.some((verdict) => verdict === 'inconclusive' || verdict === 'not-verifiable')) return 'inconclusive';
  return verdicts.includes('pass') ? 'pass' : 'done';
}

/** What a sequence's steps come to together. */
export function outcomeOfSteps(steps: readonly StepResult[]): SequenceResult['outcome'] {
  if (steps.some(({ outcome }) => outcome === 'error')) return 'error';
  return outcomeOf(steps.flatMap(({ checks }) => checks.map(({ verdict }) => verdict)));
}

/** A measurement's figures against a step's limits. */
export function measurementFindings(measurement: Measurement, limits: readonly FigureLimit[]): Findings {
  const figures = measurement.channels.flatMap(({ channel, figures: own }) =>
    Object.values(own).map((figure) => ({
      series: `${figure.id}/${figure.channel}`,
      channelNumber: channel,
      figure,
    })),
  );
  return { figures, checks: checksOf(limits, figures, measurement.integrity) };
}

/** A verification's claims, and its figures against a step's limits. Claims come with the limits of the plan they were judged by. */
export function verificationFindings(
  verification: Verification,
  plan: Pick<VerificationPlan, 'claims'>,
  limits: readonly FigureLimit[],
): Findings {
  const channels = verification.rig.channels.map(({ name }) => name);
  const figures = verification.steps.flatMap(({ step, figures: own }) =>
    own.map((figure) => ({
      series: `${step.id}/${figure.id}/${figure.channel}`,
      channelNumber: channels.indexOf(figure.channel) + 1,
      figure,
    })),
  );
  const rules = new Map(plan.claims.map(({ claimId, rule }) => [claimId, rule]));
  const claims = verification.claims.map(({ id, asWritten, measured, verdict, reasonCode, text }): Check => {
    const rule = rules.get(id);
    return {
      series: `claim/${id}`,
      name: asWritten,
      measured,
      lower: rule?.lower ?? null,
      upper: rule?.upper ?? null,
      verdict,
      reasonCode,
      text,
    };
  });
  const findings = verification.steps.flatMap(({ integrity }) => integrity);
  return { figures, checks: [...claims, ...checksOf(limits, figures, findings)] };
}

function checksOf(
  limits: readonly FigureLimit[],
  figures: readonly StepFigure[],
  findings: readonly { readonly damaging: boolean; readonly text: string }[],
): Check[] {
  const damage = findings.find(({ damaging }) => damaging)?.text ?? null;
  return limits.flatMap((limit) => judgeLimit(limit, figures, damage));
}

/** A step in words. */
export function stepTitle(step: SequenceStep): string {
  switch (step.kind) {
    case 'verify':
      return `Verify ${step.card}`;
    case 'measure': {
      const { kind, path, outputVoltsRms, loadOhms } = step.measurement;
      const where = path === 'loopback' ? ' in loopback' : loadOhms === null ? '' : ` into ${loadOhms} Ω`;
      return `Measure ${kind} at ${outputVoltsRms} V${where}`;
    }
    case 'prompt':
      return step.text;
    case 'command':
      return step.words.join(' ');
  }
}
