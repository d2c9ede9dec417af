import type { Figure } from '../result/figure.ts';
import type { ClaimVerdict } from '../result/verification.ts';

/** A figure, or a claim with the figure it is judged by, under a name that both results use. */
export interface NamedFigure {
  readonly series: string;
  readonly claim: Pick<ClaimVerdict, 'verdict' | 'reasonCode'> | null;
  readonly figure: Figure | null;
}

/**
 * Why a figure is another one when the same captures are analysed anew: it is `defined` otherwise, taken under other
 * `conditions`, `computed` otherwise (beyond rounding) or only `rounded` otherwise, `judged` otherwise; `added` and
 * `removed`: only one of the two has it.
 */
export type ChangeReason = 'defined' | 'conditions' | 'computed' | 'rounded' | 'judged' | 'added' | 'removed';

export interface ResultChange {
  readonly series: string;
  readonly reason: ChangeReason;
  readonly before: string | null;
  readonly after: string | null;
  /** For a person: what changed, and why. */
  readonly text: string;
}

/** Sums of 10^7 products in another order differ by some 10^-11 of the result; ten times and more is no rounding. */
const ROUNDING_RATIO = 1e-9;

function shown({ claim, figure }: NamedFigure): string {
  const value = figure?.text ?? '–';
  return claim === null ? value : `${value}, ${claim.verdict}`;
}

/** What two figures of one series differ in; null where in nothing. */
function differenceOf(before: Figure | null, after: Figure | null): readonly [ChangeReason, string] | null {
  if (before === null || after === null)
    return before === after ? null : ['computed', before === null ? 'there is a figure now' : 'there is none any more'];
  if (before.definitionId !== after.definitionId)
    return ['defined', `the definition was ${before.definitionId} and is ${after.definitionId}`];
  if (before.unit !== after.unit) return ['defined', `the unit was ${before.unit} and is ${after.unit}`];
  if (JSON.stringify(before.conditions) !== JSON.stringify(after.conditions))
    return [
      'conditions',
      `the conditions were ${JSON.stringify(before.conditions)} and are ${JSON.stringify(after.conditions)}`,
    ];
  const pairs = [
    ['value', before.value, after.value],
    ['uncertainty', before.uncertainty, after.uncertainty],
  ] as const;
  for (const [name, was, is] of pairs) {
    if (was === is) continue;
    if (was === null || is === null) return ['computed', `the ${name} was ${was ?? 'absent'} and is ${is ?? 'absent'}`];
    const ratio = Math.abs(is - was) / Math.max(Math.abs(was), Math.abs(is));
    const text = `the ${name} was ${was} and is ${is} ${before.unit}`;
    return ratio > ROUNDING_RATIO ? ['computed', text] : ['rounded', text];
  }
  return null;
}

function change(before: NamedFigure | undefined, after: NamedFigure | undefined): ResultChange | null {
  if (before === undefined || after === undefined) {
    const only = before ?? after;
    if (only === undefined) return null;
    const reason = before === undefined ? 'added' : 'removed';
    const text = before === undefined ? 'new in this version' : 'no longer made by this version';
    return {
      series: only.series,
      reason,
      before: before === undefined ? null : shown(before),
      after: after === undefined ? null : shown(after),
      text,
    };
  }
  const { series } = before;
  const both = { series, before: shown(before), after: shown(after) };
  const [was, is] = [before.claim, after.claim];
  if (was !== null && is !== null && (was.verdict !== is.verdict || was.reasonCode !== is.reasonCode)) {
    const text = `judged ${was.verdict} (${was.reasonCode}) before and ${is.verdict} (${is.reasonCode}) now`;
    return { ...both, reason: 'judged', text };
  }
  const difference = differenceOf(before.figure, after.figure);
  return difference === null ? null : { ...both, reason: difference[0], text: difference[1] };
}

/** What an analysis of the same captures by another version changed, in the order of the results. */
export function resultChanges(before: readonly NamedFigure[], after: readonly NamedFigure[]): readonly ResultChange[] {
  const now = new Map(after.map((each) => [each.series, each]));
  const then = new Set(before.map(({ series }) => series));
  return [
    ...before.map((each) => change(each, now.get(each.series))),
    ...after.filter(({ series }) => !then.has(series)).map((each) => change(undefined, each)),
  ].filter((each) => each !== null);
}
