import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { SequenceResult } from '../../core/sequence/stepResult.ts';
import { runCli } from './builtCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ampbench-run-card-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a card is a step of a sequence: its claims are judged by the plan, its figures by limits of their own', async () => {
  writeFileSync(join(folder, 'gain.txt'), 'Gain 8 dB\n');
  writeFileSync(
    join(folder, 'card.yaml'),
    'sequence: s\nsteps:\n  - {verify: gain.txt, limits: [{figure: noise, channel: left, upper: 1, unit: uV}]}\n',
  );
  const out = join(folder, 'out');
  const { code, stdout } = await runCli(
    ['run', join(folder, 'card.yaml'), '--rig', 'sim:usb-192/hpa-1', '--out', out, '--serial', '0042', '--json'],
    { environment: { XDG_DATA_HOME: join(folder, 'data') } },
  );
  const [step] = (JSON.parse(stdout) as SequenceResult).steps;
  expect(code).toBe(1);
  const [gain, ...noise] = step.checks;
  // 8 dB ± 0.5 dB, as the plan has it, linear
  expect(gain).toMatchObject({ name: 'Gain 8 dB', verdict: 'pass', measured: { id: 'gain' } });
  expect([gain.lower, gain.upper]).toEqual([10 ** (7.5 / 20), 10 ** (8.5 / 20)]);
  // The unit's own noise is some 20 µV
  expect(noise.length).toBeGreaterThan(0);
  for (const { verdict, measured } of noise) expect([verdict, measured?.channel]).toEqual(['fail', 'left']);
  const record = JSON.parse(readFileSync(join(out, 'verify-gain_txt', 'run.json'), 'utf8')) as { serial: string };
  expect(record.serial).toBe('0042');
}, 60_000);
