import { useCallback, useEffect, useState } from 'react';
import type { Measurement } from '../../../core/run/runMeasurement.ts';
import type { RunListing } from '../../../electron/ipc/contract.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';
import { CompareView } from './CompareView.tsx';
import { RunDetail } from './RunDetail.tsx';
import { RunTable } from './RunTable.tsx';

const words = text.runs;

const fits = ({ name, rigName, runId, sort }: RunListing, search: string): boolean =>
  `${name} ${rigName} ${runId} ${words.sorts[sort]}`.toLowerCase().includes(search.trim().toLowerCase());

/** The history: find a run, read its report, continue it, compare two, delete one and bring it back. */
export function RunsScreen({ onOverlay }: { readonly onOverlay: (runId: string, measurement: Measurement) => void }) {
  const { calls, run } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [runs, setRuns] = useState<readonly RunListing[] | null>(null);
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [deleted, setDeleted] = useState<{ readonly runId: string; readonly name: string } | null>(null);
  const refresh = useCallback(() => {
    attempt(async (bench) => {
      setRuns(await bench.runs());
    });
  }, [attempt]);
  useEffect(refresh, [refresh, run.phase]);
  const shown = (runs ?? []).filter((each) => fits(each, search));
  const [first, second] = [marked.at(0), marked.at(1)];
  return (
    <main className="columns history">
      <section className="panel" aria-label={words.title}>
        <div className="head">
          <h1>{words.title}</h1>
          <span className="sub">{runs === null ? text.loading : words.count(shown.length, runs.length)}</span>
          <div className="end">
            <input
              className="input"
              type="search"
              aria-label={words.search}
              placeholder={words.search}
              value={search}
              onChange={(event) => {
                setSearch(event.target.value);
              }}
            />
          </div>
        </div>
        <ErrorNote error={error} />
        {runs !== null && shown.length === 0 ? (
          <p className="empty">{runs.length === 0 ? words.none : words.noneFound}</p>
        ) : (
          <div className="body">
            <RunTable
              runs={shown}
              selected={selected}
              marked={marked}
              onSelect={setSelected}
              onMark={(runId) => {
                setMarked((before) =>
                  before.includes(runId) ? before.filter((each) => each !== runId) : [...before, runId].slice(-2),
                );
              }}
            />
          </div>
        )}
        <p className="sect note dim">{marked.length === 1 ? words.compareOne : words.compareHint}</p>
      </section>
      {first !== undefined && second !== undefined ? (
        <CompareView
          runIds={[first, second]}
          onClose={() => {
            setMarked([]);
          }}
        />
      ) : selected === null ? (
        <section className="panel" aria-label={words.details}>
          <p className="empty">{words.choose}</p>
        </section>
      ) : (
        <div className="detail-grid">
          <RunDetail
            key={selected}
            runId={selected}
            onOverlay={onOverlay}
            onDelete={(runId, name) => {
              attempt(async (bench) => {
                await bench.deleteRun(runId);
                setSelected(null);
                setDeleted({ runId, name });
                setRuns(await bench.runs());
              });
            }}
          />
        </div>
      )}
      {deleted === null ? null : (
        <div className="notice" role="status">
          {words.deleted(deleted.name)}
          <button
            type="button"
            className="button small"
            onClick={() => {
              attempt(async (bench) => {
                await bench.undeleteRun(deleted.runId);
                setDeleted(null);
                setSelected(deleted.runId);
                setRuns(await bench.runs());
              });
            }}
          >
            {words.undo}
          </button>
          <button
            type="button"
            className="button small quiet"
            onClick={() => {
              setDeleted(null);
            }}
          >
            {words.close}
          </button>
        </div>
      )}
    </main>
  );
}
