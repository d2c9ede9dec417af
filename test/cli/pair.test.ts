import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { exampleVerification } from '../report/exampleVerification.ts';
import { runCli } from './builtCli.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-pair-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CLEAR = ['--headphone', 'focal clear'];

describe('ampbench pair', () => {
  it('answers with a published amp, and exits with 0 where it is enough', async () => {
    const { code, stdout, stderr } = await runCli(['pair', '--amp', 'hpa-1', ...CLEAR, '--spl', '110']);
    expect(stdout).toMatch(
      /^Focal Clear .* on Pass Labs HPA-1 \(as published, not measured\)\n\nDo I need another amp\? No/,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('answers with a finished run, by its folder', async () => {
    mkdirSync(join(folder, 'run'));
    writeFileSync(join(folder, 'run', 'result.json'), encodeResult(exampleVerification));
    const args = ['pair', '--amp', join(folder, 'run'), ...CLEAR, '--spl', '100', '--json'];
    const { stdout } = await runCli(args);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'pairing',
      amp: { basis: 'measured', simulated: true },
      sourceImpedance: { outputOhms: 1.35 },
    });
  });

  it('gives the response change of a Focal Clear, and exits with 1 where the amp is not enough', async () => {
    const amp = ['--max-volts', '0.5', '--output-ohms', '30', '--max-milliamps', '5'];
    const { code, stdout } = await runCli(['pair', ...amp, ...CLEAR, '--spl', '115', '--json']);
    const pairing = JSON.parse(stdout) as { sourceImpedance: { responseChange: { db: number } } };
    expect(pairing.sourceImpedance.responseChange.db.toFixed(3)).toBe('2.783');
    expect(pairing).toMatchObject({ verdict: 'not-enough', output: { limitedBy: 'current' } });
    expect(code).toBe(1);
  });

  it('exits with 2 where it cannot be said', async () => {
    const { code, stdout } = await runCli(['pair', '--amp', 'headphone-jack', ...CLEAR, '--spl', '100']);
    expect(stdout).toContain('CANNOT BE SAID');
    expect(code).toBe(2);
  });

  it('takes a headphone by its card', async () => {
    const args = ['pair', '--amp', 'mojo-2', '--headphone', 'lensys-professional', '--spl', '100', '--json'];
    const { stdout } = await runCli(args);
    expect(JSON.parse(stdout)).toMatchObject({ headphone: { nominalOhms: 26 }, verdict: 'cannot-be-said' });
  });

  it('lists headphones, all or some', async () => {
    const all = await runCli(['pair', '--headphones', '--json']);
    expect((JSON.parse(all.stdout) as unknown[]).length).toBeGreaterThan(45);
    const some = await runCli(['pair', '--headphones', 'focal']);
    expect(some.stdout.trim().split('\n').length).toBe(5);
    expect((await runCli(['pair', '--headphones', 'nonsense'])).stdout).toBe('no headphone fits "nonsense"\n');
  });
});

describe('ampbench pair, wrongly used, exits with 3 and leaves stdout empty', () => {
  const amp = ['--amp', 'hpa-1'];
  it.each([
    ['an ambiguous headphone', [...amp, '--headphone', 'stealth', '--spl', '100'], /Dan Clark Audio Stealth, HiFiMAN/],
    ['an unknown headphone', [...amp, '--headphone', 'hd60', '--spl', '100'], /error unknown-headphone/],
    ['a level that harms', [...amp, ...CLEAR, '--spl', '121'], /error level-dangerous: .*120 dB SPL/],
    ['an average whose peaks harm', [...amp, ...CLEAR, '--spl', '110', '--rms'], /peaks of 122\.0 dB SPL/],
    ['peak and average', [...amp, ...CLEAR, '--spl', '100', '--rms', '--peak'], /cannot be used with/],
    ['a level that is none', [...amp, ...CLEAR, '--spl', 'loud'], /--spl is "loud" but must be a number/],
    ['a level out of range', [...amp, ...CLEAR, '--spl', '1e9'], /splDb is 1000000000 but must be from 0 to 200/],
    ['volts that are none', ['--max-volts', '-1', ...CLEAR, '--spl', '100'], /--max-volts is "-1"/],
    ['no level', [...amp, ...CLEAR], /pair needs --spl/],
    ['no headphone', [...amp, '--spl', '100'], /pair needs --headphone/],
    ['no amp', [...CLEAR, '--spl', '100'], /pair needs --amp/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(['pair', ...args]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });

  it('but with 5 where the amp is neither card nor run, or the run is not finished', async () => {
    const missing = await runCli(['pair', '--amp', 'nope', ...CLEAR, '--spl', '100']);
    expect(missing).toMatchObject({ code: 5, stdout: '' });
    const empty = await runCli(['pair', '--amp', folder, ...CLEAR, '--spl', '100']);
    expect(empty.stderr).toContain('error run-not-finished');
    expect(empty.code).toBe(5);
  });
});
