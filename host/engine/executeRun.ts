import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import type { Prompt, PromptAnswer, RunEffect, RunReply, Take } from '../../core/run/effects.ts';
import type { ClaimVerdict } from '../../core/result/verification.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import type { TakeInput } from '../../electron/ipc/contract.ts';
import type { AudioIo } from '../audio/audioIo.ts';
import { captureFile } from '../store/runFolder.ts';
import type { RunFolder } from '../store/runFolder.ts';
import { takeOnBench } from './takeOnBench.ts';
import { TakeWatch, type TakeProgress } from './takeWatch.ts';

/** What happens during a run, for whoever watches. Takes count from 1. */
export type RunEvent =
  | { readonly type: 'take-started'; readonly takeNumber: number; readonly take: Take }
  | (TakeProgress & { readonly type: 'take-progress'; readonly takeNumber: number })
  | {
      readonly type: 'take-finished';
      readonly takeNumber: number;
      readonly takeId: string;
      readonly stepId: string;
      /** Relative to the run folder. */
      readonly file: string;
      readonly fromDisk: boolean;
      readonly input: TakeInput;
    }
  | {
      readonly type: 'note';
      readonly stepId: string;
      readonly text: string;
      readonly decided: readonly ClaimVerdict[];
    };

/** The bench a run plays on. */
export interface RunBench {
  readonly audio: AudioIo;
  /** Seconds recorded after the last played frame, so that the loop's latency does not cut the end off. */
  readonly tailSeconds: number;
  /** Called when a wiring is in place (a prompt was answered `done`), and again before the first take of a continued run. */
  wire(wiring: Wiring): void;
  /** Called before each take that is played, with its place in the whole run from 1, whether or not earlier ones came from disk. */
  beginTake(takeNumber: number): void;
}

/** A procedure (`core/run/effects.ts`) in this thread, or in one of its own. */
export interface ProcedureSteps<Result> {
  next(...reply: [] | [RunReply]): IteratorResult<RunEffect, Result> | Promise<IteratorResult<RunEffect, Result>>;
}

export interface RunContext {
  readonly rig: Rig;
  readonly folder: RunFolder;
  readonly bench: RunBench;
  readonly ask: (prompt: Prompt, cancel: AbortSignal) => Promise<PromptAnswer>;
  readonly observe: (event: RunEvent) => void;
  readonly cancel: AbortSignal;
  /**
   * True where somebody may have touched the bench since the journal was written: the last answered wiring is then asked
   * for once more before anything plays. Answered steps that need nothing more from the bench are not asked again.
   */
  readonly confirmWiring: boolean;
}

function cancelled(folder: RunFolder, code: 'run-cancelled' | 'run-aborted', why: string): AmpbenchError {
  return new AmpbenchError(
    'cancelled',
    code,
    `${why}; everything measured before is in ${folder.path}`,
    { path: folder.path },
    `continue with: ampbench verify --resume ${folder.path}`,
  );
}

/** Answers prompts and takes from the journal first, in the order they were written, and from the bench after that. */
class Bookkeeper {
  readonly #context: RunContext;
  readonly #watch: TakeWatch;
  readonly #answered = new Map<string, PromptAnswer[]>();
  #lastWired: Prompt | null = null;
  #wiringStands = false;
  #takeNumber = 0;

  constructor(context: RunContext) {
    this.#context = context;
    this.#watch = new TakeWatch(context.rig);
    for (const entry of context.folder.journal.entries) {
      if (entry.type === 'prompt')
        this.#answered.set(entry.id, [...(this.#answered.get(entry.id) ?? []), entry.answer]);
    }
  }

  async prompt(prompt: Prompt): Promise<PromptAnswer> {
    // A run may ask the same thing several times (open, loaded, open again): each asking has its own answer.
    const stored = this.#answered.get(prompt.id)?.shift();
    if (stored !== undefined) {
      if (stored.answer === 'done' && prompt.kind === 'wire') this.#lastWired = prompt;
      return stored;
    }
    if (prompt.kind !== 'wire') await this.#restoreWiring();
    const answer = await this.#ask(prompt);
    await this.#context.folder.journal.append({ type: 'prompt', id: prompt.id, answer });
    if (prompt.kind === 'wire' && answer.answer === 'done') this.#wired(prompt);
    return answer;
  }

