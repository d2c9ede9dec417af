import { dbFromRatio } from '../units/decibel.ts';

/** A column of a curve over another one, ascending in x, with its expanded uncertainty (k = 2, linear with y) where that is known. NaN: not known. */
export interface ComparedColumn {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly uncertainty: readonly number[] | null;
}

/** `decibels`: 20·lg of the quotient of two amplitudes; `angle`: within half a turn, radians; `plain`: in the unit of y. */
export type DifferenceKind = 'plain' | 'decibels' | 'angle';

/** One curve less another at the places of the first, in the unit of the kind; uncertainty k = 2. */
export interface CurveDifference {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly uncertainty: readonly number[] | null;
}

function differenceOf(kind: DifferenceKind, first: number, second: number): number {
  if (kind === 'decibels') return first > 0 && second > 0 ? dbFromRatio(first / second) : Number.NaN;
  if (kind === 'plain') return first - second;
  const turn = (first - second) / (2 * Math.PI);
  return 2 * Math.PI * (turn - Math.round(turn));
}

function uncertaintyOf(
  kind: DifferenceKind,
  [first, second]: readonly [number, number],
  [ofFirst, ofSecond]: readonly [number, number],
): number {
  return kind === 'decibels'
    ? dbFromRatio(1 + Math.hypot(ofFirst / first, ofSecond / second))
    : Math.hypot(ofFirst, ofSecond);
}

/** Reads columns between their points: on a straight line over the logarithm of x, or over x. */
function readBetween(x: readonly number[], onLogScale: boolean) {
  const place = (value: number): number => (onLogScale ? Math.log(value) : value);
  let index = 0;
  return (at: number): ((column: readonly number[]) => number) | null => {
    while (index < x.length - 2 && x[index + 1] < at) index++;
    if (x.length === 0 || at < x[0] || at > x[x.length - 1]) return null;
    if (x[index] === at || x.length === 1) return (column) => column[index];
    const share = (place(at) - place(x[index])) / (place(x[index + 1]) - place(x[index]));
    return (column) => column[index] + share * (column[index + 1] - column[index]);
  };
}

/**
 * A curve less another one, at the places of the first that the second reaches. Both are taken as independent; what is between the second's points is
 * read on a straight line, and what that leaves out is not in the uncertainty.
 * @param onLogScale x is frequency: straight over its logarithm
 */
export function curveDifference(
  first: ComparedColumn,
  second: ComparedColumn,
  kind: DifferenceKind,
  onLogScale: boolean,
): CurveDifference {
  const read = readBetween(second.x, onLogScale);
  const x: number[] = [];
  const y: number[] = [];
  const uncertainty: number[] = [];
  const isKnown = first.uncertainty !== null && second.uncertainty !== null;
  first.x.forEach((at, index) => {
    const there = read(at);
    if (there === null) return;
    const values = [first.y[index], there(second.y)] as const;
    x.push(at);
    y.push(differenceOf(kind, ...values));
    if (first.uncertainty === null || second.uncertainty === null) return;
    uncertainty.push(uncertaintyOf(kind, values, [first.uncertainty[index], there(second.uncertainty)]));
  });
  return { x, y, uncertainty: isKnown ? uncertainty : null };
}
