import type { Prompt, PromptAnswer } from '../../core/run/effects.ts';

/** Whoever does what a run's prompts ask for. */
export interface Operator {
  /**
   * Resolves when the prompt has been carried out or refused.
   * @param cancel fires when the run is stopped; the operator then need not answer any more
   * @throws AmpbenchError where no answer can be had
   */
  answer(prompt: Prompt, cancel: AbortSignal): Promise<PromptAnswer>;
}
