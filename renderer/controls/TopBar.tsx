import type { BenchLink } from '../state/useBench.ts';

const STATUS_WORDS: Readonly<Record<BenchLink['status'], string>> = {
  connecting: 'Connecting',
  open: 'Connected',
  lost: 'Connection lost, trying again',
  refused: 'Not let in',
  'no-token': 'No token',
};

/** Name, connection, who holds the controls, what the output does. */
export function TopBar({ link, onTakeControl }: { readonly link: BenchLink; readonly onTakeControl: () => void }) {
  const { status, seat, run } = link;
  const playing = run.take !== null;
  return (
    <header className="top">
      <div className="brand">
        <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
          <rect x=".75" y=".75" width="20.5" height="20.5" rx="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path
            d="M4 11h2.4l1.7-4.8 2.7 9.6 2.3-7 1.1 2.2H18"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinejoin="round"
          />
        </svg>
        Ampbench
      </div>
      <div className="end" role="status">
        {seat?.role === 'viewer' ? (
          <span className="state">
            Watching
            {seat.controlsFree ? (
              <button type="button" className="button small" onClick={onTakeControl}>
                Take the controls
              </button>
            ) : null}
          </span>
        ) : null}
        <span className="state">
          <span className={`led ${playing ? 'on' : ''}`} />
          {playing ? 'Playing' : 'Output silent'}
        </span>
        <span className="state">
          <span className={`led ${status === 'open' ? 'ok' : ''}`} />
          {STATUS_WORDS[status]}
        </span>
      </div>
    </header>
  );
}
