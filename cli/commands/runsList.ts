import { dateText } from '../../core/report/dateText.ts';
import { printable } from '../../core/report/displayWidth.ts';
import { listRuns, type ListedRun, type RunFilter } from '../../host/store/database/runQueries.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { withNamedStore } from '../sharedStore.ts';

export interface RunsListOptions {
  readonly search?: string;
  readonly serial?: string;
  readonly deleted?: boolean;
  readonly store?: string;
  readonly limit?: number;
  readonly json?: boolean;
}

const ID_CHARACTERS = 8;

/** A run as `--json` says it. */
export function runJson(run: ListedRun): Readonly<Record<string, unknown>> {
  const { id, name, sort, title, cardId, serial, batchId, benchId, rigId, rigName, startedAt, finishedAt } = run;
  const { outcome, productVersion, recordSha256, resultSha256, deletedAt, simulated, summaryJson } = run;
  return {
    ...{ id, name, sort, title, cardId, serial, batchId, benchId, rigId, rigName },
    ...{ simulated: simulated === 1, startedAt, finishedAt, outcome },
    summary: summaryJson === null ? null : (JSON.parse(summaryJson) as unknown),
    ...{ productVersion, recordSha256, resultSha256, deletedAt },
  };
}

/** What a list says of how a run ended. */
export function outcomeText({ outcome, simulated }: ListedRun): string {
  return `${outcome ?? 'not finished'}${simulated === 1 ? ' (simulated)' : ''}`;
}

/** The filter that the options of a list of runs ask for. */
export function filterFrom({ search, serial, deleted, limit }: RunsListOptions): RunFilter {
  return {
    ...(search === undefined ? {} : { words: search }),
    ...(serial === undefined ? {} : { serial: serial.trim().normalize('NFC') }),
    ...(deleted === undefined ? {} : { deleted }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** `ampbench runs list`: the runs of the store, latest first. */
export async function runRunsList(options: RunsListOptions): Promise<number> {
  const runs = await withNamedStore(options.store, (database) => listRuns(database, filterFrom(options)));
  if (options.json === true) {
    printJson(runs.map(runJson));
    return EXIT.pass;
  }
  const rows = runs.map((run) => [
    run.id.slice(0, ID_CHARACTERS),
    dateText(run.startedAt),
    outcomeText(run),
    printable(run.serial ?? ''),
    printable(run.title),
    printable(run.rigName),
  ]);
  if (rows.length === 0) process.stderr.write('no runs\n');
  else process.stdout.write(columns([['RUN', 'STARTED', 'OUTCOME', 'SERIAL', 'WHAT', 'RIG'], ...rows]));
  return EXIT.pass;
}
