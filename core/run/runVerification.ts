import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import { AmpbenchError } from '../errors.ts';
import type { PlanStep, Wiring } from '../planner/plan.ts';
import { planVerification } from '../planner/planVerification.ts';
import { singleStatements } from '../planner/singleStatements.ts';
import { sameWiring, setUpKey, wiringKey } from '../planner/wiring.ts';
import type { Curve, Figure } from '../result/figure.ts';
import type { StepRecord, Verification } from '../result/verification.ts';
import { createRandom } from '../signal/random.ts';
import { DEFAULT_RULES, type DeviationRules } from '../verdict/deviationRules.ts';
import { createBenchContext, type RunContext } from './context.ts';
import type { Procedure, Prompt, PromptAnswer } from './effects.ts';
import { gainFigures } from './gainFigure.ts';
import { claimsDecidedBy, judgeClaim, summarizeVerdicts } from './judgeClaims.ts';
import { safetyPrompt, wiringPrompt } from './prompts.ts';
import { replan } from './replan.ts';
import { runStep } from './runStep.ts';

/**
 * The main job, as a pure generator: plans, asks for wiring, plays, analyses, judges, and leaves out what a finding makes pointless. It touches nothing;
 * the host carries out each effect. The same card, rig, rules, seed and replies give the same bytes.
 * @throws AmpbenchError where the bench cannot be what the plan needs (dead DUT, wrong rate, load not changed)
 */
export function* runVerification(
  published: SpecCard,
  rig: Rig,
  options: { readonly seed: number; readonly simulated: boolean; readonly rules?: DeviationRules },
): Procedure<Verification> {
  const { seed, simulated, rules = DEFAULT_RULES } = options;
  const card = singleStatements(published);
  const plan = planVerification(card, rig, rules);
  const context: RunContext = { ...createBenchContext(rig, createRandom(seed)), card, plan, rules, planChanges: [] };
  const run: RunState = { records: [], curves: [], wirings: [], inPlace: null, isSkipped: () => false };
  if (plan.steps.length > 0) yield* ask(safetyPrompt(plan));
  let remaining: readonly PlanStep[] = plan.steps;
  while (remaining.length > 0) {
    const [step, ...later] = remaining;
    remaining = later;
    if (!(yield* wire(context, run, step))) continue;
    const result = yield* runStep(context, step, (prompt) => isWired(context, run, step.wiring, prompt));
    if (result === null) {
      noteSkip(context, step);
      continue;
    }
    run.curves.push(...result.curves);
    const figures = result.figures.map((figure) => withSetUp(figure, step.wiring));
    const record: StepRecord = { step, figures, integrity: context.findings.get(step.id) ?? [] };
    run.records.push(record);
    const decided = claimsDecidedBy(context, step.id, run.records);
    yield { type: 'note', stepId: step.id, text: summary(record), decided };
    remaining = yield* replanned(context, run, record, remaining);
  }
  const steps = addGain(context, run.records);
  const claims = card.claims.map((claim) => judgeClaim(context, claim.id, steps));
  return {
    kind: 'verification',
    schemaVersion: 1,
    card,
    rig,
    simulated,
    seed,
    rules,
    claims,
    summary: summarizeVerdicts(claims),
    steps,
    curves: run.curves,
    captures: context.captures,
    clock: context.knowledge.clock,
    warnings: [...new Set(context.warnings)],
    wirings: run.wirings,
    planChanges: context.planChanges,
    toBuy: plan.toBuy,
  };
}

/** What a run has so far. */
interface RunState {
  readonly records: StepRecord[];
  readonly curves: Curve[];
  /** As they were asked for. */
  readonly wirings: Wiring[];
  inPlace: Wiring | null;
  /** Whether a wiring is one that the person skipped. */
  isSkipped: (wiring: Wiring) => boolean;
}

function* ask(prompt: Prompt): Procedure<PromptAnswer> {
  const reply = yield { type: 'prompt', prompt };
  if (reply.type !== 'prompt') throw new Error(`prompt ${prompt.id} was answered with a ${reply.type}`);
  return reply.answer;
}

/** Has the wiring of a step made where it is another than before. False: the person skipped it, or what it rests on. */
function* wire(context: RunContext, run: RunState, step: PlanStep): Procedure<boolean> {
  const { wiring } = step;
  let isInPlace = !run.isSkipped(wiring);
  if (isInPlace && (run.inPlace === null || !sameWiring(run.inPlace, wiring))) {
    run.wirings.push(wiring);
    isInPlace = yield* isWired(context, run, wiring, wiringPrompt(context.rig, context.card, wiring, run.inPlace));
    if (isInPlace) run.inPlace = wiring;
  }
  if (!isInPlace) noteSkip(context, step);
  return isInPlace;
}

