import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createLocalEngine } from '../../../../host/engine/localEngine.ts';
import { startApiBench, TOKEN, type ApiBench } from './apiBench.ts';

const run = promisify(execFile);
const guide = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');

let bench: ApiBench;
let home: string;

beforeAll(async () => {
  bench = await startApiBench(createLocalEngine());
  vi.stubEnv('XDG_DATA_HOME', bench.folder);
  // The examples read the token where it lies on Linux, and write beside themselves
  home = join(bench.folder, 'home');
  const data = join(home, '.local', 'share', 'ampbench');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'api-token'), `${TOKEN}\n`);
});
afterAll(async () => {
  await bench.close();
  vi.unstubAllEnvs();
});

/** The example of the guide as it stands there, but for the port. */
function example(name: string): string {
  const [, text] = new RegExp(`<!-- test: ${name} -->\\n\\n\`\`\`\\w+\\n([^]*?)\n\`\`\``, 'u').exec(guide) ?? [];
  expect(text).toContain('http://127.0.0.1:8377/');
  return text.replaceAll('http://127.0.0.1:8377', bench.origin);
}

const surroundings = () => ({ cwd: home, env: { ...process.env, HOME: home } });

it('the example with curl verifies a specification', async () => {
  const { stdout } = await run('sh', ['-u', '-c', example('curl')], surroundings());
  expect(stdout).toContain('"plan":');
  const figures = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as { id: string; value: number }[];
  expect(figures.map(({ id }) => id)).toContain('gain');
  expect(readFileSync(join(home, 'report.csv'), 'utf8')).toContain('pass');
});

it('the example in Python measures and keeps what was recorded', async () => {
  const { stdout } = await run('python3', ['-c', example('python')], surroundings());
  expect(stdout).toMatch(/^Unplug headphones/u);
  expect(stdout).toMatch(/^1 \S.* thdn\./mu);
  const captures = readdirSync(home).filter((name) => name.endsWith('.wav'));
  expect(captures.length).toBeGreaterThan(0);
  for (const name of captures) expect(readFileSync(join(home, name)).subarray(0, 4).toString()).toBe('RIFF');
});
