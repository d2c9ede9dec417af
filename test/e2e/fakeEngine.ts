import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { PlannedClaim, VerificationPlan } from '../../core/planner/plan.ts';
import { renderHtml } from '../../core/report/html.ts';
import { buildReport } from '../../core/report/report.ts';
import type { Engine, EngineEvent, PlannedRun, PromptAnswerInput, RunStarted } from '../../electron/ipc/contract.ts';
import { takeInput } from '../renderer/takeInput.ts';
import { exampleVerification } from '../report/exampleVerification.ts';
import { LOOPBACK } from '../../core/planner/wiring.ts';

// A FAKE engine, for tests of the bench server and the page only: it plays a script and measures nothing. It is not part
// of the product; the real engine (host/engine) has its own tests and its own end-to-end test.

const { card, rig, claims, steps } = exampleVerification;

/** Stands for the card's own text. */
const CARD_TEXT = card.claims.map(({ asWritten }) => asWritten).join('\n');

const plannedClaims: readonly PlannedClaim[] = claims.map((claim, index) => ({
  claimId: claim.id,
  quantity: card.claims[index].quantity,
  rule: claim.rule === null ? null : { figureId: 'gain', lower: 0, upper: null, text: claim.rule },
  assumptions: claim.assumptions,
  stepIds: claim.rule === null ? [] : [steps[Math.min(index + 1, steps.length - 1)].step.id],
  refused: claim.rule === null ? { verdict: 'manual', reasonCode: 'not-electrical', text: claim.text } : null,
}));

const plan: VerificationPlan = {
  schemaVersion: 1,
  cardId: card.id,
  rigId: rig.id,
  claims: plannedClaims,
  steps: steps.map(({ step }) => step),
  seconds: 552,
  wiringCount: 3,
  toBuy: [],
};

export const fakePlannedRun: PlannedRun = { card, rig, simulated: true, plan };

export interface FakeEngine extends Engine {
  readonly calls: string[];
  /** Sends an event to everybody who listens. */
  emit(event: EngineEvent): void;
}

/**
 * @param options.holdAtStep from this step on its take goes on until the run is cancelled; null: the run goes through
 */
