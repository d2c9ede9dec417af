import type { SweepResults } from '../../state/useSweepResults.ts';
import { text } from '../../text/english.ts';

const words = text.sweeps;

/** The results on the desk: which are drawn, and how to put one away. */
export function OverlayList({ results }: { readonly results: SweepResults }) {
  if (results.list.length === 0) return null;
  return (
    <section className="panel overlays" aria-label={words.overlays}>
      <div className="head">
        <h2>{words.overlays}</h2>
        <div className="end">{words.overlay}</div>
      </div>
      <ul className="body">
        {results.list.map(({ runId, name, measurement, shown }) => (
          <li key={runId}>
            <label>
              <input
                type="checkbox"
                checked={shown}
                onChange={() => {
                  results.toggle(runId);
                }}
              />{' '}
              {measurement.kind}, {name}
            </label>
            <button
              type="button"
              className="button small quiet"
              aria-label={`${words.remove}: ${name}`}
              onClick={() => {
                results.remove(runId);
              }}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
