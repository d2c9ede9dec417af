import type { PlannedRun } from '../../electron/ipc/contract.ts';
import { wiringText } from '../../core/report/conditionText.ts';
import { formatQuantity } from '../../core/units/format.ts';
import { durationText } from '../state/durationText.ts';
import type { RunView } from '../state/runView.ts';

/** The steps of a plan in order, each with its wiring, its highest predicted output, its time, and what it found. */
export function StepList({ planned, run }: { readonly planned: PlannedRun; readonly run: RunView }) {
  const running = run.phase === 'running';
  return (
    <ol className="steps">
      {planned.plan.steps.map((step, index) => {
        const current = running && index === run.stepIndex;
        const done = run.phase === 'finished' || (run.phase !== 'none' && index < run.stepIndex);
        const notes = run.notes.filter(({ stepId }) => stepId === step.id);
        return (
          <li key={step.id} className={current ? 'now' : ''} aria-current={current ? 'step' : undefined}>
            <span className="badge">{done ? '✓' : index + 1}</span>
            <div>
              <div className="step-title">{step.title}</div>
              <div className="dim note">{wiringText(step.wiring)}</div>
              {notes.map(({ text }, noteIndex) => (
                <div key={noteIndex} className="note">
                  {text}
                </div>
              ))}
            </div>
            <div className="number note">
              <div>
                {step.predictedOutputVoltsRms > 0 ? `≤ ${formatQuantity(step.predictedOutputVoltsRms, 'V')}` : 'silent'}
                {step.predictedLoadWatts > 0 ? `, ${formatQuantity(step.predictedLoadWatts, 'W')}` : ''}
              </div>
              <div className="dim">{durationText(step.seconds)}</div>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
