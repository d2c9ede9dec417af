import { useEffect, useRef, useState } from 'react';
import type { PlanStep } from '../../core/planner/plan.ts';
import type { Prompt } from '../../core/run/effects.ts';
import type { PromptAnswerInput } from '../../electron/ipc/contract.ts';
import { formatQuantity } from '../../core/units/format.ts';

interface PromptPanelProps {
  readonly prompt: Prompt;
  readonly steps: readonly PlanStep[];
  readonly mayAnswer: boolean;
  readonly onAnswer: (answer: PromptAnswerInput) => void;
}

/** The steps that will be run in the wiring a prompt asks for; a safety prompt stands before all of them. */
function stepsAfter({ kind, wiring }: Prompt, steps: readonly PlanStep[]): readonly PlanStep[] {
  if (kind === 'safety') return steps;
  return steps.filter(
    (step) =>
      step.wiring.path === wiring.path &&
      step.wiring.drive === wiring.drive &&
      step.wiring.input === wiring.input &&
      step.wiring.output === wiring.output &&
      step.wiring.gain === wiring.gain &&
      step.wiring.loadOhms === wiring.loadOhms &&
      step.wiring.seriesOhms === wiring.seriesOhms,
  );
}

/** What the person must do before anything plays, with what will be put out at most afterwards. */
export function PromptPanel({ prompt, steps, mayAnswer, onAnswer }: PromptPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [loadText, setLoadText] = useState('');
  useEffect(() => {
    heading.current?.focus();
  }, [prompt.id]);
  const ahead = stepsAfter(prompt, steps);
  const volts = Math.max(0, ...ahead.map((step) => step.predictedOutputVoltsRms));
  const watts = Math.max(0, ...ahead.map((step) => step.predictedLoadWatts));
  const asksLoad = prompt.kind === 'wire' && prompt.wiring.loadOhms !== null;
  const loadOhms = Number(loadText.replace(',', '.'));
  const loadWrong = loadText !== '' && !(loadOhms > 0 && Number.isFinite(loadOhms));
  return (
    <form
      className="sect prompt"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(asksLoad && loadText !== '' ? { answer: 'done', loadOhms } : { answer: 'done' });
      }}
    >
      <h3 ref={heading} tabIndex={-1}>
        {prompt.kind === 'safety' ? 'Before anything plays' : 'Wire the bench'}
      </h3>
      <p className="instruction">{prompt.text}</p>
      <dl className="pairs">
        <dt>Highest output after this</dt>
        <dd>{formatQuantity(volts, 'V')}</dd>
        {watts > 0 ? (
          <>
            <dt>Highest power in the load</dt>
            <dd>{formatQuantity(watts, 'W')}</dd>
          </>
        ) : null}
      </dl>
      {asksLoad ? (
        <label className="field-label">
          Load as read with a multimeter, Ω (may be left empty)
          <input
            inputMode="decimal"
            value={loadText}
            aria-invalid={loadWrong}
            disabled={!mayAnswer}
            onChange={(event) => {
              setLoadText(event.target.value);
            }}
          />
        </label>
      ) : null}
      {loadWrong ? <p className="v-fail">A resistance in ohms, above 0.</p> : null}
      <button type="submit" className="button go" disabled={!mayAnswer || loadWrong}>
        Done, go on
      </button>
      <button
        type="button"
        className="button"
        disabled={!mayAnswer}
        onClick={() => {
          onAnswer({ answer: 'skip' });
        }}
      >
        Skip the steps that need this
      </button>
    </form>
  );
}
