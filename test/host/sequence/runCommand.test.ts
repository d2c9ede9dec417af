import { mkdtempSync, realpathSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { CommandStep } from '../../../core/sequence/sequence.ts';
import { runCommand } from '../../../host/sequence/runCommand.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ampbench-command-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const step = (words: readonly string[], over: Partial<CommandStep> = {}): CommandStep => ({
  kind: 'command',
  id: 'relays',
  place: { line: 1, column: 1 },
  loop: {},
  words,
  timeoutSeconds: 30,
  exitCode: 0,
  ...over,
});
/** A program in words of its own, run by this Node. */
const node = (script: string, ...args: readonly string[]): string[] => [process.execPath, '-e', script, ...args];

describe('commands of a sequence', () => {
  it('get their arguments as they are: no shell reads them', async () => {
    const hostile = ['$(touch made)', '; touch made', '`touch made`', '"quoted" \'too\'', '漢 字'];
    const script = `require('fs').writeFileSync('got.json', JSON.stringify(process.argv.slice(1)))`;
    await runCommand(step(node(script, ...hostile)), folder, never);
    expect(existsSync(join(folder, 'made'))).toBe(false);
    const { default: got } = (await import(join(folder, 'got.json'), { with: { type: 'json' } })) as {
      default: string[];
    };
    expect(got).toEqual(hostile);
  });

  it('run in the folder of the sequence, where relative programs are looked for', async () => {
    writeFileSync(join(folder, 'relays.sh'), '#!/bin/sh\npwd > where.txt\n', { mode: 0o755 });
    await runCommand(step(['./relays.sh']), folder, never);
    expect(existsSync(join(folder, 'where.txt'))).toBe(true);
  });

  it('must end with the code that is asked for, and say what they said', async () => {
    await runCommand(step(node('process.exit(3)'), { exitCode: 3 }), folder, never);
    await expect(
      runCommand(step(node('console.log("relay 7 stuck"); process.exit(3)')), folder, never),
    ).rejects.toMatchObject({
      code: 'command-failed',
      kind: 'device',
      message: expect.stringMatching(/ended with code 3 but must end with code 0; it said: relay 7 stuck/) as string,
    });
    await expect(runCommand(step(['no-such-program-here']), folder, never)).rejects.toMatchObject({
      message: expect.stringContaining('could not be run') as string,
    });
  });

  it('that take too long are ended with all they started', async () => {
    const marker = join(folder, 'still-there');
    const inner = `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(marker)}, ''), 1500)`;
    const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}]); setInterval(() => 0, 1000)`;
    await expect(runCommand(step(node(script), { timeoutSeconds: 0.5 }), folder, never)).rejects.toMatchObject({
      message: expect.stringContaining('did not end within 0.5 s') as string,
    });
    await setTimeout(1800);
    expect(existsSync(marker)).toBe(false);
  });

  it('are ended when the person stops the sequence', async () => {
    const stop = new AbortController();
    const running = runCommand(step(node('setInterval(() => 0, 1000)')), folder, stop.signal);
    stop.abort();
    await expect(running).rejects.toMatchObject({ kind: 'cancelled', code: 'sequence-cancelled' });
    await expect(runCommand(step(node('0')), folder, stop.signal)).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
