import type { Rig } from '../../core/calibration/rig.ts';
import type { ErrorRecord } from '../../core/errors.ts';
import type { ClaimVerdict, Verification } from '../../core/result/verification.ts';
import type { Prompt } from '../../core/run/effects.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import type { EngineEvent, MeasurementPreview, PlannedRun, TakeInput } from '../../electron/ipc/contract.ts';

type TakeStarted = Extract<EngineEvent, { type: 'take-started' }>;

/** A run as the page shows it: what its events add up to. */
export interface RunView {
  readonly phase: 'none' | 'running' | 'finished' | 'failed';
  readonly runId: string | null;
  /** Of a verification; null for a single measurement. */
  readonly planned: PlannedRun | null;
  readonly rig: Rig | null;
  readonly simulated: boolean;
  /** −1 before the first step. */
  readonly stepIndex: number;
  readonly prompt: Prompt | null;
  /** The last prompt that was answered `done`: how the bench is wired now. */
  readonly wired: Prompt | null;
  readonly take: (TakeStarted & { readonly framesDone: number; readonly framesTotal: number }) | null;
  readonly notes: readonly { readonly stepId: string; readonly text: string }[];
  /** Claims with their verdicts as far as the run has come, by claim id. */
  readonly decided: ReadonlyMap<string, ClaimVerdict>;
  /** Of a single measurement: what it puts out at most. */
  readonly preview: MeasurementPreview | null;
  /** What the inputs show now, or showed in the last take. */
  readonly input: TakeInput | null;
  /** Input channels, from 1, that were clipped in this run. */
  readonly clippedInputs: ReadonlySet<number>;
  readonly restartCount: number;
  readonly verification: Verification | null;
  readonly measurement: Measurement | null;
  readonly error: ErrorRecord | null;
}

export const NO_RUN: RunView = {
  phase: 'none',
  runId: null,
  planned: null,
  rig: null,
  simulated: false,
  stepIndex: -1,
  prompt: null,
  wired: null,
  take: null,
  notes: [],
  decided: new Map(),
  preview: null,
  input: null,
  clippedInputs: new Set(),
  restartCount: 0,
  verification: null,
  measurement: null,
  error: null,
};

const withVerdicts = (before: ReadonlyMap<string, ClaimVerdict>, more: readonly ClaimVerdict[]) =>
  more.length === 0 ? before : new Map([...before, ...more.map((verdict) => [verdict.id, verdict] as const)]);

function inputAfter(view: RunView, input: TakeInput): Pick<RunView, 'input' | 'clippedInputs'> {
  const clipped = input.levels.flatMap(({ clippedSamples }, index) => (clippedSamples > 0 ? [index + 1] : []));
  const isNew = clipped.some((channel) => !view.clippedInputs.has(channel));
  return { input, clippedInputs: isNew ? new Set([...view.clippedInputs, ...clipped]) : view.clippedInputs };
}

/** The view after one more event. */
export function runAfter(view: RunView, event: EngineEvent): RunView {
  switch (event.type) {
    case 'run-started': {
      const { card, rig, simulated, plan, runId } = event;
      return { ...NO_RUN, phase: 'running', runId, rig, simulated, planned: { card, rig, simulated, plan } };
    }
    case 'measurement-started': {
      const { rig, simulated, runId, preview } = event;
      return { ...NO_RUN, phase: 'running', runId, rig, simulated, preview };
    }
    case 'step-started':
      return { ...view, stepIndex: event.stepIndex, take: null };
    case 'prompt':
      return { ...view, prompt: event.prompt, take: null };
    case 'prompt-answered': {
      const isWired = view.prompt?.kind === 'wire' && event.answer.answer === 'done';
      return { ...view, prompt: null, wired: isWired ? view.prompt : view.wired };
    }
    case 'take-started':
      return { ...view, take: { ...event, framesDone: 0, framesTotal: 0 } };
    case 'take-progress': {
      const { framesDone, framesTotal, takeId } = event;
      const { take } = view;
      return take?.takeId === takeId
        ? { ...view, take: { ...take, framesDone, framesTotal }, ...inputAfter(view, event.input) }
        : view;
    }
    case 'take-finished':
      return { ...view, take: null, ...inputAfter(view, event.input) };
    case 'note': {
      const { stepId, text, decided } = event;
      return { ...view, notes: [...view.notes, { stepId, text }], decided: withVerdicts(view.decided, decided) };
    }
    case 'engine-restarted':
      return { ...view, restartCount: event.restartCount, take: null };
    case 'run-finished': {
      const { verification } = event;
      const decided = withVerdicts(view.decided, verification.claims);
      return { ...view, phase: 'finished', prompt: null, take: null, verification, decided };
    }
    case 'measurement-finished':
      return { ...view, phase: 'finished', prompt: null, take: null, measurement: event.measurement };
    case 'run-failed':
      return { ...view, phase: 'failed', prompt: null, take: null, error: event.error };
    case 'live-started':
    case 'live-output':
    case 'live-ended':
      return view;
  }
}
