import { AmpbenchError } from '../../core/errors.ts';
import type { Prompt, PromptAnswer } from '../../core/run/effects.ts';
import type { EngineEvent, PromptAnswerInput } from '../../electron/ipc/contract.ts';

interface OpenPrompt {
  readonly prompt: Prompt;
  settle(answer: PromptAnswer): void;
}

/** Where a run waits for a person: one prompt at a time, answered by id. */
export class PromptDesk {
  readonly #emit: (event: EngineEvent) => void;
  #open: OpenPrompt | null = null;

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  /** Announces the prompt and waits for its answer; rejects when `cancel` fires first. */
  ask(prompt: Prompt, cancel: AbortSignal): Promise<PromptAnswer> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#open = null;
        // Whoever runs this says what was stopped and what is kept; this only ends the waiting.
        reject(new Error(`stopped at prompt "${prompt.id}"`));
      };
      if (cancel.aborted) {
        stop();
        return;
      }
      cancel.addEventListener('abort', stop, { once: true });
      this.#open = {
        prompt,
        settle: (answer) => {
          cancel.removeEventListener('abort', stop);
          this.#open = null;
          resolve(answer);
        },
      };
      this.#emit({ type: 'prompt', prompt });
    });
  }

  /** @throws AmpbenchError `usage/prompt-not-open` */
  answer(promptId: string, { answer, loadOhms }: PromptAnswerInput): void {
    if (this.#open?.prompt.id !== promptId) {
      const open = this.#open === null ? 'none is' : `"${this.#open.prompt.id}" is`;
      throw new AmpbenchError('usage', 'prompt-not-open', `prompt "${promptId}" is not open; ${open}`, { promptId });
    }
    const given: PromptAnswer = loadOhms === undefined ? { answer } : { answer, loadOhms };
    this.#open.settle(given);
    this.#emit({ type: 'prompt-answered', promptId, answer: given });
  }
}
