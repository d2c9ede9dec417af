import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CARD_TEXT_LIMIT } from '../../core/card/cardText.ts';
import { MANUAL_QUANTITIES } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import { AmpbenchError } from '../../core/errors.ts';

const SEED_FILE = new URL('../../cards/pass-labs-hpa-1.seed.yaml', import.meta.url);
const SEED = readFileSync(SEED_FILE, 'utf8');
const ORIGINALS = new URL('../../../shared/seeds/', import.meta.url);

function errorOf(text: string): AmpbenchError {
  try {
    parseCard(text);
  } catch (error) {
    if (error instanceof AmpbenchError) return error;
    throw error;
  }
  throw new Error('the card was read');
}

describe('the HPA-1 as its maker stores it', () => {
  const card = parseCard(SEED, { id: 'hpa-1' });

  it('reads all ten rows, each for what it is', () => {
    const read = card.claims.map(({ id, label, quantity, comparator, value, unit, load_ohm }) => [
      id,
      label,
      quantity,
      comparator,
      value,
      unit,
      load_ohm,
    ]);
    expect(read).toEqual([
      ['c1', 'Gain (dB)', 'gain', '=', 8, 'dB', undefined],
      ['c2', 'Frequency Response 10hz – 100k', 'frequency_response', '=', null, null, undefined],
      ['c3', 'Output Power into 20 ohms', 'output_power', '=', 3.5, 'W', 20],
      ['c4', 'THD + Noise', 'thd_n', '<', 0.005, '%', undefined],
      ['c5', 'Out Power into 300 ohms', 'output_power', '=', 0.2, 'W', 300],
      ['c6', 'Input Impedance', 'input_impedance', '=', 50_000, 'ohm', undefined],
      ['c7', 'Output Impedance', 'output_impedance', '<', 2, 'ohm', undefined],
      ['c8', 'Power Consumption (Watts)', 'power_consumption', '=', 23, 'W', undefined],
      ['c9', 'Unit Dimension (W x D x H) (In.)', 'dimensions', '=', [11, 13.5, 4], 'in', undefined],
      ['c10', 'Unit Weight (LBS)', 'weight', '=', 14, 'lb', undefined],
    ]);
    expect(card.claims[1]).toMatchObject({ freq_hz: [10, 100_000], tolerance_db: [-1, null] });
    expect(card.claims[3]).toMatchObject({ level: { value: 1, unit: 'V', at: 'output' }, unit_assumed: true });
    expect(card.unread).toEqual([]);
  });

  it('leaves three rows to the person and seven to the bench', () => {
    const manual = card.claims.filter((claim) => MANUAL_QUANTITIES.has(claim.quantity));
    expect(manual.map((claim) => claim.quantity)).toEqual(['power_consumption', 'dimensions', 'weight']);
    expect(card.claims).toHaveLength(10);
  });

  it('keeps the maker’s words, mended', () => {
    expect(card.claims.map((claim) => claim.asWritten)).toEqual([
      'Gain (dB) 8 db',
      'Frequency Response 10hz – 100k -1 dB',
      'Output Power into 20 ohms 3500 mW',
      'THD + Noise < 0.005 at 1V out',
      'Out Power into 300 ohms 200 mW',
      'Input Impedance 50K Ohm',
      'Output Impedance < 2 ohms',
      'Power Consumption (Watts) 23',
      'Unit Dimension (W x D x H) (In.) 11 x 13.5 x 4',
      'Unit Weight (LBS) 14',
    ]);
  });

  it('points at the words in the file', () => {
    const values = [
      '8 db',
      '-1 dB',
      '3500 mW',
      '< 0.005 at 1V out',
      '200 mW',
      '50K Ohm',
      '< 2 ohms',
      '23',
      '11 x 13.5 x 4',
      '14',
    ];
    for (const [index, { span, asWritten }] of card.claims.entries()) {
      const slice = SEED.slice(span.start, span.end);
      expect(slice).toContain(values[index]);
      expect(slice.slice(1, 5)).toBe(asWritten.slice(0, 4));
      expect(slice).not.toContain('marks');
    }
  });

  it('names the product, and no maker: the page holds only a database id', () => {
    expect(card).toMatchObject({ id: 'hpa-1', product: 'HPA-1', maker: null, kind: 'amp', sources: [] });
    expect(parseCard(SEED, { maker: 'Pass Labs' }).maker).toBe('Pass Labs');
  });

  it('reads nothing from price, shipping, quotes, reviews and description', () => {
    const first = SEED.indexOf('specs:');
    const last = SEED.indexOf('reivews_set:');
    for (const { span } of card.claims) {
      expect(span.start).toBeGreaterThan(first);
      expect(span.end).toBeLessThan(last);
    }
    expect(JSON.stringify(card)).not.toContain('without peer');
  });

  it('says before measuring that both powers cannot be maxima, with the volts', () => {
    const said = card.warnings.join('\n').replaceAll('\u00a0', ' ');
    expect(said).toMatch(
      /"Output Power into 20 ohms" and "Out Power into 300 ohms" cannot both be maxima.*3\.5 W into 20 Ω is 8\.37 V.*200 mW into 300 Ω is only 7\.75 V/,
    );
    expect(said).toMatch(/mojibake/);
    expect(card.warnings).toHaveLength(2);
  });

  it('reads the same after a byte order mark and with Windows line ends', () => {
    for (const text of [`\ufeff${SEED}`, SEED.replaceAll('\n', '\r\n')]) {
      expect(parseCard(text, { id: 'hpa-1' }).claims.map((claim) => claim.asWritten)).toEqual(
        card.claims.map((claim) => claim.asWritten),
      );
    }
  });

  it.runIf(existsSync(ORIGINALS))('is shipped byte for byte', () => {
    const name = readdirSync(ORIGINALS).find((each) => each.startsWith('000_'))!;
    expect(readFileSync(SEED_FILE).equals(readFileSync(new URL(name, ORIGINALS)))).toBe(true);
  });
});