export function createFakeEngine(options: { readonly holdAtStep: number | null }): FakeEngine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const calls: string[] = [];
  let run: RunStarted | null = null;
  let answered: ((answer: PromptAnswerInput) => void) | null = null;
  let openPrompt: string | null = null;
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const fail = (started: RunStarted): void => {
    run = null;
    const error = new AmpbenchError(
      'cancelled',
      'run-cancelled',
      'stopped by the person',
      {},
      'start it again',
    ).toRecord();
    emit({ type: 'run-failed', ...started, error });
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 15));

  async function play(started: RunStarted): Promise<void> {
    emit({ type: 'run-started', ...started, ...fakePlannedRun, resumed: false });
    const text = 'Unplug headphones and speakers. Set the volume fully clockwise.';
    openPrompt = 'safety';
    const waiting = new Promise<PromptAnswerInput>((resolve) => {
      answered = resolve;
    });
    emit({
      type: 'prompt',
      prompt: { id: 'safety', kind: 'safety', wiring: LOOPBACK, text },
    });
    emit({ type: 'prompt-answered', promptId: 'safety', answer: await waiting });
    for (const [stepIndex, { step, figures }] of steps.entries()) {
      if (run !== started) return;
      const takeId = `${step.id}-1`;
      emit({ type: 'step-started', stepId: step.id, stepIndex, stepCount: steps.length });
      const { predictedOutputVoltsRms, predictedLoadWatts } = step;
      const description = `${step.title}: a tone of 997 Hz`;
      emit({
        type: 'take-started',
        stepId: step.id,
        takeId,
        description,
        predictedOutputVoltsRms,
        predictedLoadWatts,
        seconds: 1,
      });
      emit({ type: 'take-progress', takeId, framesDone: 40, framesTotal: 100, input: takeInput(0.5, 0.25) });
      if (options.holdAtStep === stepIndex) return;
      await pause();
      const file = `captures/${takeId}.wav`;
      emit({ type: 'take-finished', takeId, file, replayed: false, input: takeInput(0.5, 0.25) });
      const decided = claims.filter((_, index) => plannedClaims[index].stepIds.includes(step.id));
      emit({
        type: 'note',
        stepId: step.id,
        text: figures.map((figure) => `${figure.id} ${figure.channel}: ${figure.text}`).join(', '),
        decided,
      });
    }
    mkdirSync(started.folder, { recursive: true });
    writeFileSync(join(started.folder, 'report.html'), renderHtml(buildReport(exampleVerification, 'full')));
    run = null;
    emit({ type: 'run-finished', ...started, verification: exampleVerification });
  }

  return {
    calls,
    emit,
    devices: () => Promise.resolve([]),
    cards: () =>
      Promise.resolve([{ id: card.id, maker: card.maker, product: card.product, claimCount: card.claims.length }]),
    readCard: (ref) => Promise.resolve({ text: ref.kind === 'text' ? ref.text : CARD_TEXT, card }),
    rigs: () =>
      Promise.resolve([{ id: rig.id, name: rig.name, simulated: true, sampleRateHz: rig.sampleRateHz, loadsOhms: [] }]),
    measure: () => Promise.reject(new Error('the scripted engine measures nothing')),
    previewLive: () => Promise.reject(new Error('the scripted engine has no live analyzer')),
    openLive: () => Promise.reject(new Error('the scripted engine has no live analyzer')),
    changeLive: () => Promise.reject(new Error('the scripted engine has no live analyzer')),
    saveLive: () => Promise.reject(new Error('the scripted engine has no live analyzer')),
    subscribeLive: () => () => undefined,
    kinds: () => Promise.resolve([]),
    previewMeasurement: () => Promise.reject(new Error('the scripted engine measures nothing')),
    headphones: () => Promise.resolve([]),
    pair: () => Promise.reject(new Error('the scripted engine pairs nothing')),
    runs: () => Promise.resolve([]),
    readRun: () => Promise.reject(new Error('the scripted engine keeps no runs')),
    noteRun: () => Promise.reject(new Error('the scripted engine keeps no runs')),
    photos: () => Promise.resolve([]),
    addPhoto: () => Promise.reject(new Error('the scripted engine keeps no runs')),
    repeatStep: () => Promise.reject(new Error('the scripted engine keeps no runs')),
    deleteRig: () => Promise.reject(new Error('the scripted engine keeps no rigs')),
    undeleteRig: () => Promise.reject(new Error('the scripted engine keeps no rigs')),
    deleteRun: () => Promise.reject(new Error('the scripted engine keeps no runs')),
    undeleteRun: () => Promise.reject(new Error('the scripted engine keeps no runs')),
    readRig: () =>
      Promise.resolve({
        rig,
        baseline: null,
        baselineIsStale: false,
        playsVoltsRms: { preflight: 0.2, baseline: 1, calibration: 0.5 },
      }),
    saveRig: () => Promise.reject(new Error('the scripted engine keeps no rigs')),
    rigDevices: () => Promise.resolve({ driver: 'simulated', version: '', hostApis: [], devices: [] }),
    testRates: () => Promise.resolve([]),
    calibrateRig: () => Promise.reject(new Error('the scripted engine calibrates nothing')),
    preflight: () => Promise.reject(new Error('the scripted engine measures nothing')),
    measureBaseline: () => Promise.reject(new Error('the scripted engine measures nothing')),
    acquire: () => Promise.reject(new Error('the scripted engine records nothing')),
    cancelAcquisition: () => Promise.resolve(),
    calibrationTone: () => Promise.reject(new Error('the scripted engine has no tone')),
    plan: (request) => {
      calls.push('plan');
      if (request.card.kind === 'text' && request.card.text.includes('nonsense')) {
        const message = 'no specification was found in the text (line 1)';
        return Promise.reject(
          new AmpbenchError('card', 'no-specification', message, {}, 'paste the lines of the specification'),
        );
      }
      return Promise.resolve(fakePlannedRun);
    },
    verify: (request) => {
      calls.push('verify');
      if (run !== null) return Promise.reject(new AmpbenchError('usage', 'run-in-progress', 'a run is under way'));
      const started = { runId: basename(request.folder), folder: request.folder };
      run = started;
      void play(started);
      return Promise.resolve(started);
    },
    answer: (promptId, answer) => {
      calls.push(`answer ${promptId} ${answer.answer}`);
      if (promptId !== openPrompt)
        return Promise.reject(new AmpbenchError('usage', 'prompt-not-open', `"${promptId}" does not wait`));
      openPrompt = null;
      answered?.(answer);
      return Promise.resolve();
    },
    cancel: () => {
      calls.push('cancel');
      if (run !== null) fail(run);
      return Promise.resolve();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
