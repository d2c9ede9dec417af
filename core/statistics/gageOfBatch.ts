import { AmpbenchError } from '../errors.ts';
import { groupBy } from '../planner/groupBy.ts';
import type { BatchSeries } from './batchStatistics.ts';
import { gageStudy, type GageReading, type GageStudy } from './gageStudy.ts';

/** Who measured which unit, for each attempt of a batch. */
export interface GageAttempt {
  readonly serial: string;
  /** Null: not said; all such count as one operator. */
  readonly operator: string | null;
}

export interface GageOfSeries {
  readonly series: string;
  readonly unit: BatchSeries['unit'];
  readonly study: GageStudy;
  /** Readings beyond those every unit and operator has; the first ones count. */
  readonly leftOut: number;
}

const NOBODY = 'operator not said';

/**
 * A gage study of each figure of a batch: its units are the parts, its repeats the trials. Where some were repeated more often than others, the first readings
 * of each count.
 * @throws AmpbenchError `data/gage-not-balanced` where a unit was measured less than twice by some operator
 */
export function gageOfBatch(attempts: readonly GageAttempt[], series: Iterable<BatchSeries>): GageOfSeries[] {
  const studies: GageOfSeries[] = [];
  for (const { series: name, unit, limits, readings } of series) {
    const all = readings.map(({ attempt, value }): GageReading => ({
      part: attempts[attempt].serial,
      operator: attempts[attempt].operator ?? NOBODY,
      value,
    }));
    const cells = groupBy(all, ({ part, operator }) => JSON.stringify([part, operator]));
    const trials = Math.min(...[...cells.values()].map((cell) => cell.length));
    const balanced = [...cells.values()].flatMap((cell) => cell.slice(0, trials));
    const tolerance = limits.lower === null || limits.upper === null ? null : limits.upper - limits.lower;
    studies.push({ series: name, unit, study: gageStudy(balanced, tolerance), leftOut: all.length - balanced.length });
  }
  if (studies.length > 0) return studies;
  throw new AmpbenchError(
    'data',
    'gage-without-figures',
    'the batch has no figures yet: a gage study needs every unit measured at least twice',
    {},
    'measure each unit several times: ampbench batch next BATCH --serial S --times 3',
  );
}
