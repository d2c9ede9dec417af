import type { Figure } from '../result/figure.ts';
import { figureDifference, type FigureDifference } from './compareFigures.ts';

/** A figure under a name that both runs use. */
export interface ComparedFigure {
  readonly series: string;
  readonly figure: Figure | null;
}

/** A figure that both runs have, and their difference: the first less the second. */
export interface ComparisonRow {
  readonly series: string;
  readonly first: string;
  readonly second: string;
  readonly difference: FigureDifference;
}

/**
 * The figures that two runs have in common, in the order of the first.
 * @param sameRig both were measured with one rig, calibration and loads: what these do to both cancels
 */
export function compareRuns(
  first: readonly ComparedFigure[],
  second: readonly ComparedFigure[],
  sameRig: boolean,
): readonly ComparisonRow[] {
  const others = new Map(second.map(({ series, figure }) => [series, figure]));
  return first.flatMap(({ series, figure }) => {
    const other = others.get(series) ?? null;
    if (figure === null || other === null) return [];
    return [{ series, first: figure.text, second: other.text, difference: figureDifference(figure, other, sameRig) }];
  });
}
