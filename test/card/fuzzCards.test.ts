import { describe, expect, it } from 'vitest';
import type { Claim } from '../../core/card/claim.ts';
import type { LineSpec } from '../../core/card/line/lineSpec.ts';
import { lintCard } from '../../core/card/lintCard.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { createRandom } from '../../core/signal/random.ts';
import { LINES, expectNothingInvented, mutate } from './line/brokenLines.ts';

const FORMS: readonly ((lines: readonly string[]) => string)[] = [
  (lines) => lines.join('\n'),
  (lines) =>
    `# Specs\n| Spec | SE | Balanced |\n|---|---|---|\n${lines.map((line) => `| ${line} | 1 W | 2 W |`).join('\n')}`,
  (lines) => `<h2>Output</h2><table>${lines.map((line) => `<tr><td>${line}</td><td>2 Ω</td></tr>`).join('\n')}</table>`,
  (lines) => `<ul>${lines.map((line) => `<li><b>${line.replace(' ', '</b> ')}</li>`).join('')}</ul>`,
  (lines) => `maker: x\nclaims:\n${lines.map((line) => `  - ${JSON.stringify(line)}\n`).join('')}`,
  (lines) => JSON.stringify({ product: 'x', claims: lines.map((line) => ({ line, section: 'XLR' })) }),
  (lines) =>
    `---\nspecs:\n  - type: paragraph\n    content:\n${lines.map((line) => `      - type: text\n        text: ${JSON.stringify(line)}\n`).join('')}---\n`,
];

const OF_THE_CARD = new Set(['id', 'label', 'asWritten', 'span', 'warnings', 'source']);

/** A claim without what the card adds to the line's specification. */
const specOf = (claim: Claim): LineSpec =>
  Object.fromEntries(Object.entries(claim).filter(([field]) => !OF_THE_CARD.has(field))) as unknown as LineSpec;

describe('broken cards', () => {
  it('no crash, no invented number, and every span inside the text, in 1,000 mutated cards', () => {
    const random = createRandom(7_041);
    const pick = (count: number): number => Math.floor(random.uniform() * count);
    let read = 0;
    for (let count = 0; count < 1_000; count++) {
      const lines = Array.from({ length: 1 + pick(5) }, () => LINES[pick(LINES.length)]);
      const text = mutate(FORMS[count % FORMS.length](lines), random);
      try {
        const card = parseCard(text);
        read += card.claims.length;
        for (const claim of card.claims) {
          const { span } = claim;
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
          // JSON and YAML write some characters as escapes.
          expectNothingInvented([specOf(claim)], `${text.slice(span.start, span.end)} ${claim.asWritten}`);
        }
      } catch (error) {
        if (!(error instanceof AmpbenchError)) throw error;
        expect(error.kind).toBe('card');
      }
      expect(() => lintCard(text)).not.toThrow();
    }
    expect(read).toBeGreaterThan(1_000);
  });
});
