import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { parseCard } from '../../core/card/parseCard.ts';
import { sourceLines } from '../../renderer/state/sourceLines.ts';

const marked = (text: string): readonly (readonly [words: string, claim: number])[] =>
  sourceLines(text, parseCard(text)).flatMap((line) =>
    line.kind === 'gap'
      ? []
      : line.parts.flatMap(({ text: words, claim }) => (claim === null ? [] : [[words, claim] as const])),
  );

describe('the source text with its claims marked', () => {
  it('marks label and value of every claim of the seed card, and none of the markup between them', () => {
    const text = readFileSync(new URL('../../cards/pass-labs-hpa-1.seed.yaml', import.meta.url), 'utf8');
    const words = marked(text);
    expect(words).toContainEqual(['Gain (dB)', 0]);
    expect(words).toContainEqual(['8 db', 0]);
    expect(words).toContainEqual(['< 0.005 at 1V out', 3]);
    expect(words.some(([part]) => part.includes('type:'))).toBe(false);
  });

  it('puts the number of a claim once, where it ends', () => {
    const text = readFileSync(new URL('../../cards/pass-labs-hpa-1.seed.yaml', import.meta.url), 'utf8');
    const card = parseCard(text);
    const numbers = sourceLines(text, card).flatMap((line) => (line.kind === 'line' ? line.endingClaims : []));
    expect(numbers).toEqual(card.claims.map((_, index) => index));
  });

  it('shows plain lines whole, and folds what has no claim with its count', () => {
    const text = 'Example Amp\n\nAn amp for everybody.\nMade by hand.\nGain: 6 dB\nOutput impedance: < 3 ohms\n';
    const lines = sourceLines(text, parseCard(text));
    expect(marked(text).map(([words]) => words)).toEqual(['Gain: 6 dB', 'Output impedance: < 3 ohms']);
    expect(lines[0]).toMatchObject({ kind: 'line', number: 1 });
    expect(lines.find((line) => line.kind === 'gap')).toMatchObject({ number: 2, count: 3 });
  });
});
