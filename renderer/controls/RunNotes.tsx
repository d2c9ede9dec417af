import { useEffect, useState } from 'react';
import type { RunNote } from '../../electron/ipc/contract.ts';
import { useAttempt, useBenchAccess } from '../state/benchContext.ts';
import { text } from '../text/english.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { RunPhotos } from './RunPhotos.tsx';
import { Scroll } from './Scroll.tsx';

const words = text.run;
const timeText = (at: string): string =>
  new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

/** Notes to a run, kept with it: read and added to, during the run and later. */
export function RunNotes({ runId }: { readonly runId: string }) {
  const { calls } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [notes, setNotes] = useState<readonly RunNote[]>([]);
  const [draft, setDraft] = useState('');
  useEffect(() => {
    setNotes([]);
    attempt(async (bench) => {
      setNotes((await bench.readRun(runId)).notes);
    });
  }, [runId, attempt]);
  return (
    <section className="panel notes" aria-label={words.notes}>
      <div className="head">
        <h2>{words.notes}</h2>
      </div>
      <Scroll label={words.notes}>
        <ErrorNote error={error} />
        {notes.length === 0 ? <p className="sect note dim">{words.noNotes}</p> : null}
        <ol className="note-list">
          {notes.map(({ at, text: note }) => (
            <li key={at}>
              <time className="faint" dateTime={at}>
                {timeText(at)}
              </time>{' '}
              {note}
            </li>
          ))}
        </ol>
      </Scroll>
      <RunPhotos
        runId={runId}
        caption={draft}
        onAdded={() => {
          setDraft('');
        }}
      />
      <form
        className="note-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.trim() === '') return;
          attempt(async (bench) => {
            setNotes(await bench.noteRun(runId, draft));
            setDraft('');
          });
        }}
      >
        <input
          className="input"
          aria-label={words.noteField}
          placeholder={words.noteField}
          value={draft}
          onChange={(event) => {
            setDraft(event.target.value);
          }}
        />
        <button type="submit" className="button" disabled={draft.trim() === ''}>
          {words.addNote}
        </button>
      </form>
    </section>
  );
}
