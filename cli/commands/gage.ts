import { gageOfBatch } from '../../core/statistics/gageOfBatch.ts';
import { findBatch } from '../../host/batch/batches.ts';
import { onlySeries, readAttempts, readSeries } from '../../host/batch/batchQueries.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';
import { withNamedStore } from '../sharedStore.ts';
import { gageLines } from './batchText.ts';

/** `ampbench gage <batch>`: how much of what a batch shows is the bench itself. */
export async function runGage(
  reference: string,
  options: { readonly figure?: string; readonly store?: string; readonly json?: boolean },
): Promise<number> {
  const found = await withNamedStore(options.store, async (database) => {
    const batch = await findBatch(database, reference);
    const attempts = await readAttempts(database, batch.id);
    const all = await readSeries(database, batch.id, attempts);
    const series = options.figure === undefined ? all : onlySeries(all, options.figure);
    return gageOfBatch(attempts, series);
  });
  if (options.json === true) printJson({ kind: 'gage', schemaVersion: 1, batch: reference, figures: found });
  else process.stdout.write(gageLines(found));
  return EXIT.pass;
}
