import { CallFailed } from '../bridge/websocket.ts';
import type { ErrorRecord } from '../../core/errors.ts';

/** The record of anything that was thrown. */
export function errorRecord(error: unknown): ErrorRecord {
  if (error instanceof CallFailed) return error.record;
  return { kind: 'bug', code: 'page-error', message: error instanceof Error ? error.message : String(error), data: {} };
}

/** What went wrong, its code, and what to do about it. */
export function ErrorNote({ error }: { readonly error: ErrorRecord }) {
  return (
    <div className="error" role="alert">
      <p>
        <b className="mono">{error.code}</b> {error.message}
      </p>
      {error.tip === undefined ? null : <p className="dim">{error.tip}</p>}
    </div>
  );
}