describe('plain text', () => {
  it('reads lines, bullets, tables, tabs and a value below its label; passes prose over', () => {
    const text = [
      'Maker: Pass Labs',
      'Product: HPA-1',
      'Drives the most difficult loads with ease. Built in 2019 after 3 years of listening.',
      '## Specifications',
      '- Gain: 8 dB',
      '| Output impedance | < 2 ohms |',
      '|---|---|',
      'Input impedance\t50 kΩ',
      'THD + Noise',
      '< 0.005 % at 1 V out',
      'Output power: 3500 mW into 20 ohms; 200 mW into 300 ohms',
    ].join('\n');
    const card = parseCard(text);
    expect(card).toMatchObject({ id: 'pass-labs-hpa-1', maker: 'Pass Labs', product: 'HPA-1', unread: [] });
    expect(card.claims.map((claim) => [claim.quantity, claim.value])).toEqual([
      ['gain', 8],
      ['output_impedance', 2],
      ['input_impedance', 50_000],
      ['thd_n', 0.005],
      ['output_power', 3.5],
      ['output_power', 0.2],
    ]);
    expect(card.claims.map((claim) => text.slice(claim.span.start, claim.span.end).replaceAll('\n', ' '))).toEqual([
      'Gain: 8 dB',
      '| Output impedance | < 2 ohms |',
      'Input impedance\t50 kΩ',
      'THD + Noise < 0.005 % at 1 V out',
      'Output power: 3500 mW into 20 ohms; 200 mW into 300 ohms',
      'Output power: 3500 mW into 20 ohms; 200 mW into 300 ohms',
    ]);
  });

  it('lists what is named but cannot be read', () => {
    const card = parseCard('Gain: 8 dB\nOutput power: 3500\nCrosstalk: -70 W');
    expect(card.unread.map((row) => row.text)).toEqual(['Output power: 3500', 'Crosstalk: -70 W']);
    expect(card.unread[0].reason).toMatch(/no number with a fitting unit/);
    expect(card.unread[1].reason).toMatch(/channel separation is named.*"-70 W" is none, which is stated in dB/);
  });

  it('keeps every condition of a line in its claim', () => {
    const [claim] = parseCard('Output power: 1 W into 32 ohms balanced (XLR), THD < 1 %').claims;
    expect(claim).toMatchObject({ output: 'balanced', port: 'XLR', load_ohm: 32, condition: { thd_pct_max: 1 } });
  });
});

