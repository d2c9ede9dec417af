import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LineContext, LineSpec } from '../../../core/card/line/lineSpec.ts';
import { parseSpecLine } from '../../../core/card/line/parseSpecLine.ts';

interface Example {
  readonly maker: string;
  readonly line: string;
  readonly parsed: { readonly specs: readonly Record<string, unknown>[]; readonly warnings?: readonly string[] };
}

const linesOf = (file: string): Example[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Example);

const EXAMPLES = linesOf('specLines.jsonl');

/** The words of this line do not say that it is about the balanced output; on its sheet the heading above does. */
const contextOf = ({ line }: Example): LineContext =>
  line.startsWith('L+R ≥ 480 mW') ? { section: 'Balanced output' } : {};

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

function read(example: Example, context: LineContext = {}): { got: unknown; expected: unknown } {
  const wanted = example.parsed.specs;
  const specs = parseSpecLine(example.line, context).specs as readonly (LineSpec & Record<string, unknown>)[];
  return {
    got: specs.map((spec, index) => comparable(spec, wanted[index] ?? {})),
    expected: wanted.map((spec) => comparable(spec, spec)),
  };
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

  it('reads all 82 examples exactly', () => {
    expect(EXAMPLES).toHaveLength(82);
    for (const example of EXAMPLES) {
      const { got, expected } = read(example, contextOf(example));
      expect(got, example.line).toEqual(expected);
    }
  });

  it('reads the lines it was first tried on unseen, and further ways of writing, exactly', () => {
    const files = ['unseenLines.jsonl', 'laterLines.jsonl', 'lineVariants.jsonl'];
    const lines = files.flatMap(linesOf);
    expect(lines.length).toBeGreaterThanOrEqual(60 + 103 + 150);
    for (const example of lines) {
      const { got, expected } = read(example);
      expect(got, example.line).toEqual(expected);
    }
  });

  it('says why of every line that gives no claim', () => {
    for (const { line, parsed } of linesOf('lineVariants.jsonl')) {
      if (parsed.specs.length === 0) expect(parseSpecLine(line).warnings.join(), line).toMatch(/reader knows|is named/);
    }
  });
});
