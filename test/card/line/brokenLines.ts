import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { decimalFromWritten } from '../../../core/card/line/decimalNumber.ts';
import type { LineSpec } from '../../../core/card/line/lineSpec.ts';
import { mendText } from '../../../core/card/mendText.ts';
import type { createRandom } from '../../../core/signal/random.ts';

/** Every line that the reader is tested with. */
export const LINES = ['specLines.jsonl', 'unseenLines.jsonl', 'laterLines.jsonl', 'lineVariants.jsonl'].flatMap(
  (file) =>
    readFileSync(new URL(file, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { line: string }).line),
);

/** SI prefixes, and ppm as percent. */
const SCALES = [1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 1, 1e3, 1e6];
const DBU_VOLTS = Math.sqrt(0.6);
export const PIECES = [
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
export function meanings(text: string): number[] {
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
export function statedNumbers(spec: LineSpec): number[] {
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

/** A text with one to four damages: cut, doubled, mixed with another line, turned round, foreign characters. */
export function mutate(line: string, random: ReturnType<typeof createRandom>): string {
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

/** Asserts that every number of the specifications stands in the text they were read from. */
export function expectNothingInvented(specs: readonly LineSpec[], text: string): void {
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
