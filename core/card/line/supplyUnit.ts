import { scaleDecimal } from '../../units/siValue.ts';
import type { Quantity } from '../claim.ts';
import type { Amount } from './amounts.ts';
import { QUANTITY_RULES } from './quantityRules.ts';
import { labelUnit } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Term } from './terms.ts';

/** Between the name and a number whose unit is assumed stand at most so many words (`THD+N typical 0.003`); more make it prose. */
const FARTHEST_WORDS = 1;

/** Words that may follow a number without a unit. Any other may be a unit that this reader does not know. */
const FOLLOWING = new Set(
  'at into with for from to max maximum min minimum typ typical or and und oder bei an mit sous à nominal rated weighted a'.split(
    ' ',
  ),
);

function hasUnknownUnit({ tokens }: Reading, term: Term): boolean {
  const after = tokens.at(term.last + 1);
  return after?.kind === 'word' && !FOLLOWING.has(after.key);
}

/** Words between what names the quantity and a number; 0 where nothing names it. */
function wordsFromName({ segment, tokens, marks }: Reading, term: Term): number {
  const name = marks.topics.findLast((found) => found.first >= segment.from && found.last < term.start);
  if (name === undefined) return 0;
  return tokens.slice(name.last + 1, term.start).filter((token) => token.kind === 'word').length;
}

/** Gives the first number without a unit the label's unit, or the one assumed for the quantity. Null: there is no such number. */
export function supplyUnit(
  reading: Reading,
  quantity: Quantity,
  terms: readonly Term[],
): { terms: Term[]; assumed: boolean } | null {
  const rule = QUANTITY_RULES[quantity];
  const given = labelUnit(reading, rule);
  const bareMicro =
    quantity === 'noise' && terms.some((term) => term.amounts[0].barePrefix && term.amounts[0].exponent === -6);
  const unit = given?.unit ?? (bareMicro ? 'V' : rule.assumedUnit);
  const at = terms.findIndex((term) => term.amounts[0].unit === null);
  if (unit === undefined || at < 0) return null;
  const unsure = wordsFromName(reading, terms[at]) > FARTHEST_WORDS || hasUnknownUnit(reading, terms[at]);
  if (given === null && unsure) return null;
  const supplied = (amount: Amount): Amount => ({
    ...amount,
    unit,
    exponent: amount.exponent + (given?.exponent ?? 0),
  });
  const term = terms[at];
  const amounts: Term['amounts'] =
    term.amounts.length === 1 ? [supplied(term.amounts[0])] : [supplied(term.amounts[0]), supplied(term.amounts[1])];
  if (given === null) {
    const ratio =
      unit === '%' && term.amounts.length === 1
        ? ` (as a bare ratio it would be ${scaleDecimal(term.amounts[0].digits, 2)} %)`
        : '';
    reading.warnings.add(`no unit on ${term.amounts[0].digits}: ${unit} assumed${ratio}`);
  }
  return { terms: terms.map((each, index) => (index === at ? { ...each, amounts } : each)), assumed: given === null };
}
