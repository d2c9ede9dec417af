import { AmpbenchError } from '../../../core/errors.ts';
import type { SharedStore } from '../postgres/sharedStore.ts';
import type { RunStore } from '../runStore.ts';
import { sendBatches } from './sendBatches.ts';
import { readRunRows } from './readRunRows.ts';
import { sendRun } from './sendRun.ts';
import { SentBook } from './sentBook.ts';
import type { SyncProblem } from './sentBook.ts';

export interface SyncReport {
  /** Runs that the shared store did not have, or had with other notes. */
  readonly sentRuns: number;
  readonly captureBytes: number;
  readonly problems: readonly SyncProblem[];
}

/**
 * Brings what a bench has measured since the last time into a shared store, in the order in which it was measured or changed. It may break off anywhere and
 * is done again from there; nothing is sent twice. Runs that are not finished stay where they can be continued.
 * @param tell called after each run
 * @throws what the databases throw; what is wrong with one run is in the report and does not stop the others
 */
export async function synchronize(
  store: RunStore,
  shared: SharedStore,
  tell: (runId: string) => void = () => undefined,
  cancel?: AbortSignal,
): Promise<SyncReport> {
  const book = new SentBook(store.database, shared.id);
  let sentRuns = 0;
  let captureBytes = 0;
  const send = async (runId: string): Promise<void> => {
    const rows = await readRunRows(store.database, runId);
    if (rows === undefined) return;
    try {
      const sent = await sendRun(shared, rows, { benchId: store.bench.id, folder: store.pathOf(rows.run) });
      if (sent.isNew) sentRuns += 1;
      captureBytes += sent.captureBytes;
      await book.enter(runId, sent.problems);
    } catch (error) {
      if (!(error instanceof AmpbenchError)) throw error;
      await book.enter(runId, [error]);
    }
    tell(runId);
  };

  await sendBatches(store, shared);
  for (const { runId } of await book.problems()) await send(runId);
  for (let changes = await book.next(); changes.length > 0; changes = await book.next()) {
    for (const { runId, number } of changes) {
      if (cancel?.aborted === true) return { sentRuns, captureBytes, problems: await book.problems() };
      await send(runId);
      await book.advance(number);
    }
  }
  return { sentRuns, captureBytes, problems: await book.problems() };
}
