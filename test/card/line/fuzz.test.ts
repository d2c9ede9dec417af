import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decimalFromWritten } from '../../../core/card/line/decimalNumber.ts';
import type { LineSpec } from '../../../core/card/line/lineSpec.ts';
import { parseSpecLine } from '../../../core/card/line/parseSpecLine.ts';
import { mendText } from '../../../core/card/mendText.ts';
import { createRandom } from '../../../core/signal/random.ts';

const LINES = ['specLines.jsonl', 'unseenLines.jsonl', 'lineVariants.jsonl'].flatMap((file) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { line: string }).line),
);

/** SI prefixes, and ppm as percent. */
const SCALES = [1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 1, 1e3, 1e6];
const DBU_VOLTS = Math.sqrt(0.6);
const PIECES = [
  '-',
  ' ',
  '+',
  '±',
  '<',
  '/',
  ',',
  '.',
  '(',
  ')',
  'x',
  '@',
  'k',
  'm',
  'W',
  'V',
  'Hz',
  'dB',
  '%',
  'Ω',
  '~',
  'A',
  '–',
  'â€“',
  '\u00a0',
  '=',
  ':',
  ';',
];

/** Every number that the digits of a text can mean, in either number style, times any prefix; and dBu, dBV and Vpp of them as volts. */
function meanings(text: string): number[] {
  const written = mendText(text).text.match(/[\d.,]*\d/g) ?? [];
  const plain = written.flatMap((digits) =>
    [digits, digits.replace(/^[.,]+/, ''), digits.replace(/^[.,]+(?=[.,])/, ''), ...digits.split(/\.{2,}/)].flatMap(
      (each) => [true, false].map((german) => Number(decimalFromWritten(each, german) ?? NaN)),
    ),
  );
  const values = plain.filter((value) => Number.isFinite(value));
  const scaled = values.flatMap((value) => SCALES.map((scale) => value * scale));
  const volts = [...scaled, ...scaled.map((value) => -value)].flatMap((value) => [
    value / (2 * Math.SQRT2),
    value / Math.SQRT2,
    10 ** (value / 20),
    DBU_VOLTS * 10 ** (value / 20),
  ]);
  // Decibels of large numbers overflow, and an infinity would agree with anything.
  return [0, ...scaled, ...volts].filter((value) => Number.isFinite(value));
}

/** The numbers a specification states. `canonical` is derived; 1 V of a dBV reference is what dBV means. */
function statedNumbers(spec: LineSpec): number[] {
  const { level } = spec;
  const numbers: number[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'number') numbers.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  const meant = level?.at === 'reference' && level.value === 1;
  // `96 dB/mW` is for one milliwatt.
  const perUnit = spec.quantity === 'sensitivity' && level?.at === 'input';
  for (const [field, value] of Object.entries(spec)) {
    if (field !== 'canonical' && !(field === 'level' && (meant || perUnit))) collect(value);
  }
  return numbers;
}

function mutate(line: string, random: ReturnType<typeof createRandom>): string {
  let text = line;
  const pick = (count: number): number => Math.floor(random.uniform() * count);
  for (let round = 1 + pick(4); round > 0; round--) {
    const at = pick(text.length + 1);
    switch (pick(6)) {
      case 0:
        text = text.slice(0, at) + text.slice(at + 1 + pick(3));
        break;
      case 1:
        text = text.slice(0, at) + PIECES[pick(PIECES.length)] + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + text.slice(at, at + 6) + text.slice(at);
        break;
      case 3: {
        const other = LINES[pick(LINES.length)];
        const from = pick(other.length);
        text = text.slice(0, at) + other.slice(from, from + 1 + pick(20)) + text.slice(at);
        break;
      }
      case 4:
        text = text.slice(at) + text.slice(0, at);
        break;
      default:
        text = text.slice(0, at) + String.fromCodePoint(pick(0x2fff) + 1) + text.slice(at);
    }
  }
  return text;
}

function expectNothingInvented(text: string): void {
  const { specs } = parseSpecLine(text);
  if (specs.length === 0) return;
  const possible = meanings(text);
  for (const spec of specs) {
    for (const number of statedNumbers(spec)) {
      const stands = possible.some((value) => Math.abs(value - Math.abs(number)) <= 1e-9 * Math.abs(value));
      expect(stands, `${number} of ${JSON.stringify(spec)} does not stand in ${JSON.stringify(text)}`).toBe(true);
      expect(Number.isFinite(number)).toBe(true);
    }
  }
}

describe('broken lines', () => {
  it('the check itself sees an invented number', () => {
    for (const number of [9, 0.09, 1e9]) {
      expect(meanings('Gain 8 dB at 1200 mW').some((value) => Math.abs(value - number) <= 1e-9 * value)).toBe(false);
    }
    expect(statedNumbers({ quantity: 'gain', comparator: '=', value: [8, 9], unit: 'dB' })).toEqual([8, 9]);
  });

  it('no number is invented in the examples themselves', () => {
    for (const line of LINES) expectNothingInvented(line);
  });

  it('no crash and no invented number in 10,000 mutated lines', () => {
    const random = createRandom(20_240_601);
    for (let count = 0; count < 10_000; count++) {
      expectNothingInvented(mutate(LINES[Math.floor(random.uniform() * LINES.length)], random));
    }
  });

  it('no crash on lines of symbols only, at the longest length read', () => {
    for (const piece of PIECES) {
      expect(() => parseSpecLine(piece.repeat(Math.floor(2000 / piece.length)))).not.toThrow();
      expect(() => parseSpecLine(`1${piece}`.repeat(600))).not.toThrow();
      expect(() => parseSpecLine(`gain ${piece} 8 dB, `.repeat(90))).not.toThrow();
    }
  });
});
