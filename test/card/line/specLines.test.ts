import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LineSpec } from '../../../core/card/line/lineSpec.ts';
import { parseSpecLine } from '../../../core/card/line/parseSpecLine.ts';

interface Example {
  readonly maker: string;
  readonly line: string;
  readonly parsed: { readonly specs: readonly Record<string, unknown>[]; readonly warnings?: readonly string[] };
}

const EXAMPLES = readFileSync(new URL('specLines.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Example);

/** The examples write converted values (dBu, Vpp, dB as %) to three digits. */
function roundNumbers(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(3));
  if (Array.isArray(value)) return value.map(roundNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, roundNumbers(each)]));
}

/** Fields that say the same when absent, and `canonical`, which is derived and given in the examples only here and there. */
function comparable(spec: Record<string, unknown>, expected: Record<string, unknown>): unknown {
  const kept = Object.entries(spec).filter(
    ([key, value]) =>
      !(key === 'canonical' && expected['canonical'] === undefined) && !(key === 'weighting' && value === null),
  );
  return roundNumbers(Object.fromEntries(kept));
}

function read(example: Example): { got: unknown; expected: unknown } {
  const wanted = example.parsed.specs;
  const specs = parseSpecLine(example.line).specs as readonly (LineSpec & Record<string, unknown>)[];
  return {
    got: specs.map((spec, index) => comparable(spec, wanted[index] ?? {})),
    expected: wanted.map((spec) => comparable(spec, spec)),
  };
}

function isExact(example: Example): boolean {
  const { got, expected } = read(example);
  try {
    expect(got).toEqual(expected);
    return true;
  } catch {
    return false;
  }
}

/** What a warning of the HPA-1's lines must speak of, by the line. */
const MUST_WARN: readonly (readonly [line: string, words: readonly RegExp[]])[] = [
  [
    'Frequency Response 10hz â€“ 100k',
    [/mojibake.*cp1252/, /no Hz: taken as 100000 Hz/, /lower limit.*upper limit unstated/, /load not stated/],
  ],
  ['Frequency Response 10hz – 100k', [/no Hz/, /load not stated/]],
  ['Output Power into 20 ohms', [/no THD condition/, /channels driven not stated/]],
  ['THD + Noise', [/% assumed.*0\.5 %/, /frequency, load, bandwidth/]],
  ['Out Power into 300 ohms', [/no THD condition/]],
  ['Power Consumption', [/not an output power/]],
  ['10hz – 100k', [/no Hz/]],
  ['< 0.005 at 1V out', [/needs its label/, /% assumed/]],
];

describe('lines as makers write them', () => {
  it.each(
    EXAMPLES.filter((example) => example.maker === 'Pass Labs').map((example) => [example.line, example] as const),
  )('reads the HPA-1 line "%s" exactly', (_, example) => {
    const { got, expected } = read(example);
    expect(got).toEqual(expected);
  });

  it.each(EXAMPLES.filter((example) => example.maker === '?').map((example) => [example.line, example] as const))(
    'reads "%s" exactly, without its label',
    (_, example) => {
      const { got, expected } = read(example);
      expect(got).toEqual(expected);
    },
  );

  it.each(MUST_WARN)('says what it assumed of "%s"', (line, words) => {
    const example = EXAMPLES.find((each) => each.line.startsWith(line))!;
    const said = parseSpecLine(example.line).warnings.join('\n');
    for (const word of words) expect(said).toMatch(word);
  });

  it('reads at least 77 of the 82 examples exactly', () => {
    const missed = EXAMPLES.filter((example) => !isExact(example)).map((example) => example.line);
    expect(EXAMPLES).toHaveLength(82);
    expect(missed.length, `not exact:\n${missed.join('\n')}`).toBeLessThanOrEqual(82 - 77);
  });

  it('still finds a right value in the examples it does not read exactly', () => {
    for (const example of EXAMPLES.filter((each) => !isExact(each))) {
      const values = parseSpecLine(example.line).specs.map(
        (spec) => `${spec.quantity} ${roundNumbers(spec.value) as number}`,
      );
      const [first] = example.parsed.specs;
      expect(values, example.line).toContain(
        `${first['quantity'] as string} ${roundNumbers(first['value']) as number}`,
      );
    }
  });
});
