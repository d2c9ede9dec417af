import type { PromptAnswerInput } from '../../../electron/ipc/contract.ts';
import type { RunView } from '../../state/runView.ts';
import { text } from '../../text/english.ts';
import { AnswerForm } from './AnswerForm.tsx';
import type { Expected } from './expected.ts';
import { InputMeters } from './InputMeters.tsx';
import { PlayPanel } from './PlayPanel.tsx';

interface MachineColumnProps {
  readonly run: RunView;
  readonly expected: Expected;
  readonly inControl: boolean;
  readonly onAnswer: (answer: PromptAnswerInput) => void;
  readonly onStop: () => void;
}

/** The machine's side of a run: volts and watts, the answer that lets it play, Stop, meters. Stop keeps its place throughout. */
export function MachineColumn({ run, expected, inControl, onAnswer, onStop }: MachineColumnProps) {
  return (
    <section className="stack machine" aria-label={text.run.runPanel}>
      <div className="stack grow">
        <PlayPanel run={run} expected={expected} />
        {run.prompt === null ? null : (
          <AnswerForm
            key={run.prompt.id}
            prompt={run.prompt}
            mayAnswer={inControl}
            maySkip={run.planned !== null && run.prompt.kind === 'wire'}
            onAnswer={onAnswer}
          />
        )}
      </div>
      <button type="button" className="button stop" onClick={onStop}>
        {text.stop} <kbd>{text.stopKey}</kbd>
      </button>
      {run.rig === null ? null : <InputMeters rig={run.rig} run={run} />}
    </section>
  );
}
