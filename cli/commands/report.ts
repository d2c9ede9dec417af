import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { renderCsv } from '../../core/report/csv.ts';
import { renderHtml } from '../../core/report/html.ts';
import { renderMarkdown } from '../../core/report/markdown.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import type { Verification } from '../../core/result/verification.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import { writeFileAtomically } from '../../host/store/atomicFile.ts';
import { storageError, systemCode } from '../../host/store/storageError.ts';
import { EXIT } from '../exitCodes.ts';

const RENDERERS: Readonly<Record<'html' | 'csv' | 'json' | 'md', (verification: Verification) => string>> = {
  html: renderHtml,
  csv: renderCsv,
  json: encodeResult,
  md: renderMarkdown,
};

/** `ampbench report RUN --format F`: a finished run's result in another form. */
export async function runReport(
  run: string,
  options: { readonly format: keyof typeof RENDERERS; readonly out?: string },
): Promise<number> {
  const file = join(resolve(run), 'result.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw storageError(error, 'read', file);
    throw new AmpbenchError(
      'data',
      'run-not-finished',
      `there is no result in ${resolve(run)}`,
      { path: file },
      `if it holds an unfinished run: ampbench verify --resume ${run}`,
    );
  }
  const report = RENDERERS[options.format](decodeResult(text, file));
  if (options.out === undefined) process.stdout.write(report);
  else await writeFileAtomically(resolve(options.out), [Buffer.from(report)]);
  return EXIT.pass;
}
