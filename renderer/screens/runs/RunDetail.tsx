import { useEffect, useState } from 'react';
import type { Measurement } from '../../../core/run/runMeasurement.ts';
import type { StoredRun } from '../../../electron/ipc/contract.ts';
import { CurveView } from '../../controls/CurveView.tsx';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { ReportFrame, SaveAs, useReports } from '../../controls/ReportFrame.tsx';
import { RunNotes } from '../../controls/RunNotes.tsx';
import { Scroll } from '../../controls/Scroll.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { goTo } from '../../state/useScreen.ts';
import { text } from '../../text/english.ts';
import { FiguresTable } from '../sweeps/FiguresTable.tsx';

const words = text.runs;

interface RunDetailProps {
  readonly runId: string;
  readonly onDelete: (runId: string, name: string) => void;
  readonly onOverlay: (runId: string, measurement: Measurement) => void;
}

function Content({ stored, tab }: { readonly stored: StoredRun; readonly tab: 'report' | 'curves' }) {
  const { listing, verification, measurement } = stored;
  const { addresses, error } = useReports(verification === null ? null : listing.runId, ['html']);
  if (measurement !== null)
    return (
      <Scroll label={text.sweeps.figures}>
        <FiguresTable
          result={{ runId: listing.runId, name: listing.name, measurement, shown: true }}
          reference={null}
        />
      </Scroll>
    );
  if (verification === null) return <p className="empty">{text.result.kept}</p>;
  if (tab === 'curves') return <CurveView verification={verification} />;
  return (
    <>
      <ErrorNote error={error} />
      <ReportFrame address={addresses.html} />
    </>
  );
}

/** One run: its report, its curves or figures, its notes, and what can be done with it. */
export function RunDetail({ runId, onDelete, onOverlay }: RunDetailProps) {
  const { calls, inControl } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [stored, setStored] = useState<StoredRun | null>(null);
  const [tab, setTab] = useState<'report' | 'curves'>('report');
  useEffect(() => {
    setStored(null);
    attempt(async (bench) => {
      setStored(await bench.readRun(runId));
    });
  }, [runId, attempt]);
  if (stored === null)
    return (
      <section className="panel" aria-label={words.details}>
        <ErrorNote error={error} />
        <p className="empty">{text.loading}</p>
      </section>
    );
  const { listing, measurement } = stored;
  return (
    <>
      <section className="panel run-detail" aria-label={words.details}>
        <div className="head">
          <h2>{listing.name}</h2>
          <span className="sub mono">{runId}</span>
          {listing.simulated ? <span className="simulated">{text.simulated}</span> : null}
          {stored.verification === null ? null : (
            <div className="end">
              <Segments
                label={words.details}
                values={[
                  ['report', text.result.report],
                  ['curves', text.result.curves],
                ]}
                value={tab}
                onChoose={setTab}
              />
            </div>
          )}
        </div>
        <ErrorNote error={error} />
        <Content stored={stored} tab={tab} />
      </section>
      <div className="run-side">
        <section className="panel" aria-label={text.result.save}>
          <div className="sect">
            {listing.finished ? (
              <SaveAs runId={runId} />
            ) : (
              <button
                type="button"
                className="button"
                disabled={!inControl}
                onClick={() => {
                  attempt(async (bench) => {
                    await bench.resume(runId);
                    goTo(listing.sort === 'verification' ? 'verify' : 'sweeps');
                  });
                }}
              >
                {words.continue}
              </button>
            )}
            {measurement === null ? null : (
              <button
                type="button"
                className="button"
                onClick={() => {
                  onOverlay(runId, measurement);
                  goTo('sweeps');
                }}
              >
                {words.overlay}
              </button>
            )}
            <button
              type="button"
              className="button quiet"
              disabled={!inControl}
              onClick={() => {
                onDelete(runId, listing.name);
              }}
            >
              {words.delete}
            </button>
          </div>
        </section>
        <RunNotes runId={runId} />
      </div>
    </>
  );
}
