import { basename } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { ErrorRecord } from '../../core/errors.ts';
import type { Procedure } from '../../core/run/effects.ts';
import type { Verification } from '../../core/result/verification.ts';
import type { EngineEvent, PlannedRun, PromptAnswerInput, RunStarted } from '../../electron/ipc/contract.ts';
import type { RunFolder, RunRecord } from '../store/runFolder.ts';
import { EventTranslator } from './eventTranslator.ts';
import { executeRun } from './executeRun.ts';
import type { RunBench } from './executeRun.ts';
import { PromptDesk } from './promptDesk.ts';
import { toErrorRecord } from './protocol.ts';

/** All that a run needs besides its folder. */
export interface RunJob extends PlannedRun {
  readonly procedure: Procedure<Verification>;
  readonly bench: OpenedBench;
}

/** A bench that is held by this process until it is closed. */
export interface OpenedBench extends RunBench {
  close(): Promise<void>;
}

export interface RunDeskParts {
  /** Makes the job from what a run's folder says of it; the same record gives the same job. */
  readonly prepare: (record: RunRecord) => Promise<RunJob>;
  /** Writes the results into the folder. */
  readonly finish: (folder: RunFolder, verification: Verification) => Promise<void>;
  readonly emit: (event: EngineEvent) => void;
}

interface RunUnderWay {
  readonly cancel: AbortController;
  readonly prompts: PromptDesk;
  readonly settled: Promise<void>;
}

type RunEnd =
  | { readonly type: 'run-finished'; readonly verification: Verification }
  | { readonly type: 'run-failed'; readonly error: ErrorRecord };

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
    const underWay = { cancel: new AbortController(), prompts: new PromptDesk(this.#parts.emit), settled };
    this.#underWay = underWay;
    const end = (): void => {
      this.#underWay = null;
      markSettled();
    };
    let folder: RunFolder | null = null;
    try {
      folder = await openFolder();
      const started = { runId: basename(folder.path), folder: folder.path };
      const job = await this.#parts.prepare(folder.record);
      const { card, rig, simulated, plan } = job;
      this.#parts.emit({ type: 'run-started', ...started, card, rig, simulated, plan, resumed: how.resumed });
      void this.#carryOut(folder, job, underWay, how.confirmWiring)
        .catch((error: unknown): RunEnd => ({ type: 'run-failed', error: toErrorRecord(error) }))
        .then((last) => {
          end();
          this.#parts.emit({ ...started, ...last });
        });
      return started;
    } catch (error) {
      await folder?.close();
      end();
      throw error;
    }
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

  async #carryOut(folder: RunFolder, job: RunJob, underWay: RunUnderWay, confirmWiring: boolean): Promise<RunEnd> {
    const { emit, finish } = this.#parts;
    try {
      const events = new EventTranslator(job.plan, emit);
      const verification = await executeRun(job.procedure, {
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
      await finish(folder, verification);
      return { type: 'run-finished', verification };
    } finally {
      await job.bench.close();
      await folder.close();
    }
  }
}
