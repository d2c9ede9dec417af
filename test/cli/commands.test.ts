import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOfError, exitCodeOfVerification } from '../../cli/exitCodes.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { exampleVerification } from '../report/exampleVerification.ts';
import { runCli } from './builtCli.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('exit codes', () => {
  const summary = { pass: 7, fail: 0, inconclusive: 0, 'not-verifiable': 0, manual: 3 };
  it.each([
    [summary, 0],
    [{ ...summary, fail: 1, inconclusive: 2 }, 1],
    [{ ...summary, inconclusive: 1 }, 2],
    [{ ...summary, 'not-verifiable': 1 }, 2],
    [{ ...summary, pass: 0 }, 0],
  ])('of %o is %i', (counts, code) => {
    expect(exitCodeOfVerification({ ...exampleVerification, summary: counts })).toBe(code);
  });

  it('of errors follow their kind', () => {
    const kinds = ['usage', 'rig', 'plan', 'device', 'safety', 'card', 'data', 'storage', 'cancelled', 'bug'] as const;
    expect(kinds.map(exitCodeOfError)).toEqual([3, 3, 3, 4, 4, 5, 5, 5, 130, 70]);
  });
});

describe('--help', () => {
  it.each([
    [],
    ['devices'],
    ['card', 'parse'],
    ['plan'],
    ['verify'],
    ['rig', 'list'],
    ['rig', 'show'],
    ['rig', 'create'],
    ['report'],
    ['serve'],
  ])('of "%s %s" has an example, on stdout, with exit code 0', async (...command) => {
    const { code, stdout, stderr } = await runCli([...command.filter((word) => word !== ''), '--help']);
    expect(stdout).toMatch(/Examples:\n {2}\$ ampbench/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('wrong use exits with 3 and leaves stdout empty', () => {
  it.each([
    ['no command', [], /Usage/],
    ['an unknown command', ['dance'], /unknown command 'dance'/],
    ['an unknown option', ['devices', '--loud'], /unknown option '--loud'/],
    ['a missing rig', ['verify', '--card', 'hpa-1', '--out', 'x'], /needs --rig/],
    ['a seed that is none', ['verify', '--seed', '1.5'], /--seed is "1\.5"/],
    ['a resume with a card', ['verify', '--resume', 'x', '--card', 'y'], /cannot be used with/],
    ['two ways to answer', ['verify', '--yes', '--answers', 'x'], /cannot be used with/],
    [
      'an unknown simulated rig',
      ['plan', '--card', 'hpa-1', '--rig', 'sim:nothing'],
      /error unknown-rig: .*sim:studio-384\/hpa-1/,
    ],
    ['an unknown rig', ['plan', '--card', 'hpa-1', '--rig', 'nothing'], /error unknown-rig: /],
    ['two things to parse', ['card', 'parse', 'hpa-1', '--line', 'x'], /one of a card, --line and --lines/],
    ['an unknown format', ['report', '.', '--format', 'docx'], /Allowed choices/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(args, { environment: { XDG_DATA_HOME: folder } });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });
});

describe('rigs', () => {
  const environment = (): Record<string, string> => ({ XDG_DATA_HOME: folder });

  it('are shown, edited, saved, listed and found again', async () => {
    const shown = await runCli(['rig', 'show', 'sim:studio-384/hpa-1']);
    const rig = { ...(JSON.parse(shown.stdout) as Record<string, unknown>), id: 'bench-1', driver: 'portaudio' };
    const created = await runCli(['rig', 'create', '--from', '-'], {
      input: JSON.stringify(rig),
      environment: environment(),
    });
    expect(created).toMatchObject({ code: 0, stderr: '' });
    expect(created.stdout).toContain(join(folder, 'ampbench', 'rigs'));
    const listed = await runCli(['rig', 'list', '--json'], { environment: environment() });
    expect(JSON.parse(listed.stdout)).toMatchObject({
      rigs: expect.arrayContaining([expect.objectContaining({ id: 'bench-1' })]) as unknown,
    });
    expect(JSON.parse((await runCli(['rig', 'show', 'bench-1'], { environment: environment() })).stdout)).toEqual(rig);
  });

  it('that are wrong are refused by field, value and rule', async () => {
    const path = join(folder, 'bad.json');
    writeFileSync(path, JSON.stringify({ schemaVersion: 1, sampleRateHz: -1 }));
    const { code, stderr } = await runCli(['rig', 'create', '--from', path], { environment: environment() });
    expect(code).toBe(3);
    expect(stderr).toMatch(/error rig-invalid: .*bad\.json.*sampleRateHz is -1/);
  });
});

describe('report', () => {
  it.each(['html', 'csv', 'md', 'json'])('writes a finished run as %s, to stdout or a file', async (format) => {
    writeFileSync(join(folder, 'result.json'), encodeResult(exampleVerification));
    const printed = await runCli(['report', folder, '--format', format]);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toContain('Impedance');
    const written = await runCli(['report', folder, '--format', format, '--out', join(folder, 'report')]);
    expect(written).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['pdf', '%PDF-'],
    ['png', '\u0089PNG'],
    ['frd', '* pass-labs-hpa-1'],
  ])('writes it as %s, in a layout where it has one', async (format, start) => {
    writeFileSync(join(folder, 'result.json'), encodeResult(exampleVerification));
    const layout = format === 'frd' ? [] : ['--layout', 'card'];
    const out = join(folder, `report.${format}`);
    const { code, stderr } = await runCli(['report', folder, '--format', format, ...layout, '--out', out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(out, 'latin1').slice(0, start.length)).toBe(start);
  });

  it.each([
    [['--format', 'csv', '--layout', 'card'], /--layout has no meaning for csv/],
    [['--format', 'pdf', '--theme', 'dark'], /--theme has no meaning for pdf/],
    [['--format', 'html', '--channel', 'L'], /--channel has no meaning for html/],
    [['--format', 'frd', '--channel', 'X'], /no channel "X"; it has L, R/],
  ])('refuses what it would not heed: %j', async (args, message) => {
    writeFileSync(join(folder, 'result.json'), encodeResult(exampleVerification));
    const { code, stderr } = await runCli(['report', folder, ...args]);
    expect(code).toBe(3);
    expect(stderr).toMatch(message);
  });

  it('of a run that is not finished says how to finish it', async () => {
    const { code, stderr } = await runCli(['report', folder, '--format', 'md']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/error run-not-finished: .*\ntip: .*--resume/);
  });

  it('of a damaged result names file and field', async () => {
    writeFileSync(join(folder, 'result.json'), '{"kind": "verification", "schemaVersion": 1}');
    const { code, stderr } = await runCli(['report', folder, '--format', 'md']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/error result-damaged: .*result\.json.*card/);
  });
});

describe('a folder to write to', () => {
  it('that holds no run cannot be resumed', async () => {
    const { code, stdout, stderr } = await runCli(['verify', '--resume', folder]);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toMatch(/error not-a-run-folder: /);
  });

  it('that is below a file is refused before anything plays', async () => {
    writeFileSync(join(folder, 'file'), '');
    const out = join(folder, 'file', 'run');
    const { code, stderr } = await runCli(['verify', '--card', 'hpa-1', '--rig', 'sim:usb-192/hpa-1', '--out', out]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/error not-a-folder: .*file\/run/);
  });

  it('that a damaged run lies in is refused by line', async () => {
    mkdirSync(join(folder, 'captures'));
    writeFileSync(join(folder, 'run.json'), '{"schemaVersion": 9}');
    const { code, stderr } = await runCli(['verify', '--resume', folder]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/error run-record-damaged: .*schemaVersion/);
  });
});

describe('card parse', () => {
  it('of one line prints one JSON document and nothing else', async () => {
    const { code, stdout, stderr } = await runCli(['card', 'parse', '--line', 'Output Impedance: 1.35 ohms', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ specs: [{ quantity: 'output_impedance', value: 1.35 }] });
  });

  it('of many lines prints one document for each, in order', async () => {
    const input = 'Gain: 8 dB\nnonsense\nOutput Impedance: 1.35 ohms\n';
    const { stdout } = await runCli(['card', 'parse', '--lines', '-'], { input });
    const documents = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { specs: unknown[] });
    expect(documents.map(({ specs }) => specs.length)).toEqual([1, 0, 1]);
  });

  it.each([
    ['nothing', ''],
    ['bytes that are no text', '\u0000\u0001\u0002\u0000'],
  ])('of %s exits with 5', async (_, input) => {
    const { code, stdout, stderr } = await runCli(['card', 'parse', '-'], { input });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toMatch(/^error [a-z-]+: /);
  });
});
