import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { doubleFolder, stopChromium } from './chromium.ts';

type Stoppable = { readonly preventDefault: () => void };

class DoubleApp extends EventEmitter {
  readonly isPackaged = false;
  ready = false;
  #nowReady: () => void = () => undefined;
  readonly #whenReady = new Promise<void>((resolve) => {
    this.#nowReady = resolve;
  });
  /** Ends every window; set by the module of windows. */
  destroyWindows: () => Promise<void> = () => Promise.resolve();

  whenReady(): Promise<void> {
    return this.#whenReady;
  }

  becomeReady(): void {
    this.ready = true;
    this.#nowReady();
    this.emit('ready', {});
  }

  getPath(name: string): string {
    return join(doubleFolder, name === 'userData' ? '' : name);
  }

  getVersion(): string {
    return '0.0.0-double';
  }

  requestSingleInstanceLock(): boolean {
    return true;
  }

  enableSandbox(): void {
    if (this.ready) throw new Error('enableSandbox must be called before the app is ready');
  }

  showAboutPanel(): void {
    this.emit('double-about-panel');
  }

  /** The order Electron keeps: before-quit, the windows, will-quit, quit; each of the first and third may stop it. */
  async #quit(): Promise<void> {
    if (this.#stopped('before-quit')) return;
    await this.destroyWindows();
    if (!this.#stopped('will-quit')) this.exit(0);
  }

  quit(): void {
    void this.#quit();
  }

  #stopped(event: 'before-quit' | 'will-quit'): boolean {
    let stopped = false;
    const stoppable: Stoppable = {
      preventDefault: () => {
        stopped = true;
      },
    };
    this.emit(event, stoppable);
    return stopped;
  }

  exit(code = 0): void {
    void stopChromium().finally(() => process.exit(code));
  }
}

export const app = new DoubleApp();
