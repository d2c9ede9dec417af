import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './builtCli.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-card-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('card lint', () => {
  it('names each problem by file, line and column, and exits with 5 when one is an error', async () => {
    const file = join(folder, 'card.txt');
    writeFileSync(file, 'Gain: 8 dB\nOutput impedance: 2 dB\n');
    const { code, stdout, stderr } = await runCli(['card', 'lint', file]);
    expect(code).toBe(5);
    expect(stdout).toContain(`${file}:2:1: error: not read: "Output impedance: 2 dB"`);
    expect(stderr).toMatch(/1 error, \d+ warnings/);
  });

  it('exits with 0 where there are warnings only, and prints one JSON document with --json', async () => {
    const { code, stdout } = await runCli(['card', 'lint', 'hpa-1', '--json']);
    expect(code).toBe(0);
    const { card, problems } = JSON.parse(stdout) as { card: string; problems: { severity: string }[] };
    expect(card).toBe('hpa-1');
    expect(new Set(problems.map((problem) => problem.severity))).toEqual(new Set(['warning']));
  });
});

describe('card init', () => {
  it('prints a card, or writes a new file that parses once it is filled in', async () => {
    const printed = await runCli(['card', 'init', '--kind', 'dac-amp']);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    const file = join(folder, 'mine.yaml');
    expect(await runCli(['card', 'init', file, '--kind', 'dac-amp'])).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe(printed.stdout);
  });

  it('never overwrites a file', async () => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, 'precious');
    const { code, stderr } = await runCli(['card', 'init', file]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/already there and is not overwritten/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });
});
