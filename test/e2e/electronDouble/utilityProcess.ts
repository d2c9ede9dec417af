import { fork as forkNode } from 'node:child_process';
import { EventEmitter } from 'node:events';

class UtilityProcess extends EventEmitter {
  readonly #child;

  constructor(program: string, args: readonly string[]) {
    super();
    this.#child = forkNode(program, [...args], {
      serialization: 'advanced',
      stdio: ['ignore', 2, 2, 'ipc'],
      execArgv: [],
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null ? this.#child.pid : undefined;
  }

  postMessage(message: object): void {
    if (this.#child.connected) this.#child.send(message);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

/** Electron's utility process, as a Node process: the engine finds Node's own channel in it. */
export const utilityProcess = {
  fork: (program: string, args: readonly string[] = []): UtilityProcess => new UtilityProcess(program, args),
};
