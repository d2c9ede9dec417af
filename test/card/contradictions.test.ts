import { describe, expect, it } from 'vitest';
import { parseCard } from '../../core/card/parseCard.ts';

const warningsOf = (text: string): readonly string[] => parseCard(text).warnings;
const claimsOf = (text: string): unknown[] =>
  parseCard(text).claims.map(({ quantity, value, load_ohm: load, output }) => [quantity, value, load, output]);

describe('what a card says against itself', () => {
  it.each([
    ['Output: 4.4 V into 40 Ω = 129 mW', /4\.4\u00a0V into 40\u00a0Ω is 484\u00a0mW, not 129\u00a0mW/],
    ['Output power: 129 mW into 40 ohms (4.4 V)', /is 484\u00a0mW, not 129\u00a0mW/],
    ['Max output voltage: 4.4 V into 40 ohms\nOutput power: 129 mW into 40 ohms', /is 484\u00a0mW/],
    ['THD+N: 0.001 %\nSINAD: 95 dB', /a SINAD of 95\u00a0dB is a THD\+N of 0\.0018 %, not 0\.001 %/],
    ['THD: 0.005 %\nTHD+N: 0.001 %', /THD is a part of THD\+N/],
    ['Damping factor: 100 into 32 ohms\nOutput impedance: 2 ohms', /is 320\u00a0mΩ, not 2\u00a0Ω/],
    ['Max output voltage: 5.3 V\nOutput power: 2 W into 32 ohms', /is 8\.00\u00a0V, more than the 5\.3\u00a0V/],
    ['Output power into 20 ohms 3500 mW\nOut Power into 300 ohms 200 mW', /cannot both be maxima/],
    ['Sample rates: 44.1 kHz - 768 kHz\nSampling rates: 44.1/48/96/192 kHz', /with different values/],
    ['SNR: 110 dB\nSNR: 112 dB', /with different values, 110 and 112 dB/],
  ])('[CARD-1] "%s" is told before anything is measured', (text, said) => {
    const warnings = warningsOf(text);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(said);
    expect(warnings[0]).toMatch(/^line \d: /);
  });

  it.each([
    'Output: 4.4 V into 40 Ω = 484 mW',
    'THD+N: 0.001 %\nSINAD: 100 dB\nTHD: 0.0008 %',
    'Damping factor: > 100 into 32 ohms\nOutput impedance: < 0.3 ohms',
    'Max output voltage: 5.3 V\nOutput power: 600 mW into 30 ohms',
    'Max output voltage (balanced): 2 V\nOutput power into 32 ohms (single-ended): 2 W',
    'THD+N: 0.001 % (1 V out)\nSINAD: 95 dB (2 V out)',
  ])('[CARD-1] "%s" agrees, or is about two things', (text) => {
    expect(warningsOf(text)).toEqual([]);
  });

  it('[CARD-1] says of one line in two units which is taken', () => {
    const [claim] = parseCard('THD: -110 dB (0.00039 %)').claims;
    expect(claim.value).toBe(0.00039);
    expect(claim.warnings.join()).toMatch(/the two disagree, the weaker one is taken/);
  });

  it('[CARD-1] stays quick on thousands of claims of two kinds', () => {
    const text = 'THD: 0.01 %\nTHD+N: 0.001 %\nSINAD: 90 dB\n'.repeat(3000);
    const start = process.cpuUsage().user;
    parseCard(text);
    expect((process.cpuUsage().user - start) / 1000, 'milliseconds').toBeLessThan(5000);
  });
});

describe('columns of a table', () => {
  const html = (rows: readonly (readonly string[])[], head: 'th' | 'td'): string =>
    `<table>${rows
      .map((cells, index) => {
        const tag = index === 0 ? head : 'td';
        return `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
      })
      .join('')}</table>`;
  const markdown = ([first, ...rows]: readonly (readonly string[])[]): string =>
    [first, first.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const SOCKETS = [
    ['', 'Balanced', 'Single-ended'],
    ['Output impedance', '2 Ω', '1 Ω'],
    ['Output power into 32 ohms', '', '500 mW'],
    ['Output power into 300 ohms', '200 mW', ''],
    ['Gain', '8 dB', ''],
  ];

  it.each([
    ['html', html(SOCKETS, 'th')],
    ['html without th', html(SOCKETS, 'td')],
    ['markdown', markdown(SOCKETS.map((cells, index) => (index === 0 ? ['What', ...cells.slice(1)] : cells)))],
  ])('[CARD-2] keep their names where a cell is empty: %s', (_, text) => {
    expect(claimsOf(text)).toEqual([
      ['output_impedance', 2, undefined, 'balanced'],
      ['output_impedance', 1, undefined, 'single-ended'],
      ['output_power', 0.5, 32, 'single-ended'],
      ['output_power', 0.2, 300, 'balanced'],
      ['gain', 8, undefined, 'balanced'],
    ]);
  });

  const LOADS = [
    ['Load', '32 Ω', '300 Ω'],
    ['Output power', '', '200 mW'],
    ['THD+N', '0.001 %', '0.002 %'],
  ];

  it.each([
    ['html', html(LOADS, 'th')],
    ['markdown', markdown(LOADS)],
  ])('[CARD-2] that are loads are conditions of their values: %s', (_, text) => {
    expect(claimsOf(text)).toEqual([
      ['output_power', 0.2, 300, undefined],
      ['thd_n', 0.001, 32, undefined],
      ['thd_n', 0.002, 300, undefined],
    ]);
    expect(warningsOf(text)).toEqual([]);
  });

  it('[CARD-2] a first row of values is none of names', () => {
    expect(claimsOf('| Output impedance | 2 Ω |\n|---|---|\n| Gain | 8 dB |')).toEqual([
      ['output_impedance', 2, undefined, undefined],
      ['gain', 8, undefined, undefined],
    ]);
  });
});
