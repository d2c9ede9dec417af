import type { Reading } from './reading.ts';
import { writtenTerm } from './reading.ts';
import { unitsOf } from './segments.ts';
import type { Term } from './terms.ts';
import { ASIDE_WORDS } from './vocabulary.ts';

/**
 * Leaves out what a bracket states for another case: of `-0.5 dBu (-3 dBu with volume at +2.5 dB)` the second level. Said in a
 * warning, since it is a figure too.
 */
export function withoutAsides(reading: Reading): Reading {
  const { segment, tokens, warnings } = reading;
  if (segment.topic === null) return reading;
  const units = unitsOf(segment.topic);
  const left = new Set<Term>();
  for (const term of segment.terms) {
    const opens = tokens[term.start - 1]?.key === '(' && term !== segment.terms[0];
    const { unit } = term.amounts[0];
    if (!opens || unit === null || !units.includes(unit)) continue;
    const close = tokens.findIndex((token, at) => at > term.last && token.key === ')');
    const end = close < 0 ? tokens.length : close;
    if (!ASIDE_WORDS.has(tokens[term.last + 1]?.key ?? '')) continue;
    for (const inside of segment.terms) if (inside.start >= term.start && inside.last < end) left.add(inside);
  }
  if (left.size === 0) return reading;
  for (const term of left) warnings.add(`stated for another case, not read: "${writtenTerm(tokens, term)}"`);
  return { ...reading, segment: { ...segment, terms: segment.terms.filter((term) => !left.has(term)) } };
}
