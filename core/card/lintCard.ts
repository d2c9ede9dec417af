import { AmpbenchError } from '../errors.ts';
import { readCard } from './parseCard.ts';
import type { CardOptions } from './parseCard.ts';
import { sourcePlaces } from './sourcePlace.ts';

/** Something wrong with a card, at its place, counted from 1. */
export interface CardProblem {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/**
 * What the writer of a card should look at, in the order of the text. Errors: rows that cannot be read, and a file that is not
 * as docs/card-format.md has it. Warnings: contradictions, conditions left unstated, units assumed, claims without a source.
 * Bad input (empty, binary, broken YAML) is one error; nothing is thrown for it.
 */
export function lintCard(text: string, options: CardOptions = {}): CardProblem[] {
  const placeOf = sourcePlaces(text);
  let reading: ReturnType<typeof readCard>;
  try {
    reading = readCard(text, options);
  } catch (error) {
    if (!(error instanceof AmpbenchError) || error.kind !== 'card') throw error;
    const { line, column, offset } = error.data;
    const place = typeof offset === 'number' ? placeOf(offset) : { line: 1, column: 1 };
    return [
      {
        severity: 'error',
        line: typeof line === 'number' ? line : place.line,
        column: typeof column === 'number' ? column : place.column,
        text: error.message,
      },
    ];
  }
  const { card, remarks } = reading;
  const problems: CardProblem[] = [
    ...remarks.map(({ severity, text: said, span }) => ({ severity, ...placeOf(span?.start ?? 0), text: said })),
    ...card.unread.map((row) => ({
      severity: 'error' as const,
      ...placeOf(row.span.start),
      text: `not read: "${row.text}": ${row.reason}`,
    })),
    ...card.claims.flatMap((claim) =>
      claim.warnings.map((warning) => ({
        severity: 'warning' as const,
        ...placeOf(claim.span.start),
        text: `${claim.label}: ${warning}`,
      })),
    ),
    ...missingIdentity(card),
  ];
  const distinct = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...distinct.values()].sort((one, other) => one.line - other.line || one.column - other.column);
}

function missingIdentity(card: ReturnType<typeof readCard>['card']): CardProblem[] {
  const sourced = card.sources.length > 0 || card.claims.every((claim) => claim.source !== undefined);
  return [
    card.maker === null ? 'the maker is not named' : null,
    card.product === null ? 'the product is not named' : null,
    card.kind === 'unknown' ? 'the kind of product is not stated' : null,
    sourced ? null : 'no source is given for the numbers',
  ]
    .filter((each) => each !== null)
    .map((text) => ({ severity: 'warning', line: 1, column: 1, text }));
}
