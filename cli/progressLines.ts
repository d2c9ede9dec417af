import type { EngineEvent } from '../electron/ipc/contract.ts';

/** Tells a run's progress on stderr: a line for each step, a moving line for what plays where that is a terminal. */
export class ProgressLines {
  readonly #stream: NodeJS.WriteStream;
  #titles = new Map<string, string>();
  #description = '';

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(event: EngineEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#titles = new Map(event.plan.steps.map((step) => [step.id, step.title]));
        if (event.simulated) this.#line(`SIMULATED bench: no device is involved (${event.rig.id})`);
        this.#line(
          `${event.resumed ? 'continuing' : 'run'} in ${event.folder}: ${event.plan.steps.length} steps, about ${event.plan.seconds.toFixed(0)} s of audio`,
        );
        break;
      case 'measurement-started':
        if (event.simulated) this.#line(`SIMULATED bench: no device is involved (${event.rig.id})`);
        this.#line(`${event.resumed ? 'continuing' : 'measurement'} in ${event.folder}`);
        break;
      case 'step-started':
        this.#line(`[${event.stepIndex + 1}/${event.stepCount}] ${this.#titles.get(event.stepId) ?? event.stepId}`);
        break;
      case 'take-started':
        this.#description = event.description;
        this.#moving(`  ${event.description}`);
        break;
      case 'take-progress':
        this.#moving(`  ${this.#description} ${String(Math.round((100 * event.framesDone) / event.framesTotal))} %`);
        break;
      case 'note':
        this.#line(`  ${event.text}`);
        break;
      case 'engine-restarted':
        this.#line(`  the audio engine was restarted (${event.restartCount}): ${event.reason}`);
        break;
      case 'run-finished':
      case 'measurement-finished':
      case 'run-failed':
        this.#moving('');
        break;
      case 'prompt':
      case 'prompt-answered':
      case 'take-finished':
      case 'live-started':
      case 'live-output':
      case 'live-ended':
        break;
    }
  }

  #moving(text: string): void {
    if (!this.#stream.isTTY) return;
    this.#stream.write(`\r\u001b[K${text.slice(0, this.#stream.columns - 1)}`);
  }

  #line(text: string): void {
    this.#moving('');
    this.#stream.write(`${text}\n`);
  }
}
