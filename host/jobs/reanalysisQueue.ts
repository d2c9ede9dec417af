import { PgBoss } from 'pg-boss';
import type { Kysely } from 'kysely';
import { postgresError } from '../store/postgres/postgresError.ts';
import type { SharedStore } from '../store/postgres/sharedStore.ts';
import { productVersion } from '../system/productFolder.ts';

/** pg-boss keeps its tables beside ours in this schema. */
const SCHEMA = 'ampbench_jobs';
/** A worker says this often that it lives, at least; one that does not is dead, and its job another's. */
const HEARTBEAT_SECONDS = 15;
/** How often each worker looks for jobs of dead ones. */
const SUPERVISE_SECONDS = 5;
const LONGEST_JOB_SECONDS = 3600;
/** A run that ends every worker must not end all of them for ever. */
const MOST_RETRIES = 5;
const JOBS_AT_ONCE = 1000;

export interface ReanalysisJob {
  readonly runId: string;
}

/** Jobs of this version only: another one would come to other results. */
export const queueName = (): string => `reanalyze-${productVersion()}`;

/**
 * The job queue of a shared store, for one action.
 * @throws AmpbenchError as `postgresError` does, and what the action throws
 */
export async function withJobs<Result>(
  { address }: SharedStore,
  action: (boss: PgBoss) => Promise<Result>,
): Promise<Result> {
  const boss = new PgBoss({
    connectionString: address.connectionString,
    application_name: 'ampbench jobs',
    schema: SCHEMA,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
  // What fails in the background is done again; what was asked for tells by itself
  boss.on('error', () => undefined);
  try {
    await boss.start();
    await boss.createQueue(queueName(), {
      // One job for each run, waiting or under way
      policy: 'exclusive',
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: LONGEST_JOB_SECONDS,
      retryLimit: MOST_RETRIES,
    });
    return await action(boss);
  } catch (error) {
    throw postgresError(error, address.place);
  } finally {
    await boss.stop({ graceful: true }).catch(() => undefined);
  }
}

/**
 * Asks for the re-analysis of every finished run that this version has not analysed yet. A run that waits already is not asked for twice.
 * @returns how many runs there are to do
 */
export async function enqueueReanalyses({ database }: SharedStore, boss: PgBoss): Promise<number> {
  const runs = await database
    .selectFrom('runs')
    .select('id')
    .where('finishedAt', 'is not', null)
    .where('deletedAt', 'is', null)
    .where('id', 'not in', (done) =>
      done.selectFrom('reanalyses').select('runId').where('productVersion', '=', productVersion()),
    )
    .orderBy('startedAt')
    .execute();
  for (let at = 0; at < runs.length; at += JOBS_AT_ONCE) {
    const jobs = runs.slice(at, at + JOBS_AT_ONCE);
    await boss.insert(
      queueName(),
      jobs.map(({ id }) => ({ data: { runId: id } satisfies ReanalysisJob, singletonKey: id })),
    );
  }
  return runs.length;
}

/** How many jobs wait or are under way, of all workers. */
export async function openJobs({ database }: SharedStore): Promise<number> {
  const jobs = database.withSchema(SCHEMA) as unknown as Kysely<{ job: { name: string; state: string } }>;
  const { count } = await jobs
    .selectFrom('job')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('name', '=', queueName())
    .where('state', 'in', ['created', 'retry', 'active'])
    .executeTakeFirstOrThrow();
  return count;
}
