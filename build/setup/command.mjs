import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './paths.mjs';

const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment for child programs; a machine may start us with none at all. */
export function environment(nodePath) {
  const path = process.env.PATH || (process.platform === 'win32' ? '' : USUAL_PATH);
  return { ...process.env, PATH: nodePath === undefined ? path : dirname(nodePath) + delimiter + path };
}

/** Full path of a program on PATH, or null. */
export function findProgram(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of environment().PATH.split(delimiter)) {
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // Not in this folder: the next one.
      }
    }
  }
  return null;
}

/** Some programs color their output even where there is no terminal and NO_COLOR is set. */
function withoutColors(text) {
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
  return text.replaceAll(/\u001b\[[0-9;]*m/g, '');
}

/**
 * Runs a program to its end without a terminal and keeps what it says.
 * @param options.seconds after this long the program and its children are ended and `timedOut` is true
 * @returns {Promise<{code: number, output: string, timedOut: boolean}>} code 127 when it cannot be started
 */
export function runQuietly(program, args, { seconds, nodePath, cwd = root, env = {} }) {
  return new Promise((resolve) => {
    const grouped = process.platform !== 'win32';
    const child = spawn(program, args, {
      cwd,
      env: { ...environment(nodePath), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: grouped,
    });
    const chunks = [];
    let timedOut = false;
    const end = (signal) => {
      try {
        if (grouped && child.pid !== undefined) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // It has ended by itself in the meantime.
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end('SIGKILL');
    }, seconds * 1000);
    // The child has a process group of its own, so a Ctrl-C at the terminal does not reach it by itself.
    const interrupted = () => {
      end('SIGKILL');
      process.exit(130);
    };
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    const finish = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      resolve({ code, output: withoutColors(Buffer.concat(chunks).toString('utf8')), timedOut });
    };
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      chunks.push(Buffer.from(String(error.message)));
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** Runs a program on this terminal and resolves with its exit code (128 + n when signal n ended it). */
export function runInForeground(program, args, { nodePath, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: { ...environment(nodePath), ...env }, stdio: 'inherit' });
    // A terminal sends its signals to the whole group; those sent to this process alone are passed on.
    const forward = (signal) => child.kill(signal);
    const ignoreFromTerminal = () => {
      if (!process.stdin.isTTY) child.kill('SIGINT');
    };
    process.on('SIGINT', ignoreFromTerminal);
    process.on('SIGTERM', forward);
    process.on('SIGHUP', forward);
    child.on('error', (error) => {
      process.stderr.write(`ampbench: cannot start ${program}: ${error.message}\n`);
      resolve(127);
    });
    child.on('close', (code, signal) =>
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137)),
    );
  });
}
