import { describe, expect, it } from 'vitest';
import { cardSkeleton } from '../../core/card/cardSkeleton.ts';
import { lintCard } from '../../core/card/lintCard.ts';
import { parseCard } from '../../core/card/parseCard.ts';

const CARD = `maker: Example
product: One
kind: dac-amp
sources: [a leaflet]
ports:
  - { name: XLR, direction: output, signal: headphone, wiring: balanced }
gains:
  - { name: low, gainDb: -6 }
  - { name: high }
missing: [output impedance]
claims:
  - Gain: 6 dB
  - line: 'Output power: 2 W into 32 Ω'
    section: Balanced output (XLR)
    source: manual, page 4
  - { label: THD+N, value: '< 0.001 % (1 kHz, 0 dBFS)' }
`;

describe('a card of our own format', () => {
  it('keeps sockets, gains, what is missing, and where each number was read', () => {
    const card = parseCard(CARD);
    expect(card).toMatchObject({
      kind: 'dac-amp',
      ports: [{ name: 'XLR', direction: 'output', signal: 'headphone', wiring: 'balanced' }],
      gains: [{ name: 'low', gainDb: -6 }, { name: 'high' }],
      missing: ['output impedance'],
      warnings: [],
      unread: [],
    });
    expect(card.claims[1]).toMatchObject({ output: 'balanced', port: 'XLR', load_ohm: 32, source: 'manual, page 4' });
    expect(card.claims[2]).toMatchObject({ level: { value: 0, unit: 'dBFS' } });
  });

  it('may say that its maker publishes nothing; an empty list alone is no card', () => {
    expect(parseCard('product: Jack\nmissing: [gain]\nclaims: []\n').claims).toEqual([]);
    expect(() => parseCard('product: Jack\nclaims: []\n')).toThrow(/no specification/);
  });
});

describe('card lint', () => {
  const linted = (text: string): string[] =>
    lintCard(text).map(({ severity, line, column, text: said }) => `${line}:${column} ${severity} ${said}`);

  it('finds nothing wrong with a whole card', () => {
    expect(lintCard(CARD).filter((problem) => problem.severity === 'error')).toEqual([]);
  });

  it('names each fault at its line and column', () => {
    const text = `maker: Example
product: One
knid: amp
kind: loudspeaker
sources: [a leaflet]
gains:
  - { name: low, gainDb: high }
claims:
  - Gain 8 W
  - { lable: Gain, valeu: 8 dB, extra: 1 }
  - Output impedance 2 ohms
`;
    const said = linted(text).join('\n');
    expect(said).toMatch(/^3:1 error unknown key "knid"$/m);
    expect(said).toMatch(/^4:7 error kind "loudspeaker" is none of amp, dac, dac-amp, headphone/m);
    expect(said).toMatch(/^7:26 error gains\.0\.gainDb: /m);
    expect(said).toMatch(/^9:5 error not read: "Gain 8 W": gain is named, but .*stated in dB$/m);
    expect(said).toMatch(/^10:\d+ error /m);
    expect(lintCard(text).map((problem) => problem.line)).toEqual(
      lintCard(text)
        .map((problem) => problem.line)
        .toSorted((one, other) => one - other),
    );
  });

  it.each([
    ['', '1:1 error the card is empty'],
    ['Gain\u0000', '1:5 error the card is not text'],
    ['line one\nbinary \u0000', '2:8 error the card is not text'],
    ['{"claims": [\n"Gain 8 dB"', '2:12 error the card is not valid YAML'],
    ['nothing here', '1:1 error no specification'],
  ])('reports %j as one error', (text, start) => {
    const said = linted(text);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(start);
  });

  it('warns of a key that stands twice', () => {
    expect(linted('claims:\n  Gain: 8 dB\n  Gain: 9 dB\n').join('\n')).toMatch(/^3:3 warning "Gain" stands twice/m);
  });
});

describe('card init', () => {
  it.each(['amp', 'dac', 'dac-amp', 'headphone'] as const)(
    'writes a %s card whose example lines can be read',
    (kind) => {
      const skeleton = cardSkeleton(kind);
      expect(() => parseCard(skeleton)).toThrow(/no specification/);
      const filled = skeleton
        .replace('claims: []', 'claims:')
        .replaceAll(/^# {2}- /gm, '  - ')
        .replaceAll(/^# (ports:|gains:| {2}- )/gm, '$1')
        .replaceAll("''", 'x');
      const card = parseCard(filled);
      expect(card.claims.length).toBeGreaterThanOrEqual(3);
      expect(lintCard(filled).filter((problem) => problem.severity === 'error')).toEqual([]);
      expect(card.kind).toBe(kind);
    },
  );
});
