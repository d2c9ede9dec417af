import { useEffect, useRef, useState } from 'react';
import type { Prompt } from '../../../core/run/effects.ts';
import type { PromptAnswerInput } from '../../../electron/ipc/contract.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { text } from '../../text/english.ts';

const words = text.run;

interface AnswerFormProps {
  readonly prompt: Prompt;
  readonly mayAnswer: boolean;
  readonly maySkip: boolean;
  readonly onAnswer: (answer: PromptAnswerInput) => void;
}

/** The person's answer to a prompt: the big button, and what may be said beside it. It takes the focus: Enter goes on. */
export function AnswerForm({ prompt, mayAnswer, maySkip, onAnswer }: AnswerFormProps) {
  const go = useRef<HTMLButtonElement>(null);
  const [loadOhms, setLoadOhms] = useState<number | null>(null);
  useEffect(() => {
    go.current?.focus();
  }, [prompt.id]);
  const asksLoad = prompt.kind === 'wire' && prompt.wiring.loadOhms !== null;
  const wrong = loadOhms !== null && !(loadOhms > 0);
  return (
    <form
      className="answer"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(asksLoad && loadOhms !== null ? { answer: 'done', loadOhms } : { answer: 'done' });
      }}
    >
      {asksLoad ? (
        <NumberField
          label={words.loadField}
          hint={words.loadHint}
          unit="Ω"
          value={loadOhms}
          onChange={setLoadOhms}
          disabled={!mayAnswer}
        />
      ) : null}
      {wrong ? <p className="v-fail note">{words.loadWrong}</p> : null}
      <button ref={go} type="submit" className="button go high" disabled={!mayAnswer || wrong}>
        {words.go} <kbd aria-hidden="true">{words.goKey}</kbd>
      </button>
      {maySkip ? (
        <button
          type="button"
          className="button quiet wide"
          disabled={!mayAnswer}
          onClick={() => {
            onAnswer({ answer: 'skip' });
          }}
        >
          {words.skip}
        </button>
      ) : null}
    </form>
  );
}
