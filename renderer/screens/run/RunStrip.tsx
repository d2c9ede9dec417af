import type { VerificationPlan } from '../../../core/planner/plan.ts';
import { clockText } from '../../state/durationText.ts';
import { sameWiring } from '../../state/planGroups.ts';
import type { RunView } from '../../state/runView.ts';
import { text } from '../../text/english.ts';

const words = text.run;

/** What part of the take that plays is done, 0 to 1. */
const takeShare = ({ take }: RunView): number =>
  take === null || take.framesTotal === 0 ? 0 : take.framesDone / take.framesTotal;

/** Seconds of audio still to come, as planned. */
function secondsLeft({ steps }: VerificationPlan, run: RunView): number {
  const ahead = steps.slice(Math.max(0, run.stepIndex)).reduce((sum, { seconds }) => sum + seconds, 0);
  return ahead - (run.take?.seconds ?? 0) * takeShare(run);
}

/** What is done now, in a line. */
function titleOf(run: RunView): string {
  if (run.prompt !== null) return run.prompt.kind === 'safety' ? words.safety : words.wire;
  const steps = run.planned?.plan.steps ?? [];
  const step = run.stepIndex >= 0 ? steps.at(run.stepIndex) : undefined;
  if (step !== undefined) return words.step(run.stepIndex + 1, steps.length, step.title);
  return run.take?.description ?? words.preparing;
}

function PlanBar({ plan, run }: { readonly plan: VerificationPlan; readonly run: RunView }) {
  return (
    <div
      className="plan-bar"
      role="progressbar"
      aria-label={words.stepsDone}
      aria-valuemin={0}
      aria-valuemax={plan.steps.length}
      aria-valuenow={Math.max(0, run.stepIndex)}
    >
      {plan.steps.map((step, index) => {
        const isNewWiring = index > 0 && !sameWiring(step.wiring, plan.steps[index - 1].wiring);
        const isDone = index < run.stepIndex;
        return (
          <i
            key={step.id}
            className={`${isNewWiring ? 'gap' : ''} ${isDone ? 'done' : ''}`}
            style={{ flexGrow: Math.max(step.seconds, 1) }}
          >
            {index === run.stepIndex ? <b style={{ width: `${100 * takeShare(run)}%` }} /> : null}
          </i>
        );
      })}
    </div>
  );
}

/** Where the run stands: step, how far, how long; with a Stop of its own on screens that have none. */
export function RunStrip({ run, onStop }: { readonly run: RunView; readonly onStop: (() => void) | null }) {
  const plan = run.planned?.plan ?? null;
  return (
    <section className="strip" aria-label={words.progress}>
      <h1 aria-live="polite">{titleOf(run)}</h1>
      {plan === null ? (
        <progress className="bar" aria-label={words.take} max={1} value={takeShare(run)} />
      ) : (
        <>
          <PlanBar plan={plan} run={run} />
          <span className="left">
            <b className="strong">{clockText(secondsLeft(plan, run))}</b> <span className="dim">{words.left}</span>
          </span>
        </>
      )}
      {onStop === null ? null : (
        <button type="button" className="button stop low" onClick={onStop}>
          {text.stop} <kbd>{text.stopKey}</kbd>
        </button>
      )}
    </section>
  );
}
