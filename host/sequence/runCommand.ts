import { spawn } from 'node:child_process';
import { AmpbenchError } from '../../core/errors.ts';
import type { CommandStep } from '../../core/sequence/sequence.ts';

/** Of what a command printed last, this much is told when it fails, characters. */
const TOLD_OUTPUT = 500;
/** More than this of its output is not kept, characters. */
const KEPT_OUTPUT = 64_000;

/**
 * Runs a step's program with its arguments as they are; no shell reads them. Its output is shown by nobody and told where it fails.
 * @param folder where it runs, and where a relative program is looked for
 * @param stopped ends it, and whatever it started
 * @throws AmpbenchError `device/command-failed` where it cannot be started, ends otherwise than it should or takes too long;
 *   `cancelled/sequence-cancelled`
 */
export async function runCommand(step: CommandStep, folder: string, stopped: AbortSignal): Promise<void> {
  const { words, timeoutSeconds, exitCode } = step;
  const [program, ...args] = words;
  const failed = (what: string): AmpbenchError =>
    new AmpbenchError(
      'device',
      'command-failed',
      `the command ${JSON.stringify(words)} of step "${step.id}" ${what}`,
      { stepId: step.id, program },
      'run it by hand to see why',
    );
  const limit = AbortSignal.timeout(timeoutSeconds * 1000);
  const ended = AbortSignal.any([limit, stopped]);
  if (ended.aborted) throw cancelled(step);
  let output = '';
  // A group of its own, so that what it started ends with it
  const isGroup = process.platform !== 'win32';
  const child = spawn(program, args, {
    cwd: folder,
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: isGroup,
  });
  const keep = (piece: string): void => {
    output = (output + piece).slice(-KEPT_OUTPUT);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const end = (): void => {
    try {
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    } catch {
      // It has ended by itself meanwhile
    }
  };
  ended.addEventListener('abort', end, { once: true });
  try {
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.on('error', (error) => reject(failed(`could not be run (${error.message})`)));
      child.on('exit', (exit, by) => resolve([exit, by]));
    });
    if (stopped.aborted) throw cancelled(step);
    if (limit.aborted) throw failed(`did not end within ${timeoutSeconds} s`);
    if (code === exitCode) return;
    const how = signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`;
    const said = output.trim().slice(-TOLD_OUTPUT);
    throw failed(`${how} but must end with code ${exitCode}${said === '' ? '' : `; it said: ${said}`}`);
  } finally {
    ended.removeEventListener('abort', end);
  }
}

function cancelled({ id }: CommandStep): AmpbenchError {
  return new AmpbenchError('cancelled', 'sequence-cancelled', `stopped at step "${id}"`, { stepId: id });
}
