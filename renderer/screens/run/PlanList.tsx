import { useEffect, useRef } from 'react';
import type { PlannedRun } from '../../../electron/ipc/contract.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import { clockText } from '../../state/durationText.ts';
import { stepGroups } from '../../state/planGroups.ts';
import type { RunView } from '../../state/runView.ts';
import { text } from '../../text/english.ts';

type Progress = 'done' | 'now' | 'ahead';

/** A step's state as a shape: a tick, a disc that fills, a dotted ring. */
function ProgressMark({ progress }: { readonly progress: Progress }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      role="img"
      aria-label={text.run[({ done: 'measured', now: 'measuring', ahead: 'waiting' } as const)[progress]]}
    >
      {progress === 'done' ? (
        <path d="m3.5 8.4 3 3 6-6.6" fill="none" stroke="currentColor" strokeWidth="1.8" />
      ) : progress === 'now' ? (
        <>
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="M8 8V2a6 6 0 1 1-5.2 9z" fill="currentColor" />
        </>
      ) : (
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="1.6 2.2" />
      )}
    </svg>
  );
}

interface PlanListProps {
  readonly planned: PlannedRun;
  readonly run: RunView;
  /** Null: nothing can be repeated from here. */
  readonly onRepeat: ((stepId: string) => void) | null;
}

/** The steps of a plan, grouped by what must be connected: level, time, how far, and what each found. */
export function PlanList({ planned, run, onRepeat }: PlanListProps) {
  const measured = new Set(run.notes.map(({ stepId }) => stepId));
  const progressOf = (index: number): Progress => {
    if (run.phase === 'finished' || index < run.stepIndex) return 'done';
    return index === run.stepIndex && run.phase === 'running' ? 'now' : 'ahead';
  };
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('li.now')?.scrollIntoView({ block: 'nearest' });
  }, [run.stepIndex]);
  return (
    <div ref={list} className="body" tabIndex={0} role="group" aria-label={text.run.plan}>
      {stepGroups(planned.plan).map((group) => (
        <div key={group.steps[0].index}>
          <h3 className="group label">{group.text}</h3>
          <ol className="steps">
            {group.steps.map(({ step, index }) => {
              const progress = progressOf(index);
              const found = run.notes.filter(({ stepId }) => stepId === step.id);
              return (
                <li key={step.id} className={progress} aria-current={progress === 'now' ? 'step' : undefined}>
                  <span className="faint">{index + 1}</span>
                  <span className="step-title">{step.title}</span>
                  <span className="note dim">
                    {step.predictedOutputVoltsRms > 0
                      ? `≤ ${formatQuantity(step.predictedOutputVoltsRms, 'V', 3)}`
                      : ''}
                  </span>
                  <span className="number dim">{clockText(step.seconds)}</span>
                  <ProgressMark progress={progress} />
                  {found.map((note) => (
                    <span key={note.text} className="found note dim">
                      {note.text}
                    </span>
                  ))}
                  {onRepeat === null || progress === 'ahead' || !measured.has(step.id) ? null : (
                    <button
                      type="button"
                      className="button small repeat"
                      aria-label={text.run.repeatStep(step.title)}
                      onClick={() => {
                        onRepeat(step.id);
                      }}
                    >
                      {text.run.repeat}
                    </button>
                  )}
                </li>
              );
            })}
          </ol>
        </div>
      ))}
    </div>
  );
}