/** Asks for a wiring and notes the answer. @returns whether it is in place */
function* isWired(context: RunContext, run: RunState, wiring: Wiring, prompt: Prompt): Procedure<boolean> {
  const { answer, loadOhms } = yield* ask(prompt);
  if (loadOhms !== undefined && wiring.loadOhms !== null) context.readLoads.set(wiring.loadOhms, loadOhms);
  if (answer !== 'skip') return true;
  const isBare = wiring.loadOhms === null && wiring.seriesOhms === 0;
  const setUps = new Set(
    context.plan.steps.filter((step) => step.wiring.path === 'dut').map((step) => setUpKey(step.wiring)),
  );
  if (wiring.path === 'loopback' || (isBare && setUps.size === 1)) {
    throw new AmpbenchError(
      'usage',
      'step-needed',
      `the wiring "${wiringKey(wiring)}" cannot be skipped: every figure rests on the baseline and on the unloaded output`,
      { wiring: wiringKey(wiring) },
    );
  }
  const before = run.isSkipped;
  // Without its bare output nothing is known of a set-up, so that all of it is left out
  const isIt = (other: Wiring): boolean =>
    isBare ? other.path === 'dut' && setUpKey(other) === setUpKey(wiring) : sameWiring(other, wiring);
  run.isSkipped = (other) => before(other) || isIt(other);
  return false;
}

function noteSkip(context: RunContext, step: PlanStep): void {
  const { loadOhms, seriesOhms } = step.wiring;
  const reason = `Its wiring "${wiringKey(step.wiring)}" was skipped when it was asked for.`;
  const reasonCode = loadOhms === null && seriesOhms === 0 ? 'not-run' : 'load-missing';
  context.planChanges.push({ stepId: step.id, action: 'skipped', reasonCode, reason });
}

/** The steps still to come, after what a step found. */
function* replanned(
  context: RunContext,
  run: RunState,
  record: StepRecord,
  remaining: readonly PlanStep[],
): Procedure<PlanStep[]> {
  const steps: PlanStep[] = [];
  for (const next of remaining) {
    const outcome = replan(context, record, next);
    if (outcome === null) {
      steps.push(next);
      continue;
    }
    const { change, step, figures } = outcome;
    context.planChanges.push(change);
    if (step !== null) steps.push(step);
    else if (figures.length > 0) run.records.push({ step: next, figures, integrity: [] });
    const decided = step === null ? claimsDecidedBy(context, next.id, run.records) : [];
    yield { type: 'note', stepId: next.id, text: change.reason, decided };
  }
  return steps;
}

/** Where the unit has several sockets or gains, a figure says which it was taken at. */
function withSetUp(figure: Figure, { path, input, output, gain }: Wiring): Figure {
  if (path === 'loopback' || (input === null && output === null && gain === null)) return figure;
  const named = {
    ...(input === null ? {} : { input }),
    ...(output === null ? {} : { output }),
    ...(gain === null ? {} : { gain }),
  };
  return { ...figure, conditions: { ...figure.conditions, ...named } };
}

/** The gain is made last: it needs the input impedance, which is measured after it. */
function addGain(context: RunContext, steps: readonly StepRecord[]): StepRecord[] {
  return steps.map((record) => {
    const { kind, wiring } = record.step;
    if (kind !== 'gain') return record;
    const figures = gainFigures(context, wiring).map((figure) => withSetUp(figure, wiring));
    return { ...record, figures: [...record.figures, ...figures] };
  });
}

/** One line for the person while the run goes on. */
function summary(record: StepRecord): string {
  const shown = record.figures.filter((figure) => figure.value !== null && !/^h\d/.test(figure.id)).slice(0, 4);
  const figures = shown.map((figure) => `${figure.id} ${figure.channel} ${figure.text}`).join(', ');
  const damage = record.integrity.map((finding) => finding.text).join('; ');
  const isGain = record.step.kind === 'gain' && record.step.wiring.drive === 'analogue';
  const nothing = isGain ? 'worked out at the end, with the input impedance' : 'no figure';
  return [figures === '' ? nothing : figures, damage].filter((part) => part !== '').join(' | ');
}