describe('our own cards', () => {
  const expected = [
    ['gain', 8],
    ['output_impedance', 2],
    ['power_consumption', 23],
  ];

  it.each([
    [
      'YAML',
      'maker: Pass Labs\nproduct: HPA-1\nkind: amp\nsources:\n  - a leaflet\nclaims:\n  - Gain 8 dB\n  - label: Output impedance\n    value: < 2 ohms\n  - label: Power consumption (W)\n    value: 23\n',
    ],
    [
      'a YAML map',
      'maker: Pass Labs\nproduct: HPA-1\nkind: amp\nsources: [a leaflet]\nspecs:\n  Gain: 8 dB\n  Output impedance: < 2 ohms\n  Power consumption (W): 23\n',
    ],
    [
      'JSON',
      '{"maker":"Pass Labs","product":"HPA-1","kind":"amp","sources":["a leaflet"],"claims":["Gain 8 dB",{"label":"Output impedance","value":"< 2 ohms"},{"Power consumption (W)":23}]}',
    ],
  ])('%s', (_, text) => {
    const card = parseCard(text);
    expect(card).toMatchObject({
      maker: 'Pass Labs',
      product: 'HPA-1',
      kind: 'amp',
      sources: ['a leaflet'],
      id: 'pass-labs-hpa-1',
    });
    expect(card.claims.map((claim) => [claim.quantity, claim.value])).toEqual(expected);
    expect(text.slice(card.claims[1].span.start, card.claims[1].span.end)).toContain('< 2 ohms');
  });

  it('reads a specification in the body when the front matter has none', () => {
    const text = '---\ntitle: HPA-1\nprice: 3500\n---\nGain: 8 dB\n';
    const [claim] = parseCard(text).claims;
    expect(text.slice(claim.span.start, claim.span.end)).toBe('Gain: 8 dB');
  });
});

describe('claims against each other', () => {
  const warningsOf = (text: string): string => parseCard(text).warnings.join('\n').replaceAll('\u00a0', ' ');

  it('volts and watts into one load', () => {
    expect(warningsOf('Maximum output voltage: 4.4 V into 40 ohms\nOutput power: 129 mW into 40 ohms')).toMatch(
      /4\.4 V into 40 Ω is 484 mW, not 129 mW/,
    );
    expect(warningsOf('Maximum output voltage: 4.4 V into 40 ohms\nOutput power: 480 mW into 40 ohms')).toBe('');
  });

  it('the same claim twice, agreeing or not', () => {
    expect(warningsOf('Gain: 8 dB\nVoltage gain: 8 dB')).toMatch(/same gain twice/);
    expect(warningsOf('Gain: 8 dB\nVoltage gain: 9 dB')).toMatch(/different values, 8 and 9 dB/);
  });

  it('is silent about powers that one amplifier can have', () => {
    // 8.37 V into 20 Ω, 10 V into 300 Ω: limited by current below, by voltage above.
    expect(warningsOf('Output power: 3.5 W into 20 ohms\nOutput power: 333 mW into 300 ohms')).toBe('');
    // Other distortion limits, other maxima.
    expect(
      warningsOf('Output power: 3.5 W into 20 ohms, THD+N < 1 %\nOutput power: 200 mW into 300 ohms, THD+N < 0.01 %'),
    ).toBe('');
  });
});

describe('what is no card', () => {
  it.each([
    ['', 'card-empty', /empty/],
    [' \n\t ', 'card-empty', /empty/],
    ['%PDF-1.4\u0000\u0001\u0002', 'card-binary', /offset 8/],
    ['\ufffd\u0003\u0004PK\u0003\u0004\ufffd\ufffd', 'card-binary', /offset/],
    ['Just words, nothing else.', 'no-specification', /1 row|0 rows/],
    ['{"a": 1}', 'no-specification', /no specification/],
    ['---\ntitle: HPA-1\nspecs:\n  - type: [\n---\n', 'card-yaml-broken', /line \d+, column \d+/],
    ['{"claims": ["Gain 8 dB"', 'card-yaml-broken', /line 1, column \d+/],
  ])('%j is refused as %s', (text, code, message) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ kind: 'card', code });
    expect(error.message).toMatch(message);
    expect(error.tip).toBeTruthy();
  });

  it('counts lines of the card, not of its front matter', () => {
    expect(errorOf('---\ntitle: HPA-1\nspecs:\n  bad: "x" y\n---\n').data).toMatchObject({ line: 4 });
  });

  it('refuses more than 16 MB by its size', () => {
    expect(errorOf('a'.repeat(CARD_TEXT_LIMIT + 1))).toMatchObject({
      code: 'card-too-large',
      data: { limit: CARD_TEXT_LIMIT },
    });
  });

  it('refuses nesting that would exhaust the stack', () => {
    expect(errorOf(`{"claims": ${'['.repeat(200_000)}`)).toMatchObject({
      kind: 'card',
      code: 'card-nested-too-deeply',
    });
    expect(errorOf(`---\n${'- '.repeat(50_000)}\n---\n`)).toMatchObject({
      kind: 'card',
      code: 'card-nested-too-deeply',
    });
  });

  it('reads what is whole of a card with broken rows', () => {
    const half = SEED.replace("'3500 mW'", "'3500 of something'");
    const card = parseCard(half);
    expect(card.claims).toHaveLength(9);
    expect(card.unread.map((row) => row.text)).toEqual(['Output Power into 20 ohms 3500 of something']);
  });
});
