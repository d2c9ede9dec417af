import { createHash } from 'node:crypto';
import { figureSeries } from '../figureSeries.ts';
import type { RunResult } from '../runResult.ts';
import type { FigureTable } from './schema.ts';

/** The same figure at another level or load is another series. */
function settingsName({ measurement }: RunResult): string {
  if (measurement === null) return '';
  return `-${createHash('sha256').update(JSON.stringify(measurement.request)).digest('hex').slice(0, 12)}`;
}

/** The figures of a finished run as rows, in the order of its result. */
export function figureRows(
  result: RunResult,
  run: { readonly id: string; readonly startedAt: string },
): readonly FigureTable[] {
  return figureSeries(result, settingsName(result)).map(({ series, stepId, claim, figure }, position) => ({
    runId: run.id,
    position,
    series,
    figureId: figure?.id ?? null,
    stepId,
    claimId: claim?.id ?? null,
    channel: figure?.channel ?? null,
    value: figure?.value ?? null,
    unit: figure?.unit ?? null,
    uncertainty: figure?.uncertainty ?? null,
    definitionId: figure?.definitionId ?? null,
    conditionsJson: figure === null ? null : JSON.stringify(figure.conditions),
    verdict: claim?.verdict ?? null,
    reasonCode: claim?.reasonCode ?? figure?.reasonCode ?? null,
    startedAt: run.startedAt,
  }));
}
