import { describe, expect, it } from 'vitest';
import { parseCard } from '../../core/card/parseCard.ts';
import { verificationSchema } from '../../core/result/verificationSchema.ts';
import { LINES } from './line/brokenLines.ts';

describe('a card in a result', () => {
  it('fits the published schema, whatever its lines state', () => {
    const card = parseCard(
      `maker: x\nports: [{ name: XLR, direction: output, signal: headphone, wiring: balanced }]\ngains: [{ name: low }]\nmissing: [noise]\nclaims:\n${LINES.map((line) => `  - ${JSON.stringify(line)}\n`).join('')}`,
    );
    expect(card.claims.length).toBeGreaterThan(LINES.length / 2);
    const checked = verificationSchema.shape.card.safeParse(JSON.parse(JSON.stringify(card)));
    expect(checked.error?.issues).toBeUndefined();
    expect(checked.data).toEqual(card);
  });
});
