import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigWord } from '../../cli/commands/bigWord.ts';
import type { BatchReport } from '../../host/batch/batches.ts';
import { runCli } from './builtCli.ts';
import type { CliResult } from './builtCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ampbench-batches-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const environment = { XDG_DATA_HOME: join(folder, 'data') };
const path = (name: string): string => join(folder, name);
const cli = (args: readonly string[], input?: string): Promise<CliResult> =>
  runCli(args, { environment, ...(input === undefined ? {} : { input }) });

beforeAll(async () => {
  writeFileSync(
    path('quick.yaml'),
    `sequence: HPA-1 quick
steps:
  - measure: thdn
    settings: {frequencyHz: 1000, seconds: 0.3}
    limits: [{figure: level, lower: 0.9, upper: 1.1, unit: V}]
`,
  );
  const { code } = await cli([
    ...['batch', 'new', 'Week 12', '--rig', 'sim:usb-192/hpa-1'],
    ...['--sequence', path('quick.yaml')],
  ]);
  expect(code).toBe(0);
});

describe('ampbench batch', () => {
  it('takes serials as a scanner sends them, shows each answer large, and refuses what is no serial', async () => {
    // Decomposed and composed: the same label. The control character is a scanner gone wrong.
    const { code, stdout, stderr } = await cli(
      ['batch', 'next', 'Week 12'],
      'a\u0308 Ω\r\nSN\u0001\r\n\u00e4 Ω\r\n\r\nnever\r\n',
    );
    expect(code).toBe(3);
    expect(stdout.split(bigWord('PASS', 120, false))).toHaveLength(3);
    expect(stderr).toMatch(/error serial-invalid: .*control character/);
    const shown = await cli(['batch', 'show', 'week 12'.replace('w', 'W'), '--json']);
    const { attempts } = JSON.parse(shown.stdout) as { attempts: { serial: string }[] };
    expect(attempts.map(({ serial }) => serial)).toEqual(['\u00e4 Ω', '\u00e4 Ω']);
  }, 60_000);

  it('measures one unit several times for a gage study of the bench', async () => {
    const next = await cli(['batch', 'next', 'Week 12', '--serial', 'B', '--times', '2', '--json']);
    expect((JSON.parse(next.stdout) as { tests: unknown[] }).tests).toHaveLength(2);
    const { code, stdout } = await cli(['gage', 'Week 12', '--figure', 'thdn/level/1', '--json']);
    expect(code).toBe(0);
    const { figures } = JSON.parse(stdout) as { figures: { study: { parts: number; trials: number } }[] };
    expect(figures).toMatchObject([{ study: { parts: 2, operators: 1, trials: 2 } }]);
  }, 60_000);

  it('tells statistics and writes tables', async () => {
    const stats = await cli(['batch', 'stats', 'Week 12', '--json']);
    const report = JSON.parse(stats.stdout) as BatchReport;
    expect(report).toMatchObject({ attempts: 4, units: 2, firstPassYield: { passed: 2, total: 2 } });
    for (const format of ['csv', 'xlsx', 'parquet'])
      expect((await cli(['batch', 'export', 'Week 12', '--format', format, '--out', path(`t.${format}`)])).code).toBe(
        0,
      );
    expect(readFileSync(path('t.csv'), 'utf8').split('\r\n')[0]).toContain('serial,operator');
    const runs = await cli(['batch', 'list', '--json']);
    expect(JSON.parse(runs.stdout)).toMatchObject([{ name: 'Week 12', units: 2, attempts: 4 }]);
  }, 60_000);

  it('names the batches there are, and what a new one needs', async () => {
    const unknown = await cli(['batch', 'stats', 'Week 13']);
    expect([unknown.code, unknown.stderr]).toEqual([5, expect.stringContaining('there are "Week 12"')]);
    const neither = await cli(['batch', 'new', 'x', '--rig', 'sim:usb-192/hpa-1']);
    expect([neither.code, neither.stderr]).toEqual([3, expect.stringContaining('either --card or --sequence')]);
  }, 30_000);
});

describe('the large answer', () => {
  it('is as wide as the terminal lets it be, and says it without colour, too', () => {
    const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
    expect(widest(bigWord('PASS', 100, false))).toBeLessThanOrEqual(100);
    expect(widest(bigWord('FAIL', 200, false))).toBeGreaterThan(150);
    expect(bigWord('PASS', 100, false)).not.toBe(bigWord('FAIL', 100, false));
    expect(bigWord('FAIL', 100, true)).toContain('\u001b[97;41m');
  });
});
