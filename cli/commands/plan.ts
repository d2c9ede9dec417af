import { superviseEngine } from '../../host/engine/supervisor.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { rulesFrom, type RuleOptions } from '../options/ruleOptions.ts';
import { cardReference, rigReference } from '../references.ts';
import type { PlannedRun } from '../../electron/ipc/contract.ts';

function planText({ card, rig, plan }: PlannedRun): string {
  const claims = plan.claims.map((planned) => {
    const written = card.claims.find((claim) => claim.id === planned.claimId)?.asWritten ?? planned.claimId;
    const how =
      planned.refused === null ? (planned.rule?.text ?? '') : `${planned.refused.verdict}: ${planned.refused.text}`;
    return [planned.claimId, written, how];
  });
  const steps = plan.steps.map((step, index) => [
    String(index + 1),
    step.title,
    step.claimIds.join(' '),
    `${step.predictedOutputVoltsRms.toPrecision(3)} V`,
    `${step.predictedLoadWatts.toPrecision(3)} W`,
    `${step.seconds.toFixed(1)} s`,
  ]);
  const assumptions = plan.claims.flatMap((planned) =>
    planned.assumptions.map((each) => `  ${planned.claimId}: ${each}\n`),
  );
  return [
    `${card.maker === null ? '' : `${card.maker} `}${card.product ?? card.id} on ${rig.name}\n\n`,
    columns([['', 'claim as written', 'decided by'], ...claims]),
    '\n',
    columns([['', 'step', 'for', 'at most', 'into load', 'audio'], ...steps]),
    `\nabout ${plan.seconds.toFixed(0)} s of audio\n`,
    assumptions.length > 0 ? `\nassumed, because the card does not say:\n${assumptions.join('')}` : '',
  ].join('');
}

/** `ampbench plan`: what would be measured, before anything plays. */
export async function runPlan(
  options: RuleOptions & { readonly card: string; readonly rig: string; readonly json?: boolean },
): Promise<number> {
  const rules = await rulesFrom(options);
  const request = {
    card: await cardReference(options.card),
    rig: await rigReference(options.rig),
    ...(rules === undefined ? {} : { rules }),
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
