import { createHash } from 'node:crypto';
import type { Figure } from '../../../core/result/figure.ts';
import type { Verification } from '../../../core/result/verification.ts';
import type { Measurement } from '../../../core/run/runMeasurement.ts';
import type { RunResult } from '../runResult.ts';
import type { FigureTable } from './schema.ts';

type FigureCells = Omit<FigureTable, 'runId' | 'position' | 'startedAt'>;

const NO_FIGURE = {
  figureId: null,
  channel: null,
  value: null,
  unit: null,
  uncertainty: null,
  definitionId: null,
  conditionsJson: null,
  reasonCode: null,
} as const;

function cellsOf(figure: Figure): Pick<FigureTable, keyof typeof NO_FIGURE> {
  return {
    figureId: figure.id,
    channel: figure.channel,
    value: figure.value,
    unit: figure.unit,
    uncertainty: figure.uncertainty,
    definitionId: figure.definitionId,
    conditionsJson: JSON.stringify(figure.conditions),
    reasonCode: figure.reasonCode ?? null,
  };
}

function verificationCells({ steps, claims }: Verification): readonly FigureCells[] {
  const measured = steps.flatMap(({ step, figures }) =>
    figures.map((figure) => ({
      ...cellsOf(figure),
      series: `${step.id}/${figure.id}/${figure.channel}`,
      stepId: step.id,
      claimId: null,
      verdict: null,
    })),
  );
  const judged = claims.map((claim) => ({
    ...(claim.measured === null ? NO_FIGURE : cellsOf(claim.measured)),
    series: `claim/${claim.id}`,
    stepId: null,
    claimId: claim.id,
    verdict: claim.verdict,
    reasonCode: claim.reasonCode,
  }));
  return [...measured, ...judged];
}

function measurementCells({ request, channels }: Measurement): readonly FigureCells[] {
  // The same figure at another level or load is another series.
  const settings = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 12);
  return channels.flatMap(({ figures }) =>
    Object.values(figures).map((figure) => ({
      ...cellsOf(figure),
      series: `${request.kind}-${settings}/${figure.id}/${figure.channel}`,
      stepId: request.kind,
      claimId: null,
      verdict: null,
    })),
  );
}

/** A step may give the same figure several times: each is a series of its own, numbered from the second on. */
function withDistinctSeries(cells: readonly FigureCells[]): readonly FigureCells[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const count = (seen.get(cell.series) ?? 0) + 1;
    seen.set(cell.series, count);
    return count === 1 ? cell : { ...cell, series: `${cell.series}#${count}` };
  });
}

/** The figures of a finished run as rows, in the order of its result. */
export function figureRows(
  { verification, measurement }: RunResult,
  run: { readonly id: string; readonly startedAt: string },
): readonly FigureTable[] {
  const cells = [
    ...(verification === null ? [] : verificationCells(verification)),
    ...(measurement === null ? [] : measurementCells(measurement)),
  ];
  return withDistinctSeries(cells).map((cell, position) => ({
    runId: run.id,
    position,
    ...cell,
    startedAt: run.startedAt,
  }));
}
