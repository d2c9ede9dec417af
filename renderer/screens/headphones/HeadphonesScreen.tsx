import { useEffect, useState } from 'react';
import type { CardListing, RunListing } from '../../../electron/ipc/contract.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { NumberField } from '../../controls/NumberField.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';
import { AmpPanel } from './AmpPanel.tsx';
import { AnswerPanel } from './AnswerPanel.tsx';
import { HeadphoneSearch } from './HeadphoneSearch.tsx';
import { FIRST_AMP, FIRST_TARGET, pairRequest, type TargetDraft } from './pairDraft.ts';
import { usePairing } from './usePairing.ts';

const words = text.headphones;

function TargetPanel({
  draft,
  onDraft,
}: {
  readonly draft: TargetDraft;
  readonly onDraft: (draft: TargetDraft) => void;
}) {
  return (
    <section className="panel target" aria-label={words.headphone}>
      <div className="head">
        <h1>{words.headphone}</h1>
      </div>
      <div className="sect">
        <HeadphoneSearch
          value={draft.headphone}
          onChange={(headphone) => {
            onDraft({ ...draft, headphone });
          }}
        />
      </div>
      <div className="sect">
        <h2 className="label">{words.loudness}</h2>
        <Segments
          label={words.as}
          values={[
            ['peak', words.meant.peak],
            ['average', words.meant.average],
          ]}
          value={draft.as}
          onChoose={(as) => {
            onDraft({ ...draft, as });
          }}
        />
        <div className="fields">
          <NumberField
            label={words.spl}
            unit="dB SPL"
            value={draft.splDb}
            onChange={(splDb) => {
              onDraft({ ...draft, splDb });
            }}
          />
          <NumberField
            label={words.source}
            unit="V"
            step={0.1}
            value={draft.sourceVoltsRms}
            onChange={(sourceVoltsRms) => {
              onDraft({ ...draft, sourceVoltsRms });
            }}
          />
          {draft.as === 'average' ? (
            <NumberField
              label={words.crest}
              unit="dB"
              value={draft.crestFactorDb}
              onChange={(crestFactorDb) => {
                onDraft({ ...draft, crestFactorDb });
              }}
            />
          ) : null}
        </div>
      </div>
    </section>
  );
}

/** Does an amp drive a headphone: the amp by card, by run or as stated, and the answer with its numbers. */
export function HeadphonesScreen({ cards }: { readonly cards: readonly CardListing[] }) {
  const { calls } = useBenchAccess();
  const { attempt, error: listError } = useAttempt(calls);
  const [runs, setRuns] = useState<readonly RunListing[]>([]);
  const [amp, setAmp] = useState(FIRST_AMP);
  const [target, setTarget] = useState(FIRST_TARGET);
  useEffect(() => {
    attempt(async (bench) => {
      const listed = await bench.runs();
      setRuns(listed.filter(({ sort, finished }) => sort === 'verification' && finished));
    });
  }, [attempt]);
  // The first of each list stands for a choice nobody has made yet.
  const chosen = {
    ...amp,
    cardId: amp.cardId === '' ? (cards.at(0)?.id ?? '') : amp.cardId,
    runId: amp.runId === '' ? (runs.at(0)?.runId ?? '') : amp.runId,
  };
  const { answer, error } = usePairing(calls, pairRequest(chosen, target));
  return (
    <main className="columns headphones">
      <div className="stack">
        <TargetPanel draft={target} onDraft={setTarget} />
        <AmpPanel cards={cards} runs={runs} draft={chosen} onDraft={setAmp} />
      </div>
      <div className="stack">
        <ErrorNote error={error ?? listError} />
        {answer === null ? (
          <section className="panel grow" aria-label={words.question}>
            <p className="empty">{words.choose}</p>
          </section>
        ) : (
          <AnswerPanel answer={answer} />
        )}
      </div>
    </main>
  );
}
