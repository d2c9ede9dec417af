import type { ReactNode } from 'react';
import type { PlannedRun, PromptAnswerInput } from '../../electron/ipc/contract.ts';
import { formatQuantity } from '../../core/units/format.ts';
import { summaryParts } from '../../core/report/sentences.ts';
import { durationText } from '../state/durationText.ts';
import type { RunView } from '../state/runView.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { PromptPanel } from './PromptPanel.tsx';
import { VerdictMark } from './VerdictMark.tsx';

interface RunPanelProps {
  readonly planned: PlannedRun | null;
  readonly run: RunView;
  readonly inControl: boolean;
  readonly reportAddress: string | null;
  readonly onStart: () => void;
  readonly onStop: () => void;
  readonly onAnswer: (answer: PromptAnswerInput) => void;
  readonly onNew: () => void;
}

function Ready({ planned, inControl, onStart }: { planned: PlannedRun; inControl: boolean; onStart: () => void }) {
  const { plan, rig } = planned;
  const loads = [...new Set(plan.steps.map(({ wiring }) => wiring.loadOhms))].filter((ohms) => ohms !== null);
  const refused = plan.claims.filter((claim) => claim.refused !== null).length;
  const volts = Math.max(0, ...plan.steps.map((step) => step.predictedOutputVoltsRms));
  const watts = Math.max(0, ...plan.steps.map((step) => step.predictedLoadWatts));
  return (
    <>
      <div className="sect">
        <div className="label">Duration</div>
        <p className="big">{durationText(plan.seconds)}</p>
        <p className="dim">{plan.steps.length} steps of audio, without the wiring</p>
      </div>
      <div className="sect">
        <dl className="pairs">
          <dt>Claims to decide</dt>
          <dd>{plan.claims.length - refused}</dd>
          <dt>Not on this rig, or by hand</dt>
          <dd>{refused}</dd>
          <dt>Loads needed</dt>
          <dd>{loads.length === 0 ? 'none' : loads.map((ohms) => formatQuantity(ohms, 'ohm')).join(', ')}</dd>
          <dt>Highest output</dt>
          <dd>
            {formatQuantity(volts, 'V')}{' '}
            <span className="faint">of {formatQuantity(rig.limits.outputVoltsRms, 'V')}</span>
          </dd>
          {watts > 0 ? (
            <>
              <dt>Highest power</dt>
              <dd>{formatQuantity(watts, 'W')}</dd>
            </>
          ) : null}
        </dl>
      </div>
      <div className="sect last">
        <button type="button" className="button go" onClick={onStart} disabled={!inControl || plan.steps.length === 0}>
          Start verification
        </button>
        <p className="dim note">
          {plan.steps.length === 0
            ? 'No claim of this card can be decided on this rig.'
            : 'Nothing plays yet. Every step shows its volts and watts first.'}
        </p>
      </div>
    </>
  );
}

function Progress({ run }: { readonly run: RunView }) {
  const { take, planned, stepIndex } = run;
  const steps = planned?.plan.steps ?? [];
  const step = stepIndex >= 0 && stepIndex < steps.length ? steps[stepIndex] : null;
  return (
    <div className="sect" aria-live="polite">
      <div className="label">
        Step {Math.max(1, stepIndex + 1)} of {steps.length}
      </div>
      <p className="step-now">{step?.title ?? 'Getting ready'}</p>
      <progress className="bar" aria-label="Steps" max={Math.max(1, steps.length)} value={Math.max(0, stepIndex)} />
      <p className="note">{take === null ? 'Computing' : take.description}</p>
      <dl className="pairs">
        <dt>Output, at most</dt>
        <dd>{take === null ? '–' : formatQuantity(take.predictedOutputVoltsRms, 'V')}</dd>
        <dt>In the load, at most</dt>
        <dd>{take === null || take.predictedLoadWatts === 0 ? '–' : formatQuantity(take.predictedLoadWatts, 'W')}</dd>
      </dl>
      <progress
        className="bar"
        aria-label="This take"
        max={Math.max(1, take?.framesTotal ?? 1)}
        value={take?.framesDone ?? 0}
      />
      {run.restartCount > 0 ? (
        <p className="note v-inconclusive">
          The audio engine was started again {run.restartCount} times; nothing measured was lost.
        </p>
      ) : null}
    </div>
  );
}

function Running({
  run,
  inControl,
  onStop,
  onAnswer,
}: Pick<RunPanelProps, 'run' | 'inControl' | 'onStop' | 'onAnswer'>) {
  return (
    <>
      {run.prompt === null ? (
        <Progress run={run} />
      ) : (
        <PromptPanel
          key={run.prompt.id}
          prompt={run.prompt}
          steps={run.planned?.plan.steps ?? []}
          mayAnswer={inControl}
          onAnswer={onAnswer}
        />
      )}
      <div className="sect last">
        <button type="button" className="button stop" onClick={onStop}>
          Stop <kbd>Esc</kbd>
        </button>
      </div>
    </>
  );
}

function Ended({
  run,
  inControl,
  reportAddress,
  onNew,
}: Pick<RunPanelProps, 'run' | 'inControl' | 'reportAddress' | 'onNew'>) {
  return (
    <>
      {run.verification === null ? null : (
        <div className="sect" role="status">
          <div className="label">Result</div>
          <ul className="summary">
            {summaryParts(run.verification).map(({ verdict, text }) => (
              <li key={verdict}>
                <VerdictMark verdict={verdict} text={text} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {run.error === null ? null : (
        <div className="sect">
          <ErrorNote error={run.error} />
        </div>
      )}
      <div className="sect last">
        {reportAddress === null ? null : (
          <a className="button go" href={reportAddress} target="_blank" rel="noreferrer">
            Open the report
          </a>
        )}
        <button type="button" className="button" onClick={onNew} disabled={!inControl}>
          New verification
        </button>
      </div>
    </>
  );
}

/** The machine's side: the plan in numbers and Start, then progress, prompts and Stop, then the result. */
export function RunPanel(props: RunPanelProps) {
  const { planned, run } = props;
  let content: ReactNode;
  if (run.phase === 'running') content = <Running {...props} />;
  else if (run.phase !== 'none') content = <Ended {...props} />;
  else if (planned !== null) content = <Ready planned={planned} inControl={props.inControl} onStart={props.onStart} />;
  else content = <p className="sect dim">Choose a card and a rig to see the plan.</p>;
  return (
    <section className="panel" aria-label="Run">
      <div className="head">
        <h2>{run.phase === 'none' ? 'Plan' : 'Run'}</h2>
      </div>
      {content}
    </section>
  );
}