  async take(take: Take): Promise<{ capture: RawCapture; sha256: string }> {
    const { folder, observe } = this.#context;
    this.#takeNumber += 1;
    const takeNumber = this.#takeNumber;
    const finished = {
      type: 'take-finished',
      takeNumber,
      takeId: take.id,
      stepId: take.stepId,
      file: captureFile(take.id),
    } as const;
    const stored = await folder.loadTake(take);
    if (stored !== null) {
      observe({ ...finished, fromDisk: true, input: this.#watch.whole(stored.capture) });
      return stored;
    }
    await this.#restoreWiring();
    observe({ type: 'take-started', takeNumber, take });
    const capture = await this.#play(take, takeNumber);
    const sha256 = await folder.storeTake(take, capture);
    observe({ ...finished, fromDisk: false, input: this.#watch.whole(capture) });
    return { capture, sha256 };
  }

  async #play(take: Take, takeNumber: number): Promise<RawCapture> {
    const { rig, bench, folder, cancel, observe } = this.#context;
    const onProgress = this.#watch.follow(take.inputChannelCount, (progress) => {
      observe({ type: 'take-progress', takeNumber, ...progress });
    });
    const capture = await takeOnBench(rig, bench, take, takeNumber, onProgress, cancel);
    if (capture.report.stopReason === 'cancelled')
      throw cancelled(folder, 'run-cancelled', `stopped during take "${take.id}"`);
    return capture;
  }

  /** Before anything new happens in a continued run: the bench must be as the journal left it. */
  async #restoreWiring(): Promise<void> {
    const prompt = this.#lastWired;
    if (this.#wiringStands || prompt === null) return;
    if (this.#context.confirmWiring) {
      const answer = await this.#ask({
        ...prompt,
        text: `Continuing a run; check that this still holds: ${prompt.text}`,
      });
      if (answer.answer !== 'done')
        throw cancelled(this.#context.folder, 'run-aborted', `prompt "${prompt.id}" was not confirmed`);
    }
    this.#wired(prompt);
  }

  #wired(prompt: Prompt): void {
    this.#context.bench.wire(prompt.wiring);
    this.#wiringStands = true;
  }

  async #ask(prompt: Prompt): Promise<PromptAnswer> {
    const { ask, cancel, folder } = this.#context;
    const answer = await ask(prompt, cancel);
    if (answer.answer === 'abort')
      throw cancelled(folder, 'run-aborted', `prompt "${prompt.id}" was answered with abort`);
    return answer;
  }
}

/**
 * One step of the procedure. When it refuses what the bench gave (dead DUT, load not changed), the takes since the last wiring are void: a resumed
 * run asks for that wiring again and measures anew, or it would only find the same fault on disk.
 */
async function advance<Result>(
  procedure: ProcedureSteps<Result>,
  context: RunContext,
  ...reply: [] | [RunReply]
): Promise<IteratorResult<RunEffect, Result>> {
  try {
    return await procedure.next(...reply);
  } catch (error) {
    // A bug is no fault of what was recorded
    if (error instanceof AmpbenchError && error.kind !== 'bug')
      await context.folder.journal.append({ type: 'discard', reason: error.code });
    throw error;
  }
}

/**
 * Carries out a run: does what the procedure asks for and hands the answers back, until it returns its result. Each
 * answer is on disk before the procedure goes on. A folder with a journal is continued where it stopped; with a complete
 * one, nothing plays and the same result comes out.
 * @throws AmpbenchError `cancelled/run-cancelled` when `cancel` fires, `cancelled/run-aborted` when a prompt is answered
 *   with abort, and what the audio driver, the folder or the procedure throw
 */
export async function executeRun<Result>(procedure: ProcedureSteps<Result>, context: RunContext): Promise<Result> {
  const bookkeeper = new Bookkeeper(context);
  try {
    let step = await advance(procedure, context);
    while (step.done !== true) {
      if (context.cancel.aborted) throw cancelled(context.folder, 'run-cancelled', 'stopped');
      const effect = step.value;
      let reply: RunReply;
      switch (effect.type) {
        case 'prompt':
          reply = { type: 'prompt', answer: await bookkeeper.prompt(effect.prompt) };
          break;
        case 'take':
          reply = { type: 'take', ...(await bookkeeper.take(effect.take)) };
          break;
        case 'note':
          context.observe(effect);
          reply = { type: 'note' };
          break;
      }
      step = await advance(procedure, context, reply);
    }
    return step.value;
  } catch (error) {
    // Whatever `ask` or the driver threw on being stopped, the person asked for it: say that, not the consequence.
    if (context.cancel.aborted && !(error instanceof AmpbenchError && error.kind === 'cancelled')) {
      throw cancelled(context.folder, 'run-cancelled', 'stopped');
    }
    throw error;
  }
}
