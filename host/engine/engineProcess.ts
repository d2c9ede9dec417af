import { fork } from 'node:child_process';
import { join } from 'node:path';
import { productFolder } from '../system/productFolder.ts';

/** The engine's process as its supervisor sees it, whoever starts it: Node, or a window's shell. */
export interface EngineProcess {
  /** Does nothing once the process is gone. Typed arrays arrive as they are. */
  post(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls `listener` once, with what ended it in words. */
  onEnd(listener: (reason: string) => void): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
  /** Closes its channel, on which it ends by itself; resolves when it has. */
  dismiss(): Promise<void>;
}

export type LaunchEngine = () => EngineProcess;

/** The bundled engine. */
export const engineProgram = (): string => join(productFolder(), 'out', 'engine', 'main.mjs');

/** Starts engines as processes of this Node. */
export const forkEngine =
  (program: string = engineProgram()): LaunchEngine =>
  () => {
    const child = fork(program, [], {
      serialization: 'advanced',
      // Whatever a driver prints belongs on stderr: stdout is the command's.
      stdio: ['ignore', 2, 2, 'ipc'],
      execArgv: [],
    });
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    return {
      post: (message) => {
        if (child.connected) child.send(message);
      },
      onMessage: (listener) => child.on('message', listener),
      onEnd: (listener) => {
        child.on('error', (error) => {
          listener(error.message);
        });
        child.on('exit', (code, signal) => {
          listener(signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`);
        });
      },
      kill: () => child.kill('SIGKILL'),
      dismiss: async () => {
        child.disconnect();
        await exited;
      },
    };
  };
