import { AmpbenchError } from '../../core/errors.ts';
import { compareRuns } from '../../core/report/runComparison.ts';
import { figureSeries } from '../../host/store/figureSeries.ts';
import { readRunContents } from '../../host/store/runContents.ts';
import { runFacts } from '../../host/store/runFacts.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { runFolderOf } from '../runFolder.ts';

async function readSide(reference: string) {
  const contents = await readRunContents(await runFolderOf(reference));
  const { verification, measurement, ...facts } = runFacts(contents);
  if (facts.finishedAt === null) {
    throw new AmpbenchError(
      'data',
      'run-not-finished',
      `the run ${facts.name} is not finished: it has no figures yet`,
      {
        run: facts.name,
      },
    );
  }
  return { facts, rig: contents.record.rig, figures: figureSeries({ verification, measurement }) };
}

/** `ampbench runs compare A B`: each figure that both have, and whether the difference is more than its uncertainty. */
export async function runRunsCompare(
  firstReference: string,
  secondReference: string,
  options: { readonly json?: boolean },
): Promise<number> {
  const first = await readSide(firstReference);
  const second = await readSide(secondReference);
  const sameRig = JSON.stringify(first.rig) === JSON.stringify(second.rig);
  const rows = compareRuns(first.figures, second.figures, sameRig);
  if (options.json === true) {
    printJson({ first: first.facts, second: second.facts, sameRig, figures: rows });
    return EXIT.pass;
  }
  const lines = rows.map(({ series, difference, ...texts }) => [
    series,
    texts.first,
    texts.second,
    difference.text,
    difference.isSignificant === true ? 'differs' : '',
  ]);
  process.stdout.write(columns([['FIGURE', first.facts.name, second.facts.name, 'DIFFERENCE', ''], ...lines]));
  if (!sameRig) process.stderr.write('the two were measured with different rigs, calibrations or loads\n');
  return EXIT.pass;
}
