import { sql } from 'kysely';
import { AmpbenchError } from '../../../core/errors.ts';
import type { RunFacts } from '../runFacts.ts';
import type { DocumentName, RunTable, StoreDatabase } from './schema.ts';

/** A run with what it is called by. */
export interface ListedRun extends RunTable {
  /** Of its unit; null where none was given. */
  readonly serial: string | null;
}

export interface RunFilter {
  /** All of these words occur in the run's product, name, rig, serial number or notes; upper and lower case alike. */
  readonly words?: string;
  /** Of its unit, exactly. */
  readonly serial?: string;
  /** Runs that were put aside, instead of the others. */
  readonly deleted?: boolean;
  /** At most this many. */
  readonly limit?: number;
}

/** What a row says of a run. */
export function factsOf(run: ListedRun): RunFacts {
  const { name, sort, title, rigName, serial, startedAt, finishedAt, summaryJson } = run;
  const summary = summaryJson === null ? null : (JSON.parse(summaryJson) as RunFacts['summary']);
  return { name, sort, title, rigName, serial, simulated: run.simulated === 1, startedAt, finishedAt, summary };
}

/** A word as a pattern of SQL: what it says may stand anywhere. */
function pattern(word: string): string {
  return `%${word.replaceAll(/[~%_]/gu, '~$&')}%`;
}

/** The runs a filter lets through, latest first. */
function filteredRuns(database: StoreDatabase, filter: RunFilter) {
  let query = database
    .selectFrom('runs')
    .leftJoin('units', 'units.id', 'runs.unitId')
    .where('deletedAt', filter.deleted === true ? 'is not' : 'is', null)
    .orderBy('startedAt', 'desc')
    .orderBy('runs.id');
  const words = filter.words?.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean) ?? [];
  for (const word of words)
    query = query.where(sql<boolean>`${sql.ref('searchText')} like ${pattern(word)} escape '~'`);
  if (filter.serial !== undefined) query = query.where('units.serial', '=', filter.serial);
  return filter.limit === undefined ? query : query.limit(filter.limit);
}

/** The runs of a store, latest first. */
export async function listRuns(database: StoreDatabase, filter: RunFilter = {}): Promise<readonly ListedRun[]> {
  return filteredRuns(database, filter).selectAll('runs').select('units.serial').execute();
}

/** A figure of a finished run that has a value, with the product it belongs to. */
export interface ListedFigure {
  readonly title: string;
  readonly series: string;
  readonly figureId: string | null;
  readonly value: number;
  readonly unit: string;
}

/** The figures of the runs a filter lets through, but those that only repeat another one for a claim. */
export async function listFigures(database: StoreDatabase, filter: RunFilter): Promise<readonly ListedFigure[]> {
  return database
    .with('chosen', () => filteredRuns(database, filter).select(['runs.id', 'runs.title']))
    .selectFrom('figures')
    .innerJoin('chosen', 'chosen.id', 'figures.runId')
    .select(['chosen.title', 'figures.series', 'figures.figureId', 'figures.value', 'figures.unit'])
    .where('figures.claimId', 'is', null)
    .where('figures.value', 'is not', null)
    .where('figures.unit', 'is not', null)
    .$narrowType<{ value: number; unit: string }>()
    .orderBy('chosen.title')
    .orderBy('figures.series')
    .execute();
}

const LEAST_PREFIX = 4;

/**
 * A run by its name, its id, or the first characters of its id (at least 4).
 * @throws AmpbenchError `data/run-unknown`, `usage/run-ambiguous` naming what it could be
 */
export async function findRun(database: StoreDatabase, reference: string): Promise<ListedRun> {
  const prefix = reference.toLowerCase();
  const isPrefix = prefix.length >= LEAST_PREFIX && /^[0-9a-f-]+$/u.test(prefix);
  const found = await database
    .selectFrom('runs')
    .leftJoin('units', 'units.id', 'runs.unitId')
    .selectAll('runs')
    .select('units.serial')
    .where((where) =>
      where.or([
        where('name', '=', reference),
        // No digit of an id comes after f
        ...(isPrefix ? [where.and([where('runs.id', '>=', prefix), where('runs.id', '<', `${prefix}g`)])] : []),
      ]),
    )
    .orderBy('startedAt', 'desc')
    .limit(10)
    .execute();
  if (found.length === 1) return found[0];
  if (found.length === 0) {
    throw new AmpbenchError(
      'data',
      'run-unknown',
      `there is no run "${reference}" in the store`,
      { run: reference },
      'ampbench runs list shows the runs there are',
    );
  }
  throw new AmpbenchError(
    'usage',
    'run-ambiguous',
    `"${reference}" may be any of ${found.map(({ id, title }) => `${id} (${title})`).join(', ')}`,
    { run: reference },
    'give more of its id',
  );
}

/** A text of a run, byte for byte; null where it has none of that name. */
export async function readDocument(database: StoreDatabase, runId: string, name: DocumentName): Promise<string | null> {
  const row = await database
    .selectFrom('documents')
    .select('content')
    .where('runId', '=', runId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.content ?? null;
}
