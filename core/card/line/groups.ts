import type { WrittenUnit } from '../../units/siValue.ts';
import type { Found } from './phrases.ts';
import type { Term } from './terms.ts';

/** Values that stand together (`6.5V/660 mW`, `-125 dB or 0.00006 %`) and the terms that are conditions of all of them. */
export interface ValueGroup {
  readonly values: readonly Term[];
  readonly conditions: readonly Term[];
  /** The value whose comparator covers this group too: `< 72 / 36 Ω`. */
  readonly lead?: Term;
}

const TOGETHER = new Set(['slash', 'open', 'or', 'comma', 'and']);
const LISTING = new Set(['slash', 'comma', 'and', 'or']);
/** Conditions that makers list in step with the values: loads and frequencies. */
const PAIRED_UNITS: readonly WrittenUnit[] = ['ohm', 'Hz'];

interface OpenGroup {
  values: Term[];
  conditions: Term[];
}

/**
 * Groups the values of a segment and gives each group its conditions: those before the first value hold for all, those behind a
 * value for its group, those behind `all` or `both` for every group. `into 20 ohms 3 W, into 300 ohms 1 W` goes forward;
 * `(16 / 32 Ω): 1 W / 0.5 W` is paired in order.
 * @param listed commas and `and` join values too
 */
export function groupValues(
  terms: readonly Term[],
  isValue: (term: Term) => boolean,
  shared: readonly Found<true>[],
  listed: boolean,
): ValueGroup[] {
  const groups: OpenGroup[] = [];
  const ahead: Term[] = [];
  for (const [index, term] of terms.entries()) {
    const group = groups.at(-1);
    if (isValue(term)) {
      const previousIsValue = group !== undefined && group.values.at(-1) === terms[index - 1];
      const restated = previousIsValue && isRestatement(terms[index - 1], term);
      const joins =
        TOGETHER.has(term.connector) &&
        (listed || restated || (term.connector !== 'comma' && term.connector !== 'and'));
      if (previousIsValue && joins) group.values.push(term);
      else groups.push({ values: [term], conditions: [] });
    } else if (group === undefined) ahead.push(term);
    else group.conditions.push(term);
  }
  if (groups.length === 0) return [];
  const paired = listed ? null : pairInOrder(groups, ahead);
  if (paired !== null) return paired;
  if (goesForward(groups, ahead)) {
    let waiting = ahead;
    for (const group of groups) {
      const behind = group.conditions;
      group.conditions = waiting;
      waiting = behind;
    }
    return groups;
  }
  const lastValueAt = groups.at(-1)!.values.at(-1)!.last;
  const last = groups.at(-1)!;
  const sharedFrom = shared.find((found) => found.first > lastValueAt)?.last;
  const trailing = sharedFrom === undefined ? [] : last.conditions.filter((term) => term.start > sharedFrom);
  return groups.map((group) => ({
    values: group.values,
    conditions: [...group.conditions, ...ahead, ...(group === last ? [] : trailing)],
  }));
}

/** `-112 dB, 0.00025 %`: one distortion in both its units. */
function isRestatement(before: Term, term: Term): boolean {
  const units = [before.amounts[0].unit, term.amounts[0].unit];
  return units.includes('%') && units.includes('dB');
}

const ofUnit =
  (unit: WrittenUnit) =>
  (term: Term): boolean =>
    term.amounts[0].unit === unit;

/** As many loads (or frequencies) in one run as there are values: the first belongs to the first, and so on. */
function pairInOrder(groups: readonly OpenGroup[], ahead: readonly Term[]): ValueGroup[] | null {
  const values = groups.flatMap((group) => group.values);
  const oneUnit = values.every((term) => term.amounts[0].unit === values[0].amounts[0].unit);
  if (values.length < 2 || !oneUnit) return null;
  const behind = groups.at(-1)!.conditions;
  const between = groups.slice(0, -1).flatMap((group) => group.conditions);
  for (const unit of PAIRED_UNITS) {
    for (const [run, others] of [
      [ahead.filter(ofUnit(unit)), [...between, ...behind]],
      [behind.filter(ofUnit(unit)), [...between, ...ahead]],
    ] as const) {
      const isRun = run.length === values.length && run.slice(1).every((term) => LISTING.has(term.connector));
      if (!isRun || others.some(ofUnit(unit))) continue;
      const rest = [...ahead, ...between, ...behind].filter((term) => !run.includes(term));
      return values.map((value, index) => ({
        values: [value],
        conditions: [run[index], ...rest],
        ...(index > 0 && value.connector === 'slash' ? { lead: values[0] } : {}),
      }));
    }
  }
  return null;
}

/** A load (or frequency) before each value and none behind the last: the line is written condition first. */
function goesForward(groups: readonly OpenGroup[], ahead: readonly Term[]): boolean {
  return (
    groups.length >= 2 &&
    groups.at(-1)!.conditions.length === 0 &&
    PAIRED_UNITS.some(
      (unit) => ahead.some(ofUnit(unit)) && groups.slice(0, -1).every((group) => group.conditions.some(ofUnit(unit))),
    )
  );
}
