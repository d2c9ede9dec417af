import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import { AmpbenchError } from '../errors.ts';
import type { PlanStep, Wiring } from '../planner/plan.ts';
import { planVerification } from '../planner/planVerification.ts';
import type { Curve, Figure } from '../result/figure.ts';
import type { ClaimVerdict, StepRecord, Verification, VerdictWord } from '../result/verification.ts';
import { createRandom } from '../signal/random.ts';
import { judge } from '../verdict/judge.ts';
import { DEFAULT_RULES } from '../verdict/deviationRules.ts';
import { createBenchContext, type RunContext, type StepResult } from './context.ts';
import type { Procedure, Prompt, PromptAnswer } from './effects.ts';
import { gainFigures } from './gainFigure.ts';
import { safetyPrompt, wiringKey, wiringPrompt } from './prompts.ts';
import { runBaseline } from './steps/baseline.ts';
import { runGain } from './steps/gain.ts';
import { runInputImpedance } from './steps/inputImpedance.ts';
import { runMaxOutput } from './steps/maxOutput.ts';
import { runNoise } from './steps/noise.ts';
import { runOutputImpedance } from './steps/outputImpedance.ts';
import { runResponse } from './steps/response.ts';
import { runThdn } from './steps/thdn.ts';

/** How often a wiring is asked for before a load that does not show ends the run. */
const WIRING_ATTEMPTS = 2;

/**
 * The main job, as a pure generator: plans, asks for wiring, plays, analyses, judges. It touches nothing; the host carries out each effect.
 * The same card, rig, seed and replies give the same bytes.
 * @throws AmpbenchError where the bench cannot be what the plan needs (dead DUT, wrong rate, load not changed)
 */
export function* runVerification(
  card: SpecCard,
  rig: Rig,
  options: { readonly seed: number; readonly simulated: boolean },
): Procedure<Verification> {
  const rules = DEFAULT_RULES;
  const plan = planVerification(card, rig, rules);
  const context: RunContext = { ...createBenchContext(rig, createRandom(options.seed)), card, plan, rules };
  const steps: StepRecord[] = [];
  const curves: Curve[] = [];
  const wirings: Wiring[] = [];
  const skipped = new Set<string>();
  yield* ask(safetyPrompt(plan));
  for (const step of plan.steps) {
    const key = wiringKey(step.wiring);
    const previous = wirings.at(-1);
    if (previous === undefined || wiringKey(previous) !== key) {
      wirings.push(step.wiring);
      const prompt = wiringPrompt(rig, step.wiring, previous ?? null);
      const answer = yield* ask(prompt);
      noteAnswer(context, step.wiring, answer, skipped);
    }
    if (skipped.has(key)) continue;
    const result = yield* runStep(context, step, skipped);
    if (result === null) continue;
    curves.push(...result.curves);
    const record = { step, figures: result.figures, integrity: context.findings.get(step.id) ?? [] };
    steps.push(record);
    yield { type: 'note', stepId: step.id, text: summary(record), decided: decidedBy(context, step.id, steps) };
  }
  const harvested = addGain(context, steps);
  const claims = card.claims.map((claim) => judgeClaim(context, claim.id, harvested));
  return {
    kind: 'verification',
    schemaVersion: 1,
    card,
    rig,
    simulated: options.simulated,
    seed: options.seed,
    claims,
    summary: summarize(claims),
    steps: harvested,
    curves,
    captures: context.captures,
    clock: context.knowledge.clock,
    warnings: [...new Set(context.warnings)],
    wirings,
  };
}

function* ask(prompt: Prompt): Procedure<PromptAnswer> {
  const reply = yield { type: 'prompt', prompt };
  if (reply.type !== 'prompt') throw new Error(`prompt ${prompt.id} was answered with a ${reply.type}`);
  return reply.answer;
}

function noteAnswer(context: RunContext, wiring: Wiring, answer: PromptAnswer, skipped: Set<string>): void {
  if (answer.answer === 'skip') {
    if (wiring.path === 'loopback' || (wiring.loadOhms === null && wiring.seriesOhms === 0)) {
      throw new AmpbenchError(
        'usage',
        'step-needed',
        `the wiring "${wiringKey(wiring)}" cannot be skipped: every figure rests on the baseline and on the unloaded output`,
        { wiring: wiringKey(wiring) },
      );
    }
    skipped.add(wiringKey(wiring));
  }
  if (answer.loadOhms !== undefined && wiring.loadOhms !== null)
    context.readLoads.set(wiring.loadOhms, answer.loadOhms);
}

