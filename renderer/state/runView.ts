import type { ErrorRecord } from '../../core/errors.ts';
import type { Verification } from '../../core/result/verification.ts';
import type { Prompt } from '../../core/run/effects.ts';
import type { EngineEvent, PlannedRun } from '../../electron/ipc/contract.ts';

type TakeStarted = Extract<EngineEvent, { type: 'take-started' }>;

/** A run as the page shows it: what its events add up to. */
export interface RunView {
  readonly phase: 'none' | 'running' | 'finished' | 'failed';
  readonly runId: string | null;
  readonly planned: PlannedRun | null;
  /** −1 before the first step. */
  readonly stepIndex: number;
  readonly prompt: Prompt | null;
  readonly take: (TakeStarted & { readonly framesDone: number; readonly framesTotal: number }) | null;
  readonly notes: readonly { readonly stepId: string; readonly text: string }[];
  readonly restartCount: number;
  readonly verification: Verification | null;
  readonly error: ErrorRecord | null;
}

export const NO_RUN: RunView = {
  phase: 'none',
  runId: null,
  planned: null,
  stepIndex: -1,
  prompt: null,
  take: null,
  notes: [],
  restartCount: 0,
  verification: null,
  error: null,
};

/** The view after one more event. */
export function runAfter(view: RunView, event: EngineEvent): RunView {
  switch (event.type) {
    case 'run-started': {
      const { card, rig, simulated, plan, runId } = event;
      return { ...NO_RUN, phase: 'running', runId, planned: { card, rig, simulated, plan } };
    }
    case 'step-started':
      return { ...view, stepIndex: event.stepIndex, take: null };
    case 'prompt':
      return { ...view, prompt: event.prompt, take: null };
    case 'prompt-answered':
      return { ...view, prompt: null };
    case 'take-started': {
      return { ...view, take: { ...event, framesDone: 0, framesTotal: 0 } };
    }
    case 'take-progress': {
      const { framesDone, framesTotal, takeId } = event;
      return view.take?.takeId === takeId ? { ...view, take: { ...view.take, framesDone, framesTotal } } : view;
    }
    case 'take-finished':
      return { ...view, take: null };
    case 'note':
      return { ...view, notes: [...view.notes, { stepId: event.stepId, text: event.text }] };
    case 'engine-restarted':
      return { ...view, restartCount: event.restartCount, take: null };
    case 'run-finished':
      return { ...view, phase: 'finished', prompt: null, take: null, verification: event.verification };
    // A single measurement is asked for on the command line; this page shows verifications
    case 'measurement-started':
    case 'measurement-finished':
      return view;
    case 'run-failed':
      return { ...view, phase: 'failed', prompt: null, take: null, error: event.error };
  }
}
