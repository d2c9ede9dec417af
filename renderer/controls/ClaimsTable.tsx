import type { PlannedRun } from '../../electron/ipc/contract.ts';
import type { PlannedClaim } from '../../core/planner/plan.ts';
import type { ClaimVerdict } from '../../core/result/verification.ts';
import { assumptionNotes } from '../../core/report/assumptionNotes.ts';
import { claimWords, measuredText, reasonBesideRow } from '../../core/report/sentences.ts';
import type { RunView } from '../state/runView.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** Where a claim stands while no verdict is known. */
function standing(planned: PlannedClaim, run: RunView): 'Can be decided' | 'Waiting' | 'Measuring' | 'Measured' {
  if (run.phase !== 'running' || run.planned === null) return 'Can be decided';
  const indices = run.planned.plan.steps.flatMap(({ id }, index) => (planned.stepIds.includes(id) ? [index] : []));
  if (indices.includes(run.stepIndex)) return 'Measuring';
  return indices.every((index) => index < run.stepIndex) ? 'Measured' : 'Waiting';
}

function Outcome({
  planned,
  verdict,
  run,
}: {
  planned: PlannedClaim;
  verdict: ClaimVerdict | undefined;
  run: RunView;
}) {
  if (verdict !== undefined) return <VerdictMark verdict={verdict.verdict} />;
  if (planned.refused !== null) return <VerdictMark verdict={planned.refused.verdict} />;
  const word = standing(planned, run);
  return <span className={`standing ${word === 'Measuring' ? 'now' : ''}`}>{word}</span>;
}

/** Every claim as published, how it is judged, and, as far as it is known, what was measured and the verdict. */
export function ClaimsTable({ planned, run }: { readonly planned: PlannedRun; readonly run: RunView }) {
  const { card, plan } = planned;
  const notes = assumptionNotes(run.verification?.claims ?? plan.claims);
  const verdicts = new Map(run.verification?.claims.map((verdict) => [verdict.id, verdict]));
  return (
    <>
      <table className="claims">
        <caption className="hidden">Claims of the card</caption>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Claim, as published</th>
            <th scope="col">Rule</th>
            <th scope="col" className="number">
              Measured ± U
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {card.claims.map((claim, index) => {
            const planOfClaim = plan.claims.find(({ claimId }) => claimId === claim.id);
            if (planOfClaim === undefined) return null;
            const verdict = verdicts.get(claim.id);
            const words = claimWords(claim);
            const letters = notes.lettersOf(verdict ?? planOfClaim);
            const reason = verdict === undefined ? (planOfClaim.refused?.text ?? '') : reasonBesideRow(verdict);
            return (
              <tr key={claim.id} data-claim={claim.id}>
                <td>
                  <span className="badge">{index + 1}</span>
                </td>
                <td>
                  {words.label === '' ? null : <div className="dim">{words.label}</div>}
                  <div className="mono words">{words.value}</div>
                </td>
                <td>
                  {verdict?.rule ?? planOfClaim.rule?.text ?? <span className="faint">not judged</span>}
                  {letters.length === 0 ? null : <sup>{letters.join(' ')}</sup>}
                </td>
                <td className="number measured">{verdict === undefined ? '' : measuredText(verdict)}</td>
                <td>
                  <Outcome planned={planOfClaim} verdict={verdict} run={run} />
                  {reason === '' ? null : <div className="why">{reason}</div>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {notes.entries.length === 0 ? null : (
        <div className="sect">
          <h3 className="label">Assumed, because the card does not say</h3>
          <ul className="assumed">
            {notes.entries.map(([letter, sentence]) => (
              <li key={letter}>
                <b>{letter}</b>
                <span>{sentence}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
