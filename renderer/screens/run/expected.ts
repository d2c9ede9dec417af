import type { PlanStep } from '../../../core/planner/plan.ts';
import { sameWiring } from '../../state/planGroups.ts';
import type { RunView } from '../../state/runView.ts';

/** The most that will be put out, or is; null where it is not known or there is no load. */
export interface Expected {
  readonly outputVoltsRms: number | null;
  readonly loadWatts: number | null;
}

/** The steps that will be run in the wiring a prompt asks for; a safety prompt stands before all of them. */
function stepsAhead({ prompt, planned, stepIndex }: RunView): readonly PlanStep[] {
  const steps = planned?.plan.steps ?? [];
  if (prompt === null) return stepIndex >= 0 ? steps.slice(stepIndex, stepIndex + 1) : [];
  return prompt.kind === 'safety' ? steps : steps.filter(({ wiring }) => sameWiring(wiring, prompt.wiring));
}

/** What plays now, or at most after the open prompt. */
export function expectedOf(run: RunView): Expected {
  const { take, preview } = run;
  if (take !== null)
    return {
      outputVoltsRms: take.predictedOutputVoltsRms,
      loadWatts: take.predictedLoadWatts > 0 ? take.predictedLoadWatts : null,
    };
  const ahead = stepsAhead(run);
  if (ahead.length === 0)
    return { outputVoltsRms: preview?.predictedOutputVoltsRms ?? null, loadWatts: preview?.predictedLoadWatts ?? null };
  const watts = Math.max(...ahead.map((step) => step.predictedLoadWatts));
  return {
    outputVoltsRms: Math.max(...ahead.map((step) => step.predictedOutputVoltsRms)),
    loadWatts: watts > 0 ? watts : null,
  };
}
