import type { PlannedRun } from '../../../electron/ipc/contract.ts';
import { claimWords, measuredText } from '../../../core/report/sentences.ts';
import type { RunView } from '../../state/runView.ts';
import { statedConditions } from '../../state/statedConditions.ts';
import { text } from '../../text/english.ts';
import { Standing } from './Standing.tsx';

interface ClaimsTableProps {
  readonly planned: PlannedRun;
  readonly run: RunView;
  readonly selected: number | null;
  readonly onSelect: (claim: number) => void;
}

const words = text.verify;

/** Every claim as published, how it is judged, and, as far as it is known, what was measured and the verdict. */
export function ClaimsTable({ planned, run, selected, onSelect }: ClaimsTableProps) {
  const { card, plan } = planned;
  const running = run.phase !== 'none';
  const planOf = new Map(plan.claims.map((claim) => [claim.claimId, claim]));
  return (
    <table
      className={`claims ${running ? 'live' : ''}`}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        const next = Math.min(Math.max((selected ?? -1) + by, 0), card.claims.length - 1);
        onSelect(next);
        event.currentTarget.querySelectorAll<HTMLButtonElement>('button.row')[next].focus();
      }}
    >
      <caption className="hidden">{words.claims}</caption>
      <thead>
        <tr>
          <th scope="col">{words.table.number}</th>
          <th scope="col">{words.table.claim}</th>
          <th scope="col">{running ? words.rule : words.table.rule}</th>
          {running ? (
            <th scope="col" className="number">
              {words.table.measured}
            </th>
          ) : (
            <th scope="col">{words.table.conditions}</th>
          )}
          <th scope="col">{running ? words.table.verdict : words.table.standing}</th>
        </tr>
      </thead>
      <tbody>
        {card.claims.map((claim, index) => {
          const planOfClaim = planOf.get(claim.id);
          if (planOfClaim === undefined) return null;
          const verdict = run.decided.get(claim.id);
          const { label, value } = claimWords(claim);
          const stated = statedConditions(claim);
          const reason = verdict?.verdict === 'pass' ? '' : (verdict?.text ?? planOfClaim.refused?.text ?? '');
          return (
            <tr
              key={claim.id}
              data-claim={claim.id}
              className={index === selected ? 'on' : ''}
              onClick={() => {
                onSelect(index);
              }}
            >
              <td>
                <span className="badge">{index + 1}</span>
              </td>
              <td>
                {label === '' ? null : <div className="note dim">{label}</div>}
                <button
                  type="button"
                  className="row mono"
                  aria-pressed={index === selected}
                  tabIndex={index === (selected ?? 0) ? 0 : -1}
                  onClick={() => {
                    onSelect(index);
                  }}
                >
                  {value}
                </button>
              </td>
              <td>{verdict?.rule ?? planOfClaim.rule?.text ?? <span className="faint">{words.notJudged}</span>}</td>
              {running ? (
                <td className="number strong">{verdict === undefined ? '' : measuredText(verdict)}</td>
              ) : (
                <td className="note">
                  <div className="condition">
                    <span className="tag">{words.stated}</span> {stated.join(', ') || words.nothingStated}
                  </div>
                  {planOfClaim.assumptions.length === 0 ? null : (
                    <div className="condition">
                      <span className="tag">{words.assumed}</span>{' '}
                      <span className="assumed">{words.assumptions(planOfClaim.assumptions.length)}</span>
                    </div>
                  )}
                </td>
              )}
              <td>
                <Standing planned={planOfClaim} verdict={verdict} run={run} />
                {reason === '' || !running ? null : <div className="why">{reason}</div>}
                {running || planOfClaim.refused === null ? null : (
                  <div className="why short">{planOfClaim.refused.text}</div>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
