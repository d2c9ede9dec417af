import type { ErrorRecord } from '../../core/errors.ts';
import type { EngineEvent } from '../../electron/ipc/contract.ts';
import type { LiveEvent, LiveOutput } from '../../electron/ipc/live.ts';

/** How the live analyzer stands, as its events tell. */
export interface LiveState {
  /** Null while it is not open. */
  readonly session: Extract<LiveEvent, { type: 'live-started' }> | null;
  readonly output: LiveOutput | null;
  /** What ended the last session by itself. */
  readonly error: ErrorRecord | null;
}

export const NO_LIVE: LiveState = { session: null, output: null, error: null };

/** The state after one more event; that of a run changes nothing. */
export function liveAfter(state: LiveState, event: EngineEvent): LiveState {
  switch (event.type) {
    case 'live-started':
      return { session: event, output: null, error: null };
    case 'live-output':
      return { ...state, output: event.output };
    case 'live-ended':
      return { session: null, output: null, error: event.error };
    default:
      return state;
  }
}
