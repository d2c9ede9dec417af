import { AmpbenchError } from '../errors.ts';
import { groupBy } from '../planner/groupBy.ts';
import { fUpperTail } from './distributions.ts';
import { CONFIDENCE, deviationInterval, exactSum, type Interval } from './summarize.ts';

/** One reading of a crossed study: every operator measures every part equally often. */
export interface GageReading {
  readonly part: string;
  readonly operator: string;
  readonly value: number;
}

export interface AnovaRow {
  readonly source: 'part' | 'operator' | 'part-operator' | 'repeatability';
  readonly sumOfSquares: number;
  readonly degreesOfFreedom: number;
  readonly meanSquare: number;
  /** Null for repeatability, which is what the others are held against. */
  readonly f: number | null;
  /** Probability of an F this large by chance. */
  readonly p: number | null;
}

export interface GageComponent {
  readonly source: 'gage' | 'repeatability' | 'reproducibility' | 'operator' | 'part-operator' | 'part' | 'total';
  readonly standardDeviation: number;
  /** Of the total standard deviation, per cent. */
  readonly studyPercent: number | null;
  /** Six standard deviations of the tolerance, per cent; null without two limits. */
  readonly tolerancePercent: number | null;
}

export interface GageStudy {
  readonly parts: number;
  readonly operators: number;
  readonly trials: number;
  readonly anova: readonly AnovaRow[];
  /** The interaction was not significant at 0.25 and is counted as repeatability. */
  readonly isPooled: boolean;
  readonly components: readonly GageComponent[];
  /** Components whose estimate came out below zero and count as zero. */
  readonly negative: readonly GageComponent['source'][];
  readonly repeatabilityInterval: Interval;
  /** Share of gage repeatability and reproducibility in the total standard deviation, per cent; null with one part. */
  readonly gagePercent: number | null;
  /** Distinct categories: 1.41 times part over gage, cut to a whole number, at least 1; null with one part or a gage without spread. */
  readonly distinctCategories: number | null;
}

/** Significance above which the interaction is pooled (AIAG MSA, 4th edition). */
const POOL_ABOVE = 0.25;
/** Standard deviations that a study counts as the whole spread. */
const STUDY_WIDTH = 6;

interface Layout {
  readonly parts: readonly string[];
  readonly operators: readonly string[];
  readonly trials: number;
  readonly cells: ReadonlyMap<string, readonly number[]>;
}

const cellKey = (part: string, operator: string): string => JSON.stringify([part, operator]);
const meanOf = (values: readonly number[]): number => exactSum(values) / values.length;

function layOut(readings: readonly GageReading[]): Layout {
  const cells = groupBy(readings, ({ part, operator }) => cellKey(part, operator));
  const parts = [...new Set(readings.map(({ part }) => part))];
  const operators = [...new Set(readings.map(({ operator }) => operator))];
  const trials = readings.length / (parts.length * operators.length);
  for (const part of parts)
    for (const operator of operators) {
      const count = cells.get(cellKey(part, operator))?.length ?? 0;
      if (count === trials && count >= 2) continue;
      throw new AmpbenchError(
        'data',
        'gage-not-balanced',
        `"${part}" was measured ${count} times by "${operator}" but a gage study needs every part measured equally often, at least twice, by every operator`,
        { part, operator, count },
        'measure what is missing, or leave that part or operator out',
      );
    }
  return {
    parts,
    operators,
    trials,
    cells: new Map([...cells].map(([key, found]) => [key, found.map(({ value }) => value)])),
  };
}

/** Sums of squares of a balanced crossed layout (NIST/SEMATECH handbook 7.4.3.7). */
function sumsOfSquares({ parts, operators, trials, cells }: Layout): Record<AnovaRow['source'], number> {
  const all = [...cells.values()].flat();
  const grand = meanOf(all);
  const cell = (part: string, operator: string): readonly number[] => cells.get(cellKey(part, operator)) ?? [];
  const squares = (means: readonly number[], weight: number): number =>
    weight * exactSum(means.map((mean) => (mean - grand) ** 2));
  const part = squares(
    parts.map((each) => meanOf(operators.flatMap((operator) => cell(each, operator)))),
    operators.length * trials,
  );
  const operator = squares(
    operators.map((each) => meanOf(parts.flatMap((one) => cell(one, each)))),
    parts.length * trials,
  );
  const cellMeans = [...cells.values()].map(meanOf);
  const repeatability = exactSum(
    [...cells.values()].flatMap((values, index) => values.map((value) => (value - cellMeans[index]) ** 2)),
  );
  // A difference of large sums: rounding must not leave it below zero
  const interaction = Math.max(squares(cellMeans, trials) - part - operator, 0);
  return { part, operator, 'part-operator': interaction, repeatability };
}

