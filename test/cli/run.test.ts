import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SequenceResult } from '../../core/sequence/stepResult.ts';
import type { DryRun } from '../../host/sequence/dryRun.ts';
import { runCli } from './builtCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ampbench-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const environment = { XDG_DATA_HOME: join(folder, 'data') };
const path = (name: string): string => join(folder, name);
const RIG = 'sim:usb-192/hpa-1';

writeFileSync(path('gain.txt'), 'Gain 8 dB\n');
/** Two measurements in loopback: quick. */
const STEPS = `sequence: Line <1>
variables: {most: 0.1}
steps:
  - prompt: Put the unit on the bench
  - command: [touch, relays-set]
  - for: f
    in: [1000, 2000]
    steps:
      - measure: thdn
        path: loopback
        settings: {frequencyHz: "\${f}", seconds: 0.3}
        limits: [{figure: thd-n, upper: "\${most}", unit: "%"}]
`;
writeFileSync(path('line.yaml'), STEPS);
writeFileSync(
  path('card.yaml'),
  `${STEPS}  - {measure: thdn, loadOhms: 20}\n  - {verify: gain.txt, limits: [{figure: noise, upper: 1, unit: mV}]}\n`,
);
const run = (name: string, extra: readonly string[] = [], file = 'line.yaml') =>
  runCli(['run', path(file), '--rig', RIG, '--out', path(name), '--json', ...extra], { environment });

describe('ampbench run', () => {
  it('says in a dry run what would happen, and does nothing of it', async () => {
    const { code, stdout } = await run('dry', ['--dry-run'], 'card.yaml');
    const told = JSON.parse(stdout) as DryRun;
    expect(code).toBe(0);
    expect(told.steps.map(({ id }) => id)).toEqual([
      'prompt',
      'command',
      'thdn.f-1000',
      'thdn.f-2000',
      'thdn',
      'verify-gain.txt',
    ]);
    expect(told.steps[1].command).toEqual(['touch', 'relays-set']);
    expect(told.steps[2].work).toEqual([expect.stringMatching(/^Connect each output of the interface straight/)]);
    expect(told.steps[4].work.at(-1)).toMatch(/Connect a 20.Ω resistor/);
    expect(told.steps[5].limits).toEqual(['8\u00a0dB ± 0.5 dB', 'noise at most 1 mV']);
    expect(told.steps[2].limits).toEqual(['thd-n at most 0.1 %']);
    expect(told.seconds).toBeGreaterThan(5);
    expect([existsSync(path('dry')), existsSync(path('relays-set'))]).toEqual([false, false]);
  });

  it('runs no program that was not allowed', async () => {
    const { code, stderr } = await run('refused');
    expect(code).toBe(3);
    expect(stderr).toMatch(/error commands-not-allowed: .*touch/);
    expect(existsSync(path('relays-set'))).toBe(false);
  });

  it('runs all steps, keeps each as a run of the unit, and tells CI', async () => {
    const { code, stdout } = await run('passes', ['--allow-commands', '--serial', 'SN Ω', '--junit', path('j.xml')]);
    const result = JSON.parse(stdout) as SequenceResult;
    expect(code).toBe(0);
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'pass', 'pass']);
    expect(stdout).toBe(readFileSync(join(path('passes'), 'sequence.json'), 'utf8'));
    expect(existsSync(path('relays-set'))).toBe(true);
    for (const name of ['thdn_f-1000', 'thdn_f-2000']) {
      const record = JSON.parse(readFileSync(join(path('passes'), name, 'run.json'), 'utf8')) as { serial: string };
      expect(record.serial).toBe('SN Ω');
    }
    expect(readFileSync(path('j.xml'), 'utf8')).toContain('tests="6" failures="0" errors="0" skipped="0"');
  }, 60_000);

  it('ends with 1 where a limit is not kept, and 3 where its variables are wrong', async () => {
    const failed = await run('fails', ['--allow-commands', '--var', 'most=0.0001']);
    expect(failed.code).toBe(1);
    const wrong = await run('wrong', ['--var', 'mots=1']);
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('"mots" is no variable of line.yaml')]);
  }, 60_000);

  it('names line and column of what it cannot read', async () => {
    writeFileSync(path('bad.yaml'), 'sequence: s\nsteps:\n  - measure: thd\n');
    const { code, stderr } = await runCli(['run', path('bad.yaml'), '--rig', RIG], { environment });
    expect(code).toBe(5);
    expect(stderr).toMatch(/bad\.yaml, line 3, column 14: measure is "thd"/);
  });

  it('says before the first step that a later one cannot be done', async () => {
    writeFileSync(path('load.yaml'), 'sequence: s\nsteps:\n  - measure: noise\n  - {measure: thdn, loadOhms: 33}\n');
    const { code, stderr } = await runCli(['run', path('load.yaml'), '--rig', RIG, '--out', path('unloaded')], {
      environment,
    });
    expect(code).toBe(3);
    expect(stderr).toMatch(/error load-not-on-hand: the load is 33 ohms/);
    expect(existsSync(join(path('unloaded'), 'noise'))).toBe(false);
  });

  it('on Ctrl-C fades, keeps what was measured, leaves the rest, and ends with 130', async () => {
    // The second step lasts long enough to be stopped
    writeFileSync(
      path('long.yaml'),
      STEPS.replace('seconds: 0.3', 'seconds: "${s}"')
        .replace('for: f', 'for: s')
        .replace('[1000, 2000]', '[0.3, 60]')
        .replace('"${f}"', '1000'),
    );
    let isStopped = false;
    const { code, stdout, stderr } = await runCli(
      ['run', path('long.yaml'), '--rig', RIG, '--out', path('stopped'), '--allow-commands', '--json'],
      {
        environment,
        onStderr: (text, child) => {
          if (isStopped || !text.includes('PASS thdn.s-0.3')) return;
          isStopped = true;
          child.kill('SIGINT');
        },
      },
    );
    expect(code).toBe(130);
    expect(stderr).toContain('stopping: the output fades');
    const result = JSON.parse(stdout) as SequenceResult;
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'pass', 'error']);
    expect(result.steps[3].error?.kind).toBe('cancelled');
    expect(existsSync(join(path('stopped'), 'thdn_s-0_3', 'result.json'))).toBe(true);
  }, 60_000);
});
