import { AmpbenchError } from '../../../core/errors.ts';
import type { SharedStore } from '../postgres/sharedStore.ts';
import type { RunStore } from '../runStore.ts';
import { readRunRows } from './readRunRows.ts';
import { sendRun } from './sendRun.ts';

export interface SyncProblem {
  readonly runId: string;
  readonly reason: string;
}

export interface SyncReport {
  /** Runs that the shared store did not have, or had with other notes. */
  readonly sentRuns: number;
  readonly captureBytes: number;
  readonly problems: readonly SyncProblem[];
}

/** Changes looked up at once. */
const CHANGES_AT_ONCE = 200;

/** Of a bench's store: what of it is in a shared store, and what could not be brought there. */
class SentBook {
  readonly #store: RunStore;
  readonly #storeId: string;

  constructor(store: RunStore, storeId: string) {
    this.#store = store;
    this.#storeId = storeId;
  }

  /** Finished runs that were changed since they were sent, in the order of their changes. */
  async next(): Promise<readonly { readonly runId: string; readonly number: number }[]> {
    const { database } = this.#store;
    const sent = database.selectFrom('sentChanges').select('number').where('storeId', '=', this.#storeId);
    return database
      .selectFrom('runChanges')
      .innerJoin('runs', 'runs.id', 'runChanges.runId')
      .select(['runId', 'number'])
      .where('finishedAt', 'is not', null)
      .where('number', '>', (await sent.executeTakeFirst())?.number ?? 0)
      .orderBy('number')
      .limit(CHANGES_AT_ONCE)
      .execute();
  }

  async problems(): Promise<readonly SyncProblem[]> {
    const all = this.#store.database.selectFrom('syncProblems').select(['runId', 'reason']);
    return all.where('storeId', '=', this.#storeId).orderBy('runId').execute();
  }

  async enter(runId: string, problems: readonly AmpbenchError[]): Promise<void> {
    const { database } = this.#store;
    const key = { storeId: this.#storeId, runId };
    await database.deleteFrom('syncProblems').where('storeId', '=', key.storeId).where('runId', '=', runId).execute();
    const reason = problems.map(({ message }) => message).join('; ');
    if (reason !== '')
      await database
        .insertInto('syncProblems')
        .values({ ...key, reason })
        .execute();
  }

  async advance(number: number): Promise<void> {
    const row = { storeId: this.#storeId, number };
    await this.#store.database
      .insertInto('sentChanges')
      .values(row)
      .onConflict((conflict) => conflict.column('storeId').doUpdateSet(row))
      .execute();
  }
}

/** A batch is changed on its own bench only, so its row here is the latest. */
async function sendBatches({ database, bench }: RunStore, shared: SharedStore): Promise<void> {
  const batches = await database.selectFrom('batches').selectAll().where('benchId', '=', bench.id).execute();
  if (batches.length === 0) return;
  const insertBench = shared.database.insertInto('benches').values({ id: bench.id, name: bench.name });
  await insertBench.onConflict((conflict) => conflict.doNothing()).execute();
  for (const batch of batches) {
    const insert = shared.database.insertInto('batches').values(batch);
    await insert.onConflict((conflict) => conflict.column('id').doUpdateSet(batch)).execute();
  }
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
  const book = new SentBook(store, shared.id);
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
