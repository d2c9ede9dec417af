import { useState } from 'react';
import { productName, summaryParts } from '../../../core/report/sentences.ts';
import { CurveView } from '../../controls/CurveView.tsx';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { ReportFrame, SaveAs, useReports } from '../../controls/ReportFrame.tsx';
import { RunNotes } from '../../controls/RunNotes.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { VerdictMark } from '../../controls/VerdictMark.tsx';
import type { RunView } from '../../state/runView.ts';
import { text } from '../../text/english.ts';
import { ClaimsTable } from '../verify/ClaimsTable.tsx';

const words = text.result;
type Tab = 'table' | 'report' | 'curves';

function Shown({
  run,
  tab,
  address,
}: {
  readonly run: RunView;
  readonly tab: Tab;
  readonly address: string | undefined;
}) {
  if (tab === 'report') return <ReportFrame address={address} />;
  if (tab === 'curves' && run.verification !== null) return <CurveView verification={run.verification} />;
  if (run.planned === null) return null;
  return (
    <div className="body">
      <ClaimsTable planned={run.planned} run={run} selected={null} onSelect={() => undefined} />
    </div>
  );
}

/** After a run: published against measured, the report, the curves, and how to take them away. */
export function ResultScreen({ run, onNew }: { readonly run: RunView; readonly onNew: () => void }) {
  const [tab, setTab] = useState<Tab>('table');
  const { verification, runId, planned } = run;
  const { addresses, error } = useReports(verification === null ? null : runId, ['html']);
  return (
    <main className="columns result">
      <section className="panel" aria-label={words.title}>
        <div className="head">
          <h1>{planned === null ? words.title : productName(planned)}</h1>
          <span className="sub">{words.title}</span>
          {run.simulated ? <span className="simulated">{text.simulated}</span> : null}
          {verification === null ? null : (
            <div className="end">
              <Segments
                label={words.title}
                values={[
                  ['table', words.table],
                  ['report', words.report],
                  ['curves', words.curves],
                ]}
                value={tab}
                onChoose={setTab}
              />
            </div>
          )}
        </div>
        <ErrorNote error={run.error ?? error} />
        <Shown run={run} tab={tab} address={addresses.html} />
      </section>
      <div className="stack machine">
        <section className="panel" aria-label={text.run.runPanel}>
          <div className="head">
            <h2>
              {run.error?.kind === 'cancelled'
                ? words.cancelled
                : run.error === null
                  ? words.phase[run.phase]
                  : words.failed}
            </h2>
          </div>
          {verification === null ? (
            <p className="sect dim">{words.kept}</p>
          ) : (
            <>
              <ul className="sect summary" aria-label={words.verdicts}>
                {summaryParts(verification).map((part) => (
                  <li key={part.verdict}>
                    <VerdictMark verdict={part.verdict} text={part.text} />
                  </li>
                ))}
              </ul>
              <div className="sect">
                {addresses.html === undefined ? null : (
                  <a className="button" href={addresses.html} target="_blank" rel="noreferrer">
                    {words.open}
                  </a>
                )}
                {runId === null ? null : <SaveAs runId={runId} />}
              </div>
            </>
          )}
          <div className="foot">
            <button type="button" className="button go" onClick={onNew}>
              {words.again}
            </button>
          </div>
        </section>
        {runId === null ? null : <RunNotes runId={runId} />}
      </div>
    </main>
  );
}
