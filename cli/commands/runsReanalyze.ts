import { reanalyzeRun } from '../../host/engine/reanalyzeRun.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { runFolderOf } from '../runFolder.ts';

/** `ampbench runs reanalyze RUN`: today's analyses on the run's captures, and what they change. */
export async function runRunsReanalyze(reference: string, options: { readonly json?: boolean }): Promise<number> {
  const path = await runFolderOf(reference);
  const { before, after, changes } = await reanalyzeRun(path);
  const isSame = before.sha256 === after.sha256;
  if (options.json === true) {
    printJson({ folder: path, before, after, isSame, changes });
    return EXIT.pass;
  }
  process.stdout.write(
    `analysed by ${before.productVersion ?? 'an earlier version'}, now by ${after.productVersion}: ${
      isSame ? 'the same bytes' : `${changes.length} figures differ`
    }\n`,
  );
  if (changes.length > 0) {
    const lines = changes.map((each) => [each.series, each.before ?? '–', each.after ?? '–', each.reason, each.text]);
    process.stdout.write(columns([['FIGURE', 'BEFORE', 'NOW', 'REASON', ''], ...lines]));
  }
  return EXIT.pass;
}
