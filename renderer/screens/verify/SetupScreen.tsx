import { useState } from 'react';
import { productName } from '../../../core/report/sentences.ts';
import type { ErrorRecord } from '../../../core/errors.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { NO_RUN } from '../../state/runView.ts';
import { text } from '../../text/english.ts';
import { ClaimDetail } from './ClaimDetail.tsx';
import { ClaimsTable } from './ClaimsTable.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { SourcePanel } from './SourcePanel.tsx';
import type { CardDesk } from './useCard.ts';

const words = text.verify;

interface SetupScreenProps {
  readonly desk: CardDesk;
  readonly inControl: boolean;
  readonly startError: ErrorRecord | null;
  readonly onStart: () => void;
}

/** Before a run: the text as it was read, the claims in it, how each will be judged on this rig, and the plan. */
export function SetupScreen({ desk, inControl, startError, onStart }: SetupScreenProps) {
  const [selected, setSelected] = useState(0);
  const { planned, read } = desk;
  const claims = planned?.plan.claims ?? [];
  const count = read?.card.claims.length ?? 0;
  const shown = Math.min(selected, Math.max(0, count - 1));
  const decidable = claims.filter(({ refused }) => refused === null).length;
  const remarks =
    read === null
      ? []
      : [
          ...read.card.warnings,
          ...read.card.unread.map(({ text: row, reason }) => `${words.notRead}: ${row} (${reason})`),
        ];
  return (
    <main className="columns three">
      <SourcePanel
        cards={desk.cards}
        choice={desk.choice}
        read={read}
        claims={claims}
        selected={count === 0 ? null : shown}
        disabled={!inControl}
        onChoose={desk.choose}
        onSelect={setSelected}
      />
      <div className="stack">
        <ErrorNote error={startError ?? desk.error} />
        <section className="panel claims-panel" aria-label={words.claims}>
          <div className="head">
            <h1>{read === null ? words.claims : productName(read)}</h1>
            {read === null ? null : <span className="sub">{words.claimsOf(count)}</span>}
            <div className="end">
              {planned?.simulated === true ? <span className="simulated">{text.simulated}</span> : null}
              {planned === null ? null : words.verifiable(decidable, claims.length)}
            </div>
          </div>
          <div className="body">
            {planned === null ? (
              <p className="sect dim">{desk.error === null && read !== null ? words.planning : words.nothing}</p>
            ) : (
              <ClaimsTable planned={planned} run={NO_RUN} selected={shown} onSelect={setSelected} />
            )}
            {remarks.length === 0 ? null : (
              <div className="sect">
                <h2 className="label">{words.cardRemarks}</h2>
                <ul className="note dim remarks">
                  {remarks.map((remark) => (
                    <li key={remark}>{remark}</li>
                  ))}
                </ul>
              </div>
            )}
          </div>
        </section>
        {planned === null || planned.card.claims.length <= shown ? null : (
          <ClaimDetail planned={planned} selected={shown} />
        )}
      </div>
      <PlanPanel
        rigs={desk.rigs}
        rigId={desk.rigId}
        planned={planned}
        disabled={!inControl}
        inControl={inControl}
        onRig={desk.chooseRig}
        onStart={onStart}
      />
    </main>
  );
}
