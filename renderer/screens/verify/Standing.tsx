import type { PlannedClaim } from '../../../core/planner/plan.ts';
import type { ClaimVerdict } from '../../../core/result/verification.ts';
import { VerdictMark } from '../../controls/VerdictMark.tsx';
import type { RunView } from '../../state/runView.ts';
import { text } from '../../text/english.ts';

/** A claim that can be decided: a tick and the words. */
function Decidable() {
  return (
    <span className="chip">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="m3.5 8.4 3 3 6-6.6" fill="none" stroke="currentColor" strokeWidth="1.8" />
      </svg>
      {text.verify.decidable}
    </span>
  );
}

function progressWord(planned: PlannedClaim, run: RunView): string {
  const steps = run.planned?.plan.steps ?? [];
  const indices = steps.flatMap(({ id }, index) => (planned.stepIds.includes(id) ? [index] : []));
  if (indices.includes(run.stepIndex)) return text.run.measuring;
  return indices.length > 0 && indices.every((index) => index < run.stepIndex) ? text.run.measured : text.run.waiting;
}

/** Where a claim stands: its verdict, why it has none on this rig, or how far the run is. */
export function Standing({
  planned,
  verdict,
  run,
}: {
  readonly planned: PlannedClaim;
  readonly verdict: ClaimVerdict | undefined;
  readonly run: RunView;
}) {
  if (verdict !== undefined) return <VerdictMark verdict={verdict.verdict} />;
  if (planned.refused !== null) return <VerdictMark verdict={planned.refused.verdict} />;
  if (run.phase === 'none') return <Decidable />;
  const word = progressWord(planned, run);
  return <span className={word === text.run.measuring ? 'strong' : 'faint'}>{word}</span>;
}
