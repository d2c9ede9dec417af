import type { WrittenUnit } from '../../units/siValue.ts';
import type { LineMarks } from './marks.ts';
import type { QuantityRule } from './quantityRules.ts';
import type { Segment } from './segments.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';

/** A segment of a line while it is read, with everything found in the line; `warnings` is added to. */
export interface Reading {
  readonly segment: Segment;
  readonly tokens: readonly Token[];
  readonly marks: LineMarks;
  readonly warnings: Set<string>;
}

export const keyAt = (tokens: readonly Token[], at: number): string => tokens[at]?.key ?? '';

/** The unit that stands alone in the label, `(Watts)`, `[dB]`, when it is one the quantity may have. */
export function labelUnit(reading: Reading, rule: QuantityRule): { unit: WrittenUnit; exponent: number } | null {
  const { segment, marks } = reading;
  const found = marks.labelUnits.find(
    ({ at, unit }) => at >= segment.from && at < segment.to && rule.units.includes(unit.unit),
  );
  return found === undefined ? null : { unit: found.unit.unit, exponent: found.unit.exponent };
}

/** The words of a term as written. */
export function writtenTerm(tokens: readonly Token[], term: Term): string {
  return tokens
    .slice(term.start, term.last + 1)
    .map((token, index) => (index > 0 && token.gap ? ` ${token.text}` : token.text))
    .join('');
}

/** Names a number of the line that no rule could use. */
export const notRead = (tokens: readonly Token[], term: Term): string => `not read: "${writtenTerm(tokens, term)}"`;
