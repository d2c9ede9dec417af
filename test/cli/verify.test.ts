import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import { expectClose } from '../expectClose.ts';
import { runCli } from './builtCli.ts';
import type { CliResult } from './builtCli.ts';

const RIG = 'sim:usb-192/hpa-1';
let folder = '';
let whole: CliResult = { code: null, stdout: '', stderr: '' };
const path = (name: string): string => join(folder, name);
const captures = (name: string): string[] => readdirSync(path(`${name}/captures`)).sort();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-verify-'));
  whole = await runCli(['verify', '--card', 'hpa-1', '--rig', RIG, '--out', path('whole'), '--seed', '5', '--json']);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a run', () => {
  it('prints its result.json and nothing else on stdout', () => {
    expect(whole.stdout).toBe(readFileSync(path('whole/result.json'), 'utf8'));
    const result = decodeResult(whole.stdout, 'stdout');
    expect(result).toMatchObject({ simulated: true, seed: 5, rig: { id: RIG } });
    const { fail, inconclusive, 'not-verifiable': refused } = result.summary;
    expect(whole.code).toBe(fail > 0 ? 1 : inconclusive + refused > 0 ? 2 : 0);
  });

  it('names each capture that is on disk, with its hash', () => {
    const { captures: records } = decodeResult(whole.stdout, 'stdout');
    expect(records.map(({ file }) => file.replace('captures/', '')).sort()).toEqual(captures('whole'));
    expect(records.length).toBeGreaterThan(3);
  });

  it('leaves a report that needs nothing else', () => {
    expect(readFileSync(path('whole/report.html'), 'utf8')).toContain('HPA-1');
  });

  it('says on stderr that it is simulated', () => {
    expect(whole.stderr).toContain('SIMULATED');
  });

  it('is computed again from its folder to the same bytes, playing nothing', async () => {
    const before = captures('whole');
    const again = await runCli(['verify', '--resume', path('whole'), '--json']);
    expect(again.stdout).toBe(whole.stdout);
    expect(captures('whole')).toEqual(before);
    expect(again.stderr).not.toContain('simulated person');
  }, 120_000);
});

/** Runs until the first few takes are on disk, then does `interrupt` to the command. */
async function interrupted(
  name: string,
  interrupt: (processId: number) => void,
  extra: string[] = [],
): Promise<CliResult> {
  let done = false;
  return runCli(['verify', '--card', 'hpa-1', '--rig', RIG, '--out', path(name), '--seed', '5', '--json', ...extra], {
    onStderr: (_, child) => {
      const ready = (): boolean => {
        try {
          return readFileSync(path(`${name}/journal.jsonl`), 'utf8').split('"type":"take"').length > 3;
        } catch {
          return false;
        }
      };
      if (done || child.pid === undefined || !ready()) return;
      done = true;
      interrupt(child.pid);
    },
  });
}

describe('a run that is stopped', () => {
  it('by Ctrl-C exits with 130, keeps its captures, and goes on to the very same result', async () => {
    const stopped = await interrupted('stopped', (processId) => process.kill(processId, 'SIGINT'));
    expect({ code: stopped.code, stdout: stopped.stdout }).toEqual({ code: 130, stdout: '' });
    expect(stopped.stderr).toMatch(/error run-cancelled: .*stopped/);
    expect(stopped.stderr).toContain(`--resume ${path('stopped')}`);
    const kept = captures('stopped');
    expect(kept.length).toBeGreaterThanOrEqual(3);
    const resumed = await runCli(['verify', '--resume', path('stopped'), '--json']);
    expect(resumed.code).toBe(whole.code);
    expect(resumed.stdout).toBe(whole.stdout);
  }, 120_000);

  it('by kill -9 of its engine goes on by itself to the very same result', async () => {
    const killed = await interrupted('killed', (processId) => {
      const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(processId)], { encoding: 'utf8' });
      process.kill(Number(children.trim().split(/\s+/)[0]), 'SIGKILL');
    });
    expect(killed.stderr).toContain('the audio engine was restarted (1)');
    expect(killed.stdout).toBe(whole.stdout);
  }, 120_000);
});

