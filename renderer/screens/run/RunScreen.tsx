import type { PlannedRun } from '../../../electron/ipc/contract.ts';
import { productName } from '../../../core/report/sentences.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { RunNotes } from '../../controls/RunNotes.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';
import { ClaimsTable } from '../verify/ClaimsTable.tsx';
import { ConnectPanel } from './ConnectPanel.tsx';
import { expectedOf } from './expected.ts';
import { MachineColumn } from './MachineColumn.tsx';
import { PlanList } from './PlanList.tsx';

const words = text.run;

/** A verification under way: one step at a time, with the table of claims filling as they are decided. */
export function RunScreen({ planned }: { readonly planned: PlannedRun }) {
  const { run, calls, inControl, stop, stopError } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const expected = expectedOf(run);
  const repeat = (stepId: string): void => {
    const { runId } = run;
    if (runId === null) return;
    attempt(async (bench) => {
      await bench.repeatStep(runId, stepId);
    });
  };
  const decidable = planned.plan.claims.filter(({ refused }) => refused === null);
  return (
    <main className="columns work">
      <div className="stack">
        <section className="panel plan-panel" aria-label={words.plan}>
          <div className="head">
            <h2>{words.plan}</h2>
          </div>
          <PlanList planned={planned} run={run} onRepeat={inControl ? repeat : null} />
        </section>
        {run.runId === null ? null : <RunNotes runId={run.runId} />}
      </div>
      <div className="stack">
        <ErrorNote error={stopError ?? error} />
        <ConnectPanel run={run} expected={expected} />
        <section className="panel claims-panel" aria-label={words.results}>
          <div className="head">
            <h2>{words.results}</h2>
            <span className="sub">{productName(planned)}</span>
            <div className="end">
              {planned.simulated ? <span className="simulated">{text.simulated}</span> : null}
              {words.decidedOf(run.decided.size, decidable.length)}
            </div>
          </div>
          <div className="body">
            <ClaimsTable planned={planned} run={run} selected={null} onSelect={() => undefined} />
          </div>
        </section>
      </div>
      <MachineColumn
        run={run}
        expected={expected}
        inControl={inControl}
        onStop={stop}
        onAnswer={(answer) => {
          const { prompt } = run;
          if (prompt === null) return;
          attempt(async (bench) => {
            await bench.answer(prompt.id, answer);
          });
        }}
      />
    </main>
  );
}
