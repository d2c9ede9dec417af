import { useCallback, useEffect, useState } from 'react';
import type { ErrorRecord } from '../../core/errors.ts';
import type { CardListing, CardRef, PlannedRun, PromptAnswerInput, RigListing } from '../../electron/ipc/contract.ts';
import { productName } from '../../core/report/sentences.ts';
import { ClaimsTable } from '../controls/ClaimsTable.tsx';
import { errorRecord, ErrorNote } from '../controls/ErrorNote.tsx';
import { RunPanel } from '../controls/RunPanel.tsx';
import { SetupPanel, type Choice } from '../controls/SetupPanel.tsx';
import { StepList } from '../controls/StepList.tsx';
import { TopBar } from '../controls/TopBar.tsx';
import { NO_RUN } from '../state/runView.ts';
import { useBench } from '../state/useBench.ts';
import { DoorNote } from './DoorNote.tsx';

const EMPTY_CHOICE: Choice = { source: 'library', cardId: '', text: '', rigId: '' };

const cardRef = ({ source, cardId, text }: Choice): CardRef =>
  source === 'library' ? { kind: 'library', id: cardId } : { kind: 'text', text };

/** The one page of the bench: what is claimed, how it is measured, what came out. */
export function BenchPage() {
  const link = useBench();
  const { calls, seat } = link;
  const [cards, setCards] = useState<readonly CardListing[]>([]);
  const [rigs, setRigs] = useState<readonly RigListing[]>([]);
  const [choice, setChoice] = useState<Choice>(EMPTY_CHOICE);
  const [planned, setPlanned] = useState<PlannedRun | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);
  const [reportAddress, setReportAddress] = useState<string | null>(null);
  const [dismissedRun, setDismissedRun] = useState<string | null>(null);
  // A finished run stays on the page until a new one is wanted.
  const dismissed = link.run.phase !== 'running' && link.run.runId !== null && link.run.runId === dismissedRun;
  const run = dismissed ? NO_RUN : link.run;
  const inControl = seat?.role === 'controller';

  const attempt = useCallback((action: () => Promise<void>): void => {
    setError(null);
    action().catch((thrown: unknown) => {
      setError(errorRecord(thrown));
    });
  }, []);

  const planFor = useCallback(
    (wanted: Choice) => {
      if (calls === null || wanted.rigId === '') return;
      attempt(async () => {
        setPlanned(null);
        setPlanned(await calls.plan({ card: cardRef(wanted), rig: { kind: 'listed', id: wanted.rigId } }));
      });
    },
    [calls, attempt],
  );

  useEffect(() => {
    if (calls === null) return;
    attempt(async () => {
      const [listedCards, listedRigs] = await Promise.all([calls.cards(), calls.rigs()]);
      setCards(listedCards);
      setRigs(listedRigs);
      setChoice((before) =>
        before.rigId !== '' || listedCards.length === 0 || listedRigs.length === 0
          ? before
          : { ...before, cardId: listedCards[0].id, rigId: listedRigs[0].id },
      );
    });
  }, [calls, attempt]);

  // The library's choice is planned at once; a text being typed waits for "Read it".
  const { source, cardId, rigId } = choice;
  useEffect(() => {
    if (source === 'library' && cardId !== '') planFor({ source, cardId, rigId, text: '' });
    else setPlanned(null);
  }, [source, cardId, rigId, planFor]);

  const runId = run.phase === 'finished' ? run.runId : null;
  useEffect(() => {
    setReportAddress(null);
    if (calls === null || runId === null) return;
    attempt(async () => {
      setReportAddress(await calls.reportPath(runId, 'html'));
    });
  }, [calls, runId, attempt]);

  const running = link.run.phase === 'running';
  const stop = useCallback(() => {
    if (calls === null) return;
    attempt(async () => {
      await calls.cancel();
    });
  }, [calls, attempt]);
  useEffect(() => {
    if (!running) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') stop();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [running, stop]);

  const start = (): void => {
    if (calls === null) return;
    attempt(async () => {
      setDismissedRun(link.run.runId);
      await calls.verify({ card: cardRef(choice), rig: { kind: 'listed', id: choice.rigId } });
    });
  };
  const answer = (given: PromptAnswerInput): void => {
    const { prompt } = link.run;
    if (calls === null || prompt === null) return;
    attempt(async () => {
      await calls.answer(prompt.id, given);
    });
  };

  const shown = run.planned ?? planned;
  return (
    <div className="page">
      <TopBar
        link={link}
        onTakeControl={() => {
          if (calls !== null) {
            attempt(async () => {
              await calls.takeControl();
            });
          }
        }}
      />
      <DoorNote status={link.status} onRetry={link.reconnect} />
      <main className="columns">
        <SetupPanel
          cards={cards}
          rigs={rigs}
          choice={choice}
          disabled={!inControl || run.phase !== 'none'}
          onChoose={(wanted) => {
            setChoice(wanted);
          }}
          onRead={() => {
            planFor(choice);
          }}
        />
        <div className="middle">
          {error === null ? null : <ErrorNote error={error} />}
          <section className="panel" aria-label="Claims">
            <div className="head">
              <h1>{shown === null ? 'Claims' : productName(shown)}</h1>
              {shown === null ? null : (
                <span className="dim">{shown.card.claims.length} claims, published against measured</span>
              )}
              {shown?.simulated === true ? <span className="simulated">SIMULATED</span> : null}
            </div>
            {shown === null ? (
              <p className="sect dim">The claims appear here as they were read.</p>
            ) : (
              <ClaimsTable planned={shown} run={run} />
            )}
            {shown === null || shown.card.warnings.length + shown.card.unread.length === 0 ? null : (
              <ul className="sect warnings">
                {shown.card.warnings.map((warning) => (
                  <li key={warning}>{warning}</li>
                ))}
                {shown.card.unread.map(({ text, reason, span }) => (
                  <li key={span.start}>
                    Not read: <span className="mono">{text}</span> ({reason})
                  </li>
                ))}
              </ul>
            )}
          </section>
          {shown === null ? null : (
            <section className="panel" aria-label="Steps">
              <div className="head">
                <h2>Steps</h2>
                <span className="dim">lowest level first, power last</span>
              </div>
              <StepList planned={shown} run={run} />
            </section>
          )}
        </div>
        <RunPanel
          planned={planned}
          run={run}
          inControl={inControl}
          reportAddress={reportAddress}
          onStart={start}
          onStop={stop}
          onAnswer={answer}
          onNew={() => {
            setDismissedRun(link.run.runId);
          }}
        />
      </main>
    </div>
  );
}
