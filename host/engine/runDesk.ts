import { basename } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import type { EngineEvent, PromptAnswerInput, RunStarted } from '../../electron/ipc/contract.ts';
import type { RunFolder } from '../store/runFolder.ts';
import type { RunRecord } from '../store/runRecord.ts';
import { enterInStore } from '../store/runStore.ts';
import { EventTranslator } from './eventTranslator.ts';
import type { RunBench, RunContext } from './executeRun.ts';
import { PromptDesk } from './promptDesk.ts';
import { toErrorRecord } from './protocol.ts';

/** A run of any sort, with all it needs besides its folder. */
export interface RunJob {
  readonly rig: Rig;
  readonly bench: OpenedBench;
  /** In the order in which they are worked off. */
  readonly stepIds: readonly string[];
  /** How the run is announced. */
  readonly started: (run: RunStarted) => EngineEvent;
  /** Carries the run out, keeps its result in its folder, and says how to tell of it. */
  readonly perform: (context: RunContext) => Promise<(run: RunStarted) => EngineEvent>;
}

/** A bench that is held by this process until it is closed. */
export interface OpenedBench extends RunBench {
  close(): Promise<void>;
}

export interface RunDeskParts {
  /** Makes the job from what a run's folder says of it; the same record gives the same job. */
  readonly prepare: (record: RunRecord, resumed: boolean) => Promise<RunJob>;
  readonly emit: (event: EngineEvent) => void;
}

interface RunUnderWay {
  /** Null until it is open. */
  folder: string | null;
  readonly cancel: AbortController;
  readonly prompts: PromptDesk;
  readonly settled: Promise<void>;
}

/** Where runs happen, one at a time: begins them, brings their prompts out and the answers in, stops them. */
export class RunDesk {
  readonly #parts: RunDeskParts;
  #underWay: RunUnderWay | null = null;

  constructor(parts: RunDeskParts) {
    this.#parts = parts;
  }

  /**
   * Begins a run; resolves when it has begun, and how it goes on is told by events.
   * @throws AmpbenchError `usage/run-in-progress`, and what opening the folder, reading the card or opening the device throws
   */
  async begin(
    openFolder: () => Promise<RunFolder>,
    how: { readonly resumed: boolean; readonly confirmWiring: boolean },
  ): Promise<RunStarted> {
    if (this.#underWay !== null) {
      throw new AmpbenchError(
        'usage',
        'run-in-progress',
        'a run is under way; one runs at a time',
        {},
        'cancel it, or wait until it ends',
      );
    }
    let markSettled = (): void => undefined;
    const settled = new Promise<void>((resolve) => {
      markSettled = resolve;
    });
    const underWay: RunUnderWay = {
      folder: null,
      cancel: new AbortController(),
      prompts: new PromptDesk(this.#parts.emit),
      settled,
    };
    this.#underWay = underWay;
    const end = (): void => {
      this.#underWay = null;
      markSettled();
    };
    let folder: RunFolder | null = null;
    try {
      folder = await openFolder();
      underWay.folder = folder.path;
      await enterInStore(folder.path);
      const started = { runId: basename(folder.path), folder: folder.path };
      const job = await this.#parts.prepare(folder.record, how.resumed);
      this.#parts.emit(job.started(started));
      void this.#carryOut(folder, job, underWay, how.confirmWiring)
        .catch((error: unknown) => (run: RunStarted): EngineEvent => ({
          type: 'run-failed',
          ...run,
          error: toErrorRecord(error),
        }))
        .then((finished) => {
          end();
          this.#parts.emit(finished(started));
        });
      return started;
    } catch (error) {
      await folder?.close();
      end();
      throw error;
    }
  }

  get isBusy(): boolean {
    return this.#underWay !== null;
  }

  /** @throws AmpbenchError `usage/prompt-not-open` */
  answer(promptId: string, answer: PromptAnswerInput): void {
    if (this.#underWay === null) {
      throw new AmpbenchError('usage', 'prompt-not-open', `prompt "${promptId}" is not open: no run is under way`, {
        promptId,
      });
    }
    this.#underWay.prompts.answer(promptId, answer);
  }

  /** Stops the run; resolves when nothing plays any more. */
  async cancel(): Promise<void> {
    const underWay = this.#underWay;
    underWay?.cancel.abort();
    await underWay?.settled;
  }

  /** Stops the run in this folder, where it is under way; resolves when nothing plays any more. */
  async leave(path: string): Promise<void> {
    if (this.#underWay?.folder === path) await this.cancel();
  }

  async #carryOut(
    folder: RunFolder,
    job: RunJob,
    underWay: RunUnderWay,
    confirmWiring: boolean,
  ): Promise<(run: RunStarted) => EngineEvent> {
    try {
      const events = new EventTranslator(job.stepIds, this.#parts.emit);
      return await job.perform({
        rig: job.rig,
        folder,
        bench: job.bench,
        confirmWiring,
        cancel: underWay.cancel.signal,
        ask: (prompt, stop) => underWay.prompts.ask(prompt, stop),
        observe: (event) => {
          events.translate(event);
        },
      });
    } finally {
      await job.bench.close();
      await folder.close();
      await enterInStore(folder.path);
    }
  }
}
