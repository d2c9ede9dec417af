import type { AmpbenchError } from '../../../core/errors.ts';
import type { StoreDatabase } from '../database/schema.ts';

export interface SyncProblem {
  readonly runId: string;
  readonly reason: string;
}

/** Changes looked up at once. */
const CHANGES_AT_ONCE = 200;

/** Of a bench's store: what of it is in a shared store, and what could not be brought there. */
export class SentBook {
  readonly #database: StoreDatabase;
  readonly #storeId: string;

  constructor(database: StoreDatabase, storeId: string) {
    this.#database = database;
    this.#storeId = storeId;
  }

  async #sentNumber(): Promise<number> {
    const sent = this.#database.selectFrom('sentChanges').select('number').where('storeId', '=', this.#storeId);
    return (await sent.executeTakeFirst())?.number ?? 0;
  }

  #changesAfter(number: number) {
    return this.#database
      .selectFrom('runChanges')
      .innerJoin('runs', 'runs.id', 'runChanges.runId')
      .where('finishedAt', 'is not', null)
      .where('number', '>', number);
  }

  /** Finished runs that were changed since they were sent, in the order of their changes; not all at once. */
  async next(): Promise<readonly { readonly runId: string; readonly number: number }[]> {
    const waiting = this.#changesAfter(await this.#sentNumber()).select(['runId', 'number']);
    return waiting.orderBy('number').limit(CHANGES_AT_ONCE).execute();
  }

  async countWaiting(): Promise<number> {
    const waiting = this.#changesAfter(await this.#sentNumber());
    return (await waiting.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count;
  }

  async problems(): Promise<readonly SyncProblem[]> {
    const all = this.#database.selectFrom('syncProblems').select(['runId', 'reason']);
    return all.where('storeId', '=', this.#storeId).orderBy('runId').execute();
  }

  async enter(runId: string, problems: readonly AmpbenchError[]): Promise<void> {
    const key = { storeId: this.#storeId, runId };
    await this.#database
      .deleteFrom('syncProblems')
      .where('storeId', '=', key.storeId)
      .where('runId', '=', runId)
      .execute();
    const reason = problems.map(({ message }) => message).join('; ');
    if (reason !== '')
      await this.#database
        .insertInto('syncProblems')
        .values({ ...key, reason })
        .execute();
  }

  async advance(number: number): Promise<void> {
    const row = { storeId: this.#storeId, number };
    await this.#database
      .insertInto('sentChanges')
      .values(row)
      .onConflict((conflict) => conflict.column('storeId').doUpdateSet(row))
      .execute();
  }
}