/**
 * Gage repeatability and reproducibility by analysis of variance of a balanced crossed study (AIAG Measurement Systems Analysis, 4th edition, III-B). One
 * operator gives no reproducibility, one part no part variation. A component that comes out below zero counts as zero and is named.
 * @param tolerance upper less lower limit, in the readings' unit; null: none
 * @throws AmpbenchError `data/gage-not-balanced`
 */
export function gageStudy(
  readings: readonly GageReading[],
  tolerance: number | null,
  confidence = CONFIDENCE,
): GageStudy {
  const layout = layOut(readings);
  const [p, k, r] = [layout.parts.length, layout.operators.length, layout.trials];
  const squares = sumsOfSquares(layout);
  const degrees = { part: p - 1, operator: k - 1, 'part-operator': (p - 1) * (k - 1), repeatability: p * k * (r - 1) };
  const meanSquare = (source: AnovaRow['source']): number => squares[source] / degrees[source];
  const interactionF = meanSquare('part-operator') / meanSquare('repeatability');
  const isPooled =
    degrees['part-operator'] === 0 ||
    squares['part-operator'] === 0 ||
    fUpperTail(interactionF, degrees['part-operator'], degrees.repeatability) > POOL_ABOVE;
  const within = isPooled
    ? {
        squares: squares['part-operator'] + squares.repeatability,
        degrees: degrees['part-operator'] + degrees.repeatability,
      }
    : { squares: squares.repeatability, degrees: degrees.repeatability };
  const repeatability = within.squares / within.degrees;
  const against = isPooled ? repeatability : meanSquare('part-operator');
  const estimates = {
    operator: k === 1 ? 0 : (meanSquare('operator') - against) / (p * r),
    'part-operator': isPooled ? 0 : (against - repeatability) / r,
    part: p === 1 ? 0 : (meanSquare('part') - against) / (k * r),
  };
  const variance = (source: keyof typeof estimates): number => Math.max(estimates[source], 0);
  const reproducibility = variance('operator') + variance('part-operator');
  const gage = repeatability + reproducibility;
  const total = gage + variance('part');
  const component = (source: GageComponent['source'], value: number): GageComponent => ({
    source,
    standardDeviation: Math.sqrt(value),
    studyPercent: total === 0 ? null : 100 * Math.sqrt(value / total),
    tolerancePercent: tolerance === null ? null : (100 * STUDY_WIDTH * Math.sqrt(value)) / tolerance,
  });
  const row = (source: AnovaRow['source'], denominator: { ms: number; degrees: number } | null): AnovaRow[] => {
    if (degrees[source] === 0) return [];
    const ms = meanSquare(source);
    const f = denominator === null || denominator.ms === 0 ? null : ms / denominator.ms;
    return [
      {
        source,
        sumOfSquares: squares[source],
        degreesOfFreedom: degrees[source],
        meanSquare: ms,
        f,
        p: f === null || denominator === null ? null : fUpperTail(f, degrees[source], denominator.degrees),
      },
    ];
  };
  const error = { ms: meanSquare('repeatability'), degrees: degrees.repeatability };
  const main =
    degrees['part-operator'] === 0 ? error : { ms: meanSquare('part-operator'), degrees: degrees['part-operator'] };
  return {
    parts: p,
    operators: k,
    trials: r,
    anova: [
      ...row('part', main),
      ...row('operator', main),
      ...row('part-operator', error),
      ...row('repeatability', null),
    ],
    isPooled,
    components: [
      component('gage', gage),
      component('repeatability', repeatability),
      ...(k === 1
        ? []
        : [
            component('reproducibility', reproducibility),
            component('operator', variance('operator')),
            component('part-operator', variance('part-operator')),
          ]),
      ...(p === 1 ? [] : [component('part', variance('part'))]),
      component('total', total),
    ],
    negative: (['operator', 'part-operator', 'part'] as const).filter((source) => estimates[source] < 0),
    repeatabilityInterval: deviationInterval(Math.sqrt(repeatability), within.degrees, confidence),
    gagePercent: p === 1 || total === 0 ? null : 100 * Math.sqrt(gage / total),
    distinctCategories:
      p === 1 || gage === 0 ? null : Math.max(Math.floor(1.41 * Math.sqrt(variance('part') / gage)), 1),
  };
}
