import type { Prompt } from '../../core/run/effects.ts';
import type { EngineEvent, RunStarted } from '../../electron/ipc/contract.ts';

const RUN_ENDS: ReadonlySet<EngineEvent['type']> = new Set(['run-finished', 'measurement-finished', 'run-failed']);

/** What has happened in the current run, or in the last one: for pages that are opened late, and for who may do what. */
export class RunLog {
  #events: EngineEvent[] = [];
  /** Begin and present output of the live analyzer while it is open. */
  #live: EngineEvent[] = [];
  #run: RunStarted | null = null;
  #prompt: Prompt | null = null;
  readonly #folders = new Map<string, string>();

  /** Everything since the run began, without the progress of takes; and how the live analyzer stands. */
  get events(): readonly EngineEvent[] {
    return [...this.#events, ...this.#live];
  }

  /** Audio goes out, or will without anybody being asked. */
  get playing(): boolean {
    return (this.#run !== null && this.#prompt === null) || this.#live.length > 0;
  }

  /** The run under way and what it waits for; whether the live analyzer is open. */
  get standing(): { readonly run: RunStarted | null; readonly prompt: Prompt | null; readonly live: boolean } {
    return { run: this.#run, prompt: this.#prompt, live: this.#live.length > 0 };
  }

  /** Folder of a run this server has seen; null for any other id. */
  folderOf(runId: string): string | null {
    return this.#folders.get(runId) ?? null;
  }

  add(event: EngineEvent): void {
    if (event.type === 'live-started' || event.type === 'live-output' || event.type === 'live-ended') {
      this.#live =
        event.type === 'live-started' ? [event] : event.type === 'live-ended' ? [] : [...this.#live.slice(0, 1), event];
      return;
    }
    if (event.type === 'run-started' || event.type === 'measurement-started') {
      this.#events = [];
      this.#run = event;
      this.#prompt = null;
      this.#folders.set(event.runId, event.folder);
    }
    if (event.type === 'prompt') this.#prompt = event.prompt;
    if (event.type === 'prompt-answered') this.#prompt = null;
    if (RUN_ENDS.has(event.type)) {
      this.#run = null;
      this.#prompt = null;
    }
    if (event.type !== 'take-progress') this.#events.push(event);
  }
}
