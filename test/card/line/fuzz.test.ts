import { describe, expect, it } from 'vitest';
import { parseSpecLine } from '../../../core/card/line/parseSpecLine.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { LINES, PIECES, expectNothingInvented, meanings, mutate, statedNumbers } from './brokenLines.ts';

/** Of every run; `AMPBENCH_FUZZ_LINES=100000` for a night's. */
const LINE_COUNT = Number(process.env['AMPBENCH_FUZZ_LINES'] ?? 10_000);

describe('broken lines', () => {
  it('the check itself sees an invented number', () => {
    for (const number of [9, 0.09, 1e9]) {
      expect(meanings('Gain 8 dB at 1200 mW').some((value) => Math.abs(value - number) <= 1e-9 * value)).toBe(false);
    }
    expect(statedNumbers({ quantity: 'gain', comparator: '=', value: [8, 9], unit: 'dB' })).toEqual([8, 9]);
  });

  it('no number is invented in the examples themselves', () => {
    for (const line of LINES) expectNothingInvented(parseSpecLine(line).specs, line);
  });

  it(`no crash and no invented number in ${LINE_COUNT} mutated lines`, { timeout: 600_000 }, () => {
    const random = createRandom(20_240_601);
    for (let count = 0; count < LINE_COUNT; count++) {
      const line = mutate(LINES[Math.floor(random.uniform() * LINES.length)], random);
      expectNothingInvented(parseSpecLine(line).specs, line);
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
