import { renderAnalysis } from '../../core/report/analysisText.ts';
import { dateText } from '../../core/report/dateText.ts';
import { printable } from '../../core/report/displayWidth.ts';
import { renderTable } from '../../core/report/table.ts';
import { readRun } from '../../host/engine/runHistory.ts';
import { findRun } from '../../host/store/database/runQueries.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson, terminalColumns } from '../output.ts';
import { withOwnStore } from '../runFolder.ts';
import { outcomeText, runJson } from './runsList.ts';

/** `ampbench runs show RUN`: what a run is, and what it found. */
export async function runRunsShow(reference: string, options: { readonly json?: boolean }): Promise<number> {
  const { run, path } = await withOwnStore(async (store) => {
    const found = await findRun(store.database, reference);
    return { run: found, path: store.pathOf(found) };
  });
  const { verification, measurement, notes } = await readRun(path);
  if (options.json === true) {
    printJson({ run: runJson(run), folder: path, notes, result: verification ?? measurement });
    return EXIT.pass;
  }
  const facts = [
    ['run', run.id],
    ['folder', path],
    ['what', run.title],
    ['serial', run.serial ?? '–'],
    ['rig', run.rigName],
    ['started', dateText(run.startedAt)],
    ['ended', run.finishedAt === null ? '–' : dateText(run.finishedAt)],
    ['outcome', outcomeText(run)],
    ['Ampbench', run.productVersion ?? 'an earlier version'],
    ...notes.map(({ at, text }) => [`note of ${dateText(at)}`, text]),
  ];
  for (const [name, text] of facts) process.stdout.write(`${`${name}:`.padEnd(10)} ${printable(text)}\n`);
  const width = terminalColumns();
  if (verification !== null) process.stdout.write(`\n${renderTable(verification, { width, color: false })}\n`);
  if (measurement !== null) process.stdout.write(`\n${renderAnalysis(measurement, width)}\n`);
  return EXIT.pass;
}
