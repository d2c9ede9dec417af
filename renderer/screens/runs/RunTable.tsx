import type { RunListing } from '../../../electron/ipc/contract.ts';
import { VERDICT_ORDER } from '../../../core/report/verdictWords.ts';
import { VerdictMark } from '../../controls/VerdictMark.tsx';
import { text } from '../../text/english.ts';

const words = text.runs;

function Outcome({ run }: { readonly run: RunListing }) {
  if (!run.finished) return <span className="faint">{words.unfinished}</span>;
  if (run.summary === null) return <span className="dim">{words.measured}</span>;
  const { summary } = run;
  return (
    <span className="outcome">
      {VERDICT_ORDER.filter((verdict) => summary[verdict] > 0).map((verdict) => (
        <VerdictMark key={verdict} verdict={verdict} text={String(summary[verdict])} />
      ))}
    </span>
  );
}

const dateText = (at: string): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

interface RunTableProps {
  readonly runs: readonly RunListing[];
  readonly selected: string | null;
  readonly marked: readonly string[];
  readonly onSelect: (runId: string) => void;
  readonly onMark: (runId: string) => void;
}

/** The runs, latest first: what, on which rig, how it ended. */
export function RunTable({ runs, selected, marked, onSelect, onMark }: RunTableProps) {
  return (
    <table
      className="runs"
      onKeyDown={(event) => {
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (by === 0 || runs.length === 0) return;
        event.preventDefault();
        const at = runs.findIndex(({ runId }) => runId === selected);
        const next = Math.min(Math.max(at + by, 0), runs.length - 1);
        onSelect(runs[next].runId);
        event.currentTarget.querySelectorAll<HTMLButtonElement>('button.row')[next].focus();
      }}
    >
      <caption className="hidden">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="hidden">{words.table.compare}</span>
          </th>
          <th scope="col">{words.table.name}</th>
          <th scope="col">{words.table.outcome}</th>
          <th scope="col">{words.table.when}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr
            key={run.runId}
            data-run={run.runId}
            className={run.runId === selected ? 'on' : ''}
            onClick={() => {
              onSelect(run.runId);
            }}
          >
            <td>
              <input
                type="checkbox"
                aria-label={words.mark(run.name)}
                checked={marked.includes(run.runId)}
                onClick={(event) => {
                  event.stopPropagation();
                }}
                onChange={() => {
                  onMark(run.runId);
                }}
              />
            </td>
            <td>
              <button type="button" className="row" aria-pressed={run.runId === selected}>
                {run.name}
              </button>
              <div className="note dim">
                {words.sorts[run.sort]}, {run.rigName}{' '}
                {run.simulated ? <span className="faint">{text.simulated}</span> : null}
              </div>
            </td>
            <td>
              <Outcome run={run} />
            </td>
            <td className="note dim">{dateText(run.startedAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
