import { join } from 'node:path';
import { deleteRun, undeleteRun } from '../../host/engine/runHistory.ts';
import { findRun } from '../../host/store/database/runQueries.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';
import { withOwnStore } from '../runFolder.ts';

interface JsonOption {
  readonly json?: boolean;
}

async function findInStore(reference: string) {
  return withOwnStore(async ({ database, folder }) => {
    const run = await findRun(database, reference);
    return { run, path: join(folder, run.name) };
  });
}

/** `ampbench runs delete RUN`: puts it aside. */
export async function runRunsDelete(reference: string, options: JsonOption): Promise<number> {
  const { run, path } = await findInStore(reference);
  await deleteRun(path);
  if (options.json === true) printJson({ deleted: run.id });
  else process.stderr.write(`put aside; ampbench runs undelete ${run.id} brings it back\n`);
  return EXIT.pass;
}

/** `ampbench runs undelete RUN`: brings a deleted run back. */
export async function runRunsUndelete(reference: string, options: JsonOption): Promise<number> {
  const { run, path } = await findInStore(reference);
  await undeleteRun(path);
  if (options.json === true) printJson({ restored: run.id });
  else process.stderr.write(`${path} is back\n`);
  return EXIT.pass;
}
