import { AmpbenchError } from '../../../core/errors.ts';
import type { Figure } from '../../../core/result/figure.ts';
import type { StoredRun } from '../../../electron/ipc/contract.ts';

/** A figure of a run with the step it was read in; null in a single measurement. */
export type RunFigure = Figure & { readonly stepId: string | null };

/** @throws AmpbenchError `data/run-not-finished` */
export function figuresOf({ listing, verification, measurement }: StoredRun): readonly RunFigure[] {
  if (verification !== null) {
    return verification.steps.flatMap(({ step, figures }) => figures.map((figure) => ({ stepId: step.id, ...figure })));
  }
  if (measurement !== null) {
    return measurement.channels.flatMap(({ figures }) =>
      Object.values(figures).map((figure) => ({ stepId: null, ...figure })),
    );
  }
  const { runId } = listing;
  throw new AmpbenchError(
    'data',
    'run-not-finished',
    `run "${runId}" has no result`,
    { runId },
    'wait until it ends, or resume it',
  );
}
