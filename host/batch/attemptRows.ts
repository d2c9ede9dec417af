import { randomUUID } from 'node:crypto';
import type { Figure } from '../../core/result/figure.ts';
import type { SequenceResult, StepResult } from '../../core/sequence/stepResult.ts';
import type { AttemptFigureTable, StoreDatabase } from '../store/database/schema.ts';
import { unitIdOf } from '../store/database/unitId.ts';

/** Rows put in at once: SQLite takes at most 32,766 values in one statement. */
const ROWS_AT_ONCE = 500;

export interface NewAttempt {
  readonly batchId: string;
  readonly product: string;
  readonly serial: string;
  readonly operator: string | null;
  readonly result: SequenceResult;
}

/** An attempt as it was put into the store. */
export interface KeptAttempt {
  readonly id: string;
  readonly position: number;
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  /** By how much the clock was set back since the attempt before it, seconds; 0: it was not. */
  readonly clockSetBackSeconds: number;
}

type FigureRow = Omit<AttemptFigureTable, 'attemptId' | 'position'>;

const measuredColumns = (
  figure: Figure | null,
): Pick<FigureRow, 'value' | 'unit' | 'uncertainty' | 'uncertaintyPartsJson'> => ({
  value: figure?.value ?? null,
  unit: figure?.unit ?? null,
  uncertainty: figure?.uncertainty ?? null,
  uncertaintyPartsJson: figure === null ? null : JSON.stringify(figure.uncertaintyParts),
});

/** A step's checks with what was measured; of a measurement its other figures, too. A card's run keeps all of its own. */
function figureRows({ id, kind, checks, figures }: StepResult): FigureRow[] {
  const judged = checks.map(({ series, measured, lower, upper, verdict }) => ({
    series: `${id}/${series}`,
    ...measuredColumns(measured),
    lower,
    upper,
    verdict,
  }));
  if (kind === 'verify') return judged;
  const names = new Set(checks.map(({ series }) => series));
  const others = figures
    .filter(({ series }) => !names.has(series))
    .map(({ series, figure }) => ({
      series: `${id}/${series}`,
      ...measuredColumns(figure),
      lower: null,
      upper: null,
      verdict: null,
    }));
  return [...judged, ...others];
}

/** `done`: nothing was judged, so nothing failed. */
const OUTCOMES = { pass: 'pass', done: 'pass', fail: 'fail', inconclusive: 'inconclusive' } as const;

/**
 * Puts one finished test of a unit into the store, whole or not at all, behind those the batch has.
 * @param attempt its result must not have ended with an error: that is the bench's, not the unit's
 * @returns null where it did
 */
export async function keepAttempt(database: StoreDatabase, attempt: NewAttempt): Promise<KeptAttempt | null> {
  const { batchId, product, serial, operator, result } = attempt;
  if (result.outcome === 'error') return null;
  const outcome = OUTCOMES[result.outcome];
  const { startedAt, seconds } = result;
  return database.transaction().execute(async (transaction) => {
    const unitId = unitIdOf(product, serial);
    await transaction
      .insertInto('units')
      .values({ id: unitId, product, serial })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const last = await transaction
      .selectFrom('attempts')
      .select(['position', 'startedAt'])
      .where('batchId', '=', batchId)
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
    const position = (last?.position ?? -1) + 1;
    const id = randomUUID();
    await transaction
      .insertInto('attempts')
      .values({ id, batchId, unitId, position, operator, startedAt, seconds, outcome })
      .execute();
    const rows = result.steps.flatMap(figureRows).map((row, place) => ({ attemptId: id, position: place, ...row }));
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
      await transaction
        .insertInto('attemptFigures')
        .values(rows.slice(from, from + ROWS_AT_ONCE))
        .execute();
    const aheadMs = last === undefined ? 0 : Date.parse(last.startedAt) - Date.parse(startedAt);
    return { id, position, outcome, clockSetBackSeconds: Math.max(aheadMs, 0) / 1000 };
  });
}
