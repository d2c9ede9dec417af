import type { BenchLink } from '../state/useBench.ts';
import { text } from '../text/english.ts';

const WORDS: Readonly<Partial<Record<BenchLink['status'], string>>> = {
  'no-token': text.door.noToken,
  refused: text.door.refused,
  lost: text.door.lost,
};

/** Why the page is not connected and what to do; nothing while it is. */
export function DoorNote({ status, onRetry }: { readonly status: BenchLink['status']; readonly onRetry: () => void }) {
  const words = WORDS[status];
  if (words === undefined) return null;
  return (
    <div className="door" role="alert">
      <p>{words}</p>
      {status === 'no-token' ? null : (
        <button type="button" className="button small" onClick={onRetry}>
          {text.door.retry}
        </button>
      )}
    </div>
  );
}
