import type { EngineEvent } from '../../electron/ipc/contract.ts';
import type { RunEvent } from './executeRun.ts';

/** Turns what a run does into the contract's events: adds which step it is. */
export class EventTranslator {
  readonly #stepIds: readonly string[];
  readonly #emit: (event: EngineEvent) => void;
  #stepId: string | null = null;
  #takeId = '';

  constructor(stepIds: readonly string[], emit: (event: EngineEvent) => void) {
    this.#stepIds = stepIds;
    this.#emit = emit;
  }

  translate(event: RunEvent): void {
    switch (event.type) {
      case 'take-started': {
        const { take } = event;
        this.#enterStep(take.stepId);
        this.#takeId = take.id;
        this.#emit({
          type: 'take-started',
          stepId: take.stepId,
          takeId: take.id,
          description: take.description,
          predictedOutputVoltsRms: take.predictedOutputVoltsRms,
          predictedLoadWatts: take.predictedLoadWatts,
          seconds: take.frames.frameCount / take.frames.sampleRateHz,
        });
        break;
      }
      case 'take-progress': {
        const { framesDone, framesTotal, input } = event;
        this.#emit({ type: 'take-progress', takeId: this.#takeId, framesDone, framesTotal, input });
        break;
      }
      case 'take-finished':
        this.#enterStep(event.stepId);
        this.#emit({
          type: 'take-finished',
          takeId: event.takeId,
          file: event.file,
          replayed: event.fromDisk,
          input: event.input,
        });
        break;
      case 'note':
        this.#enterStep(event.stepId);
        this.#emit({ type: 'note', stepId: event.stepId, text: event.text, decided: event.decided });
        break;
    }
  }

  #enterStep(stepId: string): void {
    if (stepId === this.#stepId) return;
    this.#stepId = stepId;
    const stepIndex = this.#stepIds.indexOf(stepId);
    if (stepIndex >= 0) this.#emit({ type: 'step-started', stepId, stepIndex, stepCount: this.#stepIds.length });
  }
}
