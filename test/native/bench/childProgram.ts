import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** A program that is ended with us, whatever ends us. */
export interface ChildProgram {
  readonly process: ChildProcess;
  /** Everything it wrote so far, both streams. */
  output(): string;
  readonly ended: Promise<void>;
  /** Asks it to end, and after two seconds makes it. */
  stop(): Promise<void>;
}

const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGTERM');
});

/** `setpriv --pdeathsig`: the kernel ends the program when this process ends without having had a chance to. */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** Starts a program in a process group of its own, so that a Ctrl-C meant for us does not end it first. */
export function startProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProgram {
  const [program, allArgs] =
    SETPRIV === undefined ? [command, [...args]] : [SETPRIV, ['--pdeathsig', 'TERM', command, ...args]];
  const child = spawn(program, allArgs, {
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  let text = '';
  const collect = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<void>((resolve) => {
    const finish = (): void => {
      living.delete(child);
      resolve();
    };
    child.on('error', (error) => {
      text += error.message;
      finish();
    });
    child.on('close', finish);
  });
  const stop = async (): Promise<void> => {
    if (!living.has(child)) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 2000);
    await ended;
    clearTimeout(force);
  };
  return { process: child, output: () => text, ended, stop };
}
