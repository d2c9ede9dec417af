import type { Found } from './phrases.ts';
import type { Term } from './terms.ts';

/** Values that stand together (`6.5V/660 mW`, `-125 dB or 0.00006 %`) and the terms that are conditions of all of them. */
export interface ValueGroup {
  readonly values: readonly Term[];
  readonly conditions: readonly Term[];
}

const TOGETHER = new Set(['slash', 'open', 'or', 'comma', 'and']);

/**
 * Groups the values of a segment and gives each group its conditions: those before the first value hold for all, those behind a
 * value for its group, those behind `all` or `both` for every group. `into 20 ohms 3 W, into 300 ohms 1 W` goes forward.
 * @param listed commas and `and` join values too
 */
export function groupValues(
  terms: readonly Term[],
  isValue: (term: Term) => boolean,
  shared: readonly Found<true>[],
  listed: boolean,
): ValueGroup[] {
  const groups: { values: Term[]; conditions: Term[] }[] = [];
  const ahead: Term[] = [];
  for (const [index, term] of terms.entries()) {
    const group = groups.at(-1);
    if (isValue(term)) {
      const joins =
        TOGETHER.has(term.connector) && (listed || (term.connector !== 'comma' && term.connector !== 'and'));
      const previousIsValue = group !== undefined && group.values.at(-1) === terms[index - 1];
      if (previousIsValue && joins) group.values.push(term);
      else groups.push({ values: [term], conditions: [] });
    } else if (group === undefined) ahead.push(term);
    else group.conditions.push(term);
  }
  if (groups.length === 0) return [];
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

const hasLoad = (terms: readonly Term[]): boolean => terms.some((term) => term.amounts[0].unit === 'ohm');

/** Load before each value and none behind the last: the line is written condition first. */
function goesForward(groups: readonly { conditions: readonly Term[] }[], ahead: readonly Term[]): boolean {
  return (
    groups.length >= 2 &&
    hasLoad(ahead) &&
    groups.slice(0, -1).every((group) => hasLoad(group.conditions)) &&
    groups.at(-1)!.conditions.length === 0
  );
}
