import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { ShoppingItem, VerificationPlan } from '../../core/planner/plan.ts';
import { rigFloorOf, type RigFloor } from '../../core/planner/rigFloor.ts';
import { sameWiring } from '../../core/planner/wiring.ts';
import { wiringText } from '../../core/report/conditionText.ts';
import { shoppingLines } from '../../core/report/shoppingText.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import type { PlannedRun } from '../../electron/ipc/contract.ts';
import { superviseEngine } from '../../host/engine/supervisor.ts';
import { EXIT } from '../exitCodes.ts';
import { rulesFrom, type RuleOptions } from '../options/ruleOptions.ts';
import { columns, printJson } from '../output.ts';
import { cardReference, readTextFile, rigReference } from '../references.ts';

export interface PlanOptions extends RuleOptions {
  readonly card: string;
  readonly rig: string;
  readonly baseline?: string;
  readonly json?: boolean;
}

/** The steps in order, each wiring said once. */
function stepRows({ steps }: VerificationPlan): string[][] {
  return steps.map((step, index) => {
    const isNew = index === 0 || !sameWiring(steps[index - 1].wiring, step.wiring);
    return [
      String(index + 1),
      isNew ? wiringText(step.wiring) : '',
      step.title,
      step.claimIds.join(' '),
      step.predictedOutputVoltsRms === 0 ? '' : `${step.predictedOutputVoltsRms.toPrecision(3)} V`,
      step.predictedLoadWatts === 0 ? '' : `${step.predictedLoadWatts.toPrecision(3)} W`,
      `${step.seconds.toFixed(1)} s`,
    ];
  });
}

const shoppingText = (toBuy: readonly ShoppingItem[]): string =>
  toBuy.length === 0
    ? ''
    : `\nto buy, for what this rig cannot decide:\n${shoppingLines(toBuy)
        .map((line) => `  ${line}\n`)
        .join('')}`;

function workText({ steps, seconds, wiringCount }: VerificationPlan): string {
  if (steps.length === 0) return '\nnothing to measure: no line of this card can be decided by this rig\n';
  return `\n${steps.length} steps, ${wiringCount} wirings, about ${seconds.toFixed(0)} s of audio\n`;
}

/** A plan as text: claims, steps by wiring, what to buy, assumptions. */
export function planText({ card, rig, plan }: PlannedRun): string {
  const claims = plan.claims.map((planned) => {
    const written = card.claims.find((claim) => claim.id === planned.claimId)?.asWritten ?? planned.claimId;
    const how =
      planned.refused === null ? (planned.rule?.text ?? '') : `${planned.refused.verdict}: ${planned.refused.text}`;
    return [planned.claimId, written, how];
  });
  const assumptions = plan.claims.flatMap((planned) =>
    planned.assumptions.map((each) => `  ${planned.claimId}: ${each}\n`),
  );
  const title = `${card.maker === null ? '' : `${card.maker} `}${card.product ?? card.id} on ${rig.name}\n\n`;
  return [
    title,
    claims.length === 0 ? 'the card states no figure\n' : columns([['', 'claim as written', 'decided by'], ...claims]),
    plan.steps.length === 0
      ? ''
      : `\n${columns([['', 'wiring', 'step', 'for', 'at most', 'into load', 'audio'], ...stepRows(plan)])}`,
    workText(plan),
    shoppingText(plan.toBuy),
    assumptions.length > 0 ? `\nassumed, because the card does not say:\n${assumptions.join('')}` : '',
  ].join('');
}

/**
 * The floor that an earlier run on the rig showed.
 * @param ref the run's folder, or its result.json
 */
async function floorFrom(ref: string): Promise<RigFloor> {
  const isFolder = await stat(ref).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  const file = isFolder ? join(ref, 'result.json') : ref;
  const floor = rigFloorOf(decodeResult(await readTextFile(file), file).steps);
  if (floor !== null) return floor;
  throw new AmpbenchError('data', 'no-baseline', `${file} has no baseline: its loopback was not measured`, { file });
}

/** `ampbench plan`: what would be measured and what is missing for it, before anything plays. */
export async function runPlan(options: PlanOptions): Promise<number> {
  const rules = await rulesFrom(options);
  const request = {
    card: await cardReference(options.card),
    rig: await rigReference(options.rig),
    ...(rules === undefined ? {} : { rules }),
    ...(options.baseline === undefined ? {} : { floor: await floorFrom(options.baseline) }),
  };
  const engine = superviseEngine();
  try {
    const planned = await engine.plan(request);
    if (options.json === true) printJson(planned.plan);
    else process.stdout.write(planText(planned));
    return EXIT.pass;
  } finally {
    await engine.close();
  }
}
