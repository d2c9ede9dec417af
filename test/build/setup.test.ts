import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const moduleUrl = (name: string): string => pathToFileURL(join(root, 'build', 'setup', name)).href;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a piece of module code in a Node of its own and resolves with what it printed. */
function runScript(code: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
    });
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

describe('the set-up lock', () => {
  const hold = (name: string): string => `
    import { appendFileSync } from 'node:fs';
    import { withSetupLock } from '${moduleUrl('lock.mjs')}';
    await withSetupLock(async () => {
      appendFileSync('${folder}/log', '${name}+');
      await new Promise((resolve) => setTimeout(resolve, 150));
      appendFileSync('${folder}/log', '${name}-');
    }, '${folder}');`;

  it('lets concurrent starts in one after another', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => runScript(hold(name))));
    const log = readFileSync(join(folder, 'log'), 'utf8');
    expect(log).toMatch(/^(?:([abc])\+\1-){3}$/);
  });

  it('is taken over from a start that was killed', async () => {
    mkdirSync(join(folder, 'setup.lock'));
    writeFileSync(join(folder, 'setup.lock', 'pid'), String(2 ** 22 + 4711));
    await runScript(hold('a'));
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('a+a-');
  });
});

it('ends a command that takes too long, with everything it started', async () => {
  const startedMs = performance.now();
  const output = await runScript(`
    import { runQuietly } from '${moduleUrl('command.mjs')}';
    const { code, timedOut } = await runQuietly('sh', ['-c', '(sleep 2; touch ${folder}/survived) & wait'], { seconds: 0.3 });
    console.log(JSON.stringify({ failed: code !== 0, timedOut }));`);
  expect(JSON.parse(output)).toEqual({ failed: true, timedOut: true });
  expect(performance.now() - startedMs).toBeLessThan(1900);
  await new Promise((resolve) => setTimeout(resolve, 2200));
  expect(() => readFileSync(join(folder, 'survived'))).toThrow('ENOENT');
});

it('works where there is no environment at all', () => {
  const code = `
    import { findProgram } from '${moduleUrl('command.mjs')}';
    console.log(findProgram('sh') !== null, findProgram('no-such-program'));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { env: {}, encoding: 'utf8' });
  expect(stdout.trim()).toBe('true null');
});

it('refuses a command it does not know with the exit code for wrong use', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'build', 'run.mjs'), 'nonsense'], {
    encoding: 'utf8',
  });
  expect(status).toBe(3);
  expect(stderr).toContain('unknown command "nonsense"');
});
