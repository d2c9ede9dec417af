import type { ErrorRecord } from '../../core/errors.ts';

/** What went wrong, its code, and what to do about it. */
export function ErrorNote({ error }: { readonly error: ErrorRecord | null }) {
  if (error === null) return null;
  return (
    <div className="error" role="alert">
      <p>
        <b className="mono">{error.code}</b> {error.message}
      </p>
      {error.tip === undefined ? null : <p className="dim">{error.tip}</p>}
    </div>
  );
}
