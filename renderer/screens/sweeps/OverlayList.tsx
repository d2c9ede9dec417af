import type { SweepResults } from '../../state/useSweepResults.ts';
import { text } from '../../text/english.ts';
import type { ShownCurve } from './ResultsPanel.tsx';

const words = text.sweeps;

interface OverlayListProps {
  readonly results: SweepResults;
  readonly shown: ShownCurve;
  readonly onShow: (shown: ShownCurve) => void;
}

/** The results on the desk: which are drawn, which one the others are held against, and how to put one away. */
export function OverlayList({ results, shown: shownCurve, onShow }: OverlayListProps) {
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
      {results.list.length < 2 ? null : (
        <label className="field sect">
          {words.reference}
          <select
            value={shownCurve.referenceId}
            onChange={(event) => {
              onShow({ ...shownCurve, referenceId: event.target.value });
            }}
          >
            <option value="">{words.noReference}</option>
            {results.list
              .filter(({ shown }) => shown)
              .map(({ runId, name }) => (
                <option key={runId} value={runId}>
                  {name}
                </option>
              ))}
          </select>
        </label>
      )}
    </section>
  );
}
