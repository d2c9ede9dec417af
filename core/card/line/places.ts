import type { Found } from './phrases.ts';
import { keyAt } from './reading.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';
import type { PlaceMeaning } from './socketPhrases.ts';

/** Ports that say what an output is for; a connector beside them says more. */
const FUNCTIONS = new Set(['line', 'headphone']);
const LIST_WORDS = new Set(['/', ',', 'and', 'und', 'or', 'oder', '&', '+', 'et']);

const isConnector = (meaning: PlaceMeaning): boolean => meaning.port !== undefined && !FUNCTIONS.has(meaning.port);

/** `balanced XLR`, `line out (RCA)`: one socket named by two phrases. */
export function mergePlaces(tokens: readonly Token[], found: readonly Found<PlaceMeaning>[]): Found<PlaceMeaning>[] {
  const merged: Found<PlaceMeaning>[] = [];
  for (const place of found) {
    const before = merged.at(-1);
    const apart = before === undefined ? null : tokens.slice(before.last + 1, place.first).map((token) => token.key);
    const touches = apart !== null && (apart.length === 0 || (apart.length === 1 && '(-['.includes(apart[0])));
    const { output, port } = place.meaning;
    const clash =
      before !== undefined &&
      ((isConnector(before.meaning) && isConnector(place.meaning)) ||
        (output !== undefined && before.meaning.output !== undefined));
    if (before === undefined || !touches || clash) {
      merged.push(place);
      continue;
    }
    const kept = isConnector(before.meaning) ? before.meaning.port : (port ?? before.meaning.port);
    merged[merged.length - 1] = {
      meaning: {
        ...before.meaning,
        ...(output === undefined ? {} : { output }),
        ...(kept === undefined ? {} : { port: kept }),
      },
      first: before.first,
      last: place.last,
    };
  }
  return merged;
}

/** `RCA / XLR`: each parted from the next by one word of a list. */
function isList(tokens: readonly Token[], found: readonly Found<unknown>[]): boolean {
  return found
    .slice(1)
    .every((each, index) => each.first - found[index].last === 2 && LIST_WORDS.has(keyAt(tokens, each.first - 1)));
}

/** `20 kΩ (XLR)`, but not `20 kΩ; (XLR): 10 kΩ`. */
function isInOwnBrackets(tokens: readonly Token[], found: Found<unknown>): boolean {
  const closes = keyAt(tokens, found.last + 1) === ')' && keyAt(tokens, found.last + 2) !== ':';
  return keyAt(tokens, found.first - 1) === '(' && closes;
}

/**
 * What words beside numbers, sockets or weightings, say of each value; undefined where they say nothing. A list as long as the
 * values is paired in order; where the first such word stands before the first value, each holds until the next; else each
 * stands behind its value.
 */
export function meaningsOfValues<Meaning>(
  tokens: readonly Token[],
  found: readonly Found<Meaning>[],
  values: readonly Term[],
): (Meaning | undefined)[] {
  if (found.length === 0 || values.length === 0) return values.map(() => undefined);
  const ahead = found.filter((each) => each.last < values[0].start);
  const behind = found.filter((each) => each.last > values.at(-1)!.last);
  for (const run of [ahead, behind]) {
    if (values.length > 1 && run.length === values.length && isList(tokens, run))
      return run.map((each) => each.meaning);
  }
  return values.map((value, index) => {
    const until = values.at(index + 1)?.start ?? Infinity;
    const own = found.find((each) => each.last > value.last && each.first < until);
    if (ahead.length === 0) return own?.meaning;
    const bracketed = own !== undefined && isInOwnBrackets(tokens, own) ? own : undefined;
    return (bracketed ?? found.findLast((each) => each.first <= value.start))?.meaning;
  });
}
