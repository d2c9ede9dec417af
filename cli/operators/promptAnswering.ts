import { AmpbenchError } from '../../core/errors.ts';
import type { Prompt, PromptAnswer } from '../../core/run/effects.ts';
import type { Engine, EngineEvent } from '../../electron/ipc/contract.ts';
import type { Operator } from './operator.ts';

/**
 * Brings a run's prompts to its operator and the answers back. An engine that dies at a prompt asks it again after its
 * restart: the operator hears it once, and the answer goes to whichever engine is waiting for it then.
 */
export class PromptAnswering {
  /** Why no answer could be had; the run is being stopped because of it. */
  failure: unknown = null;
  readonly #engine: Engine;
  readonly #operatorFor: (simulated: boolean) => Operator;
  readonly #over = new AbortController();
  #operator: Operator | null = null;
  #asked: { id: string; answer: Promise<PromptAnswer> } | null = null;

  constructor(engine: Engine, operatorFor: (simulated: boolean) => Operator) {
    this.#engine = engine;
    this.#operatorFor = operatorFor;
  }

  handle(event: EngineEvent): void {
    switch (event.type) {
      case 'run-started':
      case 'measurement-started':
        this.#operator = this.#operatorFor(event.simulated);
        break;
      case 'prompt':
        void this.#bring(event.prompt);
        break;
      case 'prompt-answered':
        this.#asked = null;
        break;
      case 'run-finished':
      case 'measurement-finished':
      case 'run-failed':
        this.#over.abort();
        break;
      default:
        break;
    }
  }

  async #bring(prompt: Prompt): Promise<void> {
    try {
      if (this.#asked?.id !== prompt.id)
        this.#asked = { id: prompt.id, answer: this.#operator!.answer(prompt, this.#over.signal) };
      const answer = await this.#asked.answer;
      await this.#engine.answer(prompt.id, answer);
    } catch (error) {
      // Stopped meanwhile, or the engine died between question and answer and will ask again.
      if (this.#over.signal.aborted) return;
      if (error instanceof AmpbenchError && ['engine-died', 'prompt-not-open'].includes(error.code)) return;
      this.failure ??= error;
      await this.#engine.cancel();
    }
  }
}
