import type { EngineEvent } from '../../../electron/ipc/contract.ts';
import type { ApiError, TellError } from './apiErrors.ts';

type EngineEventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;
/** Told as they are. */
type Plain = 'step-started' | 'prompt' | 'prompt-answered' | 'take-started' | 'note' | 'engine-restarted';
type Part<Type extends EngineEvent['type'], Key extends keyof EngineEventOf<Type>> = Pick<
  EngineEventOf<Type>,
  Key | ('type' & keyof EngineEventOf<Type>)
>;

/** An event of the engine as a program is told it: without the folders of this machine, and without what only a picture needs. */
export type ApiEvent =
  | EngineEventOf<Plain>
  | Part<'run-started', 'runId' | 'card' | 'rig' | 'simulated' | 'plan' | 'resumed'>
  | Part<'measurement-started', 'runId' | 'rig' | 'simulated' | 'resumed'>
  | Part<'take-progress', 'takeId' | 'framesDone' | 'framesTotal'>
  | Part<'take-finished', 'takeId' | 'replayed'>
  | Part<'run-finished', 'runId' | 'verification'>
  | Part<'measurement-finished', 'runId' | 'measurement'>
  | { readonly type: 'run-failed'; readonly runId: string; readonly error: ApiError }
  | Part<'live-started', 'rig' | 'simulated'>
  | { readonly type: 'live-ended'; readonly error: ApiError | null };

/** Null: of no use to a program. @param tellError makes the error of a failed run fit to be told */
export function apiEventOf(event: EngineEvent, tellError: TellError): ApiEvent | null {
  switch (event.type) {
    case 'measurement-started': {
      const { type, runId, rig, simulated, resumed } = event;
      return { type, runId, rig, simulated, resumed };
    }
    case 'take-progress': {
      const { type, takeId, framesDone, framesTotal } = event;
      return { type, takeId, framesDone, framesTotal };
    }
    case 'take-finished': {
      const { type, takeId, replayed } = event;
      return { type, takeId, replayed };
    }
    case 'run-failed':
      return { type: event.type, runId: event.runId, error: tellError(event.error) };
    case 'live-ended':
      return { ...event, error: event.error && tellError(event.error) };
    case 'live-output':
      return null;
    case 'live-started': {
      const { type, rig, simulated } = event;
      return { type, rig, simulated };
    }
    case 'run-started': {
      const { type, runId, card, rig, simulated, plan, resumed } = event;
      return { type, runId, card, rig, simulated, plan, resumed };
    }
    case 'run-finished': {
      const { type, runId, verification } = event;
      return { type, runId, verification };
    }
    case 'measurement-finished': {
      const { type, runId, measurement } = event;
      return { type, runId, measurement };
    }
    default:
      return event;
  }
}