describe('the exit code', () => {
  /** A card of plain lines on a bench, one JSON document asked for. */
  const verify = async (name: string, lines: string, rig: string, extra: string[] = []): Promise<CliResult> => {
    writeFileSync(path(`${name}.txt`), lines);
    const args = ['verify', '--card', path(`${name}.txt`), '--rig', rig, '--out', path(name), '--seed', '5', '--json'];
    return runCli([...args, ...extra]);
  };
  const words = ({ stdout }: CliResult): string[] =>
    decodeResult(stdout, 'stdout').claims.map(({ verdict }) => verdict);

  it('is 0 where every line passes, and rows left to the person do not count', async () => {
    const result = await verify('passes', 'Gain 8 dB\nWeight 14 lbs\n', RIG);
    expect(words(result)).toEqual(['pass', 'manual']);
    expect(result.code).toBe(0);
  }, 60_000);

  it('is 1 where a line fails, whatever else is undecided', async () => {
    const lines = 'Gain 8 dB\nFrequency response 10 Hz - 100 kHz -1 dB\n';
    const result = await verify('fails', lines, 'sim:usb-192/faulty-hpa-1');
    expect(words(result)).toEqual(['fail', 'not-verifiable']);
    expect(result.code).toBe(1);
  }, 60_000);

  it('is 2 where none fails and one is undecided', async () => {
    const result = await verify('undecided', 'Frequency response 10 Hz - 100 kHz -1 dB\n', RIG);
    expect(words(result)).toEqual(['not-verifiable']);
    expect(result.code).toBe(2);
  }, 60_000);

  it('follows the answers: a skipped load is undecided, and the ohms read count', async () => {
    const answers = [
      { prompt: 'wire-load-20', answer: 'done', loadOhms: 20.2 },
      { prompt: 'wire-load-*', answer: 'skip' },
      { prompt: '*', answer: 'done' },
    ];
    writeFileSync(path('all-answers.json'), JSON.stringify(answers));
    const lines = 'Output impedance < 2 ohms\nOutput power into 20 ohms 100 mW\nOutput power into 300 ohms 10 mW\n';
    const result = await verify('answered', lines, RIG, ['--answers', path('all-answers.json')]);
    const { claims } = decodeResult(result.stdout, 'stdout');
    expect(claims.map(({ verdict, reasonCode }) => [verdict, reasonCode])).toEqual([
      ['pass', 'within'],
      ['pass', 'within'],
      ['not-verifiable', 'load-missing'],
    ]);
    expect(result.code).toBe(2);
    // 1.35 Ω times 20.22/20.02; 0.4 % of uncertainty leave 1 % visible
    const ohms = claims[0].measured?.value ?? Number.NaN;
    expectClose(ohms, (1.35 * 20.22) / 20.02, {
      within: 0.009,
      unit: 'ohm',
      because: 'its own k = 2 and half as much',
    });
  }, 60_000);
});

describe('prompts', () => {
  it('without an answer stop the run with the exit code for wrong use', async () => {
    writeFileSync(path('answers.json'), '[{"prompt": "safety", "answer": "done"}]');
    const args = [
      'verify',
      '--card',
      'hpa-1',
      '--rig',
      RIG,
      '--out',
      path('unanswered'),
      '--answers',
      path('answers.json'),
    ];
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/error answer-missing: .*answers\.json has no answer for prompt "wire-/);
  }, 60_000);

  it('go to a command, which may fail', async () => {
    const args = ['verify', '--card', 'hpa-1', '--rig', RIG, '--out', path('refused'), '--on-prompt', 'exit 7'];
    const { code, stderr } = await runCli(args);
    expect(code).toBe(4);
    expect(stderr).toMatch(/error on-prompt-failed: .*"exit 7" ended with code 7/);
  }, 60_000);
});