/** Runs a step; a load that does not show is asked for once more. Null: the person then skipped the wiring. */
function* runStep(context: RunContext, step: PlanStep, skipped: Set<string>): Procedure<StepResult | null> {
  switch (step.kind) {
    case 'baseline':
      return yield* runBaseline(context, step);
    case 'gain':
      return yield* runGain(context, step);
    case 'frequency-response':
      return yield* runResponse(context, step);
    case 'noise':
      return yield* runNoise(context, step);
    case 'input-impedance':
      return yield* runInputImpedance(context, step);
    case 'thdn':
      return yield* runThdn(context, step);
    case 'max-output':
      return yield* runMaxOutput(context, step);
    case 'output-impedance':
      for (let attempt = 1; ; attempt++) {
        try {
          return yield* runOutputImpedance(context, step, attempt);
        } catch (error) {
          const retry =
            error instanceof AmpbenchError && error.code === 'load-not-changed' && attempt < WIRING_ATTEMPTS;
          if (!retry) throw error;
          const prompt = wiringPrompt(context.rig, step.wiring, null);
          const again = { ...prompt, id: `${prompt.id}-again`, text: `${error.message}. ${prompt.text}` };
          noteAnswer(context, step.wiring, yield* ask(again), skipped);
          if (skipped.has(wiringKey(step.wiring))) return null;
        }
      }
  }
}

/** The gain is made last: it needs the input impedance, which is measured after it. */
function addGain(context: RunContext, steps: readonly StepRecord[]): StepRecord[] {
  if (context.knowledge.openProbe === null) return [...steps];
  return steps.map((record) =>
    record.step.kind === 'gain' ? { ...record, figures: [...record.figures, ...gainFigures(context)] } : record,
  );
}

function judgeClaim(context: RunContext, claimId: string, steps: readonly StepRecord[]): ClaimVerdict {
  const claim = context.card.claims.find(({ id }) => id === claimId);
  const planned = context.plan.claims.find((entry) => entry.claimId === claimId);
  if (claim === undefined || planned === undefined) throw new Error(`claim ${claimId} is not planned`);
  const records = steps.filter((record) => planned.stepIds.includes(record.step.id));
  const figureId = planned.rule?.figureId;
  const bearing = records.filter((record) => record.figures.some((figure) => figure.id === figureId));
  const figures = bearing.flatMap((record) =>
    record.figures.filter((figure): figure is Figure => figure.id === figureId),
  );
  // An impedance rests on two steps' captures, and everything on the baseline: all count
  const behind = steps.filter((record) => record.step.kind === 'baseline' || records.includes(record));
  return judge(claim, planned, { figures, findings: behind.flatMap((record) => record.integrity) });
}

/** The claims that this step was the last one missing for; the gain's wait for the end (`addGain`). */
function decidedBy(context: RunContext, stepId: string, steps: readonly StepRecord[]): ClaimVerdict[] {
  const done = new Set<string>(steps.map(({ step }) => step.id));
  return context.plan.claims
    .filter(({ stepIds, rule, refused }) => {
      const measured = steps.some(({ figures }) => figures.some(({ id }) => id === rule?.figureId));
      return refused === null && measured && stepIds.includes(stepId) && stepIds.every((id) => done.has(id));
    })
    .map(({ claimId }) => judgeClaim(context, claimId, steps));
}

function summarize(claims: readonly ClaimVerdict[]): Record<VerdictWord, number> {
  const summary: Record<VerdictWord, number> = { pass: 0, fail: 0, inconclusive: 0, 'not-verifiable': 0, manual: 0 };
  for (const claim of claims) summary[claim.verdict]++;
  return summary;
}

/** One line for the person while the run goes on. */
function summary(record: StepRecord): string {
  const shown = record.figures.filter((figure) => figure.value !== null && !/^h\d/.test(figure.id)).slice(0, 4);
  const figures = shown.map((figure) => `${figure.id} ${figure.channel} ${figure.text}`).join(', ');
  const damage = record.integrity.map((finding) => finding.text).join('; ');
  const nothing = record.step.kind === 'gain' ? 'worked out at the end, with the input impedance' : 'no figure';
  return [figures === '' ? nothing : figures, damage].filter((part) => part !== '').join(' | ');
}
