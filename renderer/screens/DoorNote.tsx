import type { BenchLink } from '../state/useBench.ts';

const NOTES: Readonly<Partial<Record<BenchLink['status'], string>>> = {
  'no-token': 'This page was opened without its token. Open the whole address that the bench printed when it started.',
  refused:
    'The bench did not let this page in: it has been started again since, or the address is not whole. Open the address it printed.',
  lost: 'The connection to the bench is lost. A run that played was stopped; what was measured before is on disk.',
};

/** Says why this page shows no bench, and what to do. */
export function DoorNote({ status, onRetry }: { readonly status: BenchLink['status']; readonly onRetry: () => void }) {
  const note = NOTES[status];
  if (note === undefined) return null;
  return (
    <div className="door" role="alert">
      <p>{note}</p>
      {status === 'no-token' ? null : (
        <button type="button" className="button small" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
