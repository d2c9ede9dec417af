import { describe, expect, it } from 'vitest';
import { displayColumns, printable, wrapText } from '../../core/report/displayWidth.ts';
import { renderTable } from '../../core/report/table.ts';
import { exampleVerification } from './exampleVerification.ts';
import { HOSTILE_TEXTS, hostileVerification } from './hostileVerification.ts';

// eslint-disable-next-line no-control-regex -- the colour codes of a terminal
const COLOUR = /\u001b\[[\d;]*m/gu;
const WIDTHS = [80, 81, 100, 129, 130, 131, 160, 200];

describe('the terminal table', () => {
  it.each(WIDTHS)('is never wider than %i columns, whatever the card holds', (width) => {
    for (const verification of [exampleVerification, hostileVerification]) {
      for (const line of renderTable(verification, { width, color: false }).split('\n')) {
        expect(displayColumns(line), line).toBeLessThanOrEqual(width);
      }
    }
  });

  it('holds widths outside 80 … 200 to these', () => {
    const widest = (width: number) =>
      Math.max(...renderTable(exampleVerification, { width, color: false }).split('\n').map(displayColumns));
    expect(widest(20)).toBe(80);
    expect(widest(1000)).toBe(200);
  });

  it('shows every figure as its own text, every verdict word, reason and assumption', () => {
    // Wide enough that nothing but long reasons is broken; broken ones are joined again by what is compared.
    const table = renderTable(exampleVerification, { width: 100, color: false });
    const words = table.replaceAll(/\s+/gu, ' ');
    for (const claim of exampleVerification.claims) {
      if (claim.measured !== null) expect(table).toContain(claim.measured.text);
      if (claim.verdict !== 'pass' && claim.rule !== null) expect(words).toContain(claim.text);
      expect(words).toContain(claim.verdict.replace('-', ' '));
      for (const assumption of claim.assumptions) expect(words).toContain(assumption);
    }
    for (const warning of exampleVerification.card.warnings) expect(words).toContain(warning);
    expect(words).toContain('5 pass, 1 inconclusive, 1 fail, 3 manual');
  });

  it('gives the same words with and without colour', () => {
    const [plain, coloured] = [false, true].map((color) => renderTable(exampleVerification, { width: 120, color }));
    expect(plain).not.toMatch(COLOUR);
    expect(coloured).toMatch(COLOUR);
    expect(coloured.replaceAll(COLOUR, '')).toBe(plain);
  });

  it('lets no control character of a card through', () => {
    const table = renderTable(hostileVerification, { width: 100, color: false });
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(table).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
  });

  it('says SIMULATED where it was, and only there', () => {
    expect(renderTable(exampleVerification, { width: 80, color: false })).toContain('SIMULATED');
    expect(renderTable({ ...exampleVerification, simulated: false }, { width: 80, color: false })).not.toContain(
      'SIMULATED',
    );
  });
});

describe('columns of a terminal', () => {
  it.each([
    ['abc', 3],
    ['Ω±≤–−', 5],
    ['e\u0301', 1],
    ['日本', 4],
    ['한글', 4],
    ['ｆｕｌｌ', 8],
    ['a\u200bb', 2],
    ['🎧', 2],
    ['', 0],
  ])('%j takes %i', (text, columns) => {
    expect(displayColumns(text)).toBe(columns);
  });

  it('wraps without losing a letter, breaks only what is too long, keeps combining letters whole', () => {
    for (const text of HOSTILE_TEXTS) {
      for (const columns of [2, 7, 30]) {
        const lines = wrapText(text, columns);
        for (const line of lines) {
          expect(displayColumns(line)).toBeLessThanOrEqual(columns);
          expect(line).not.toMatch(/^\p{M}/u);
        }
        expect(lines.join('').replaceAll(' ', '')).toBe(printable(text).replaceAll(' ', ''));
      }
    }
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('8.35\u00a0±\u00a00.02\u00a0dB measured', 16)).toEqual([
      '8.35\u00a0±\u00a00.02\u00a0dB',
      'measured',
    ]);
  });
});
