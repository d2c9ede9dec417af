import { resolve } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { Theme } from '../../core/report/palette.ts';
import { LAID_OUT, type Layout, type StoredFormat } from '../../core/report/choices.ts';
import { renderStored } from '../../host/report/renderStored.ts';
import { readStoredReport } from '../../host/report/storedReport.ts';
import { writeFileAtomically } from '../../host/store/atomicFile.ts';
import { EXIT } from '../exitCodes.ts';
import { runFolderOf } from '../runFolder.ts';

export interface ReportOptions {
  readonly format: StoredFormat;
  readonly layout?: Layout;
  readonly theme?: Theme;
  readonly channel?: string;
  readonly out?: string;
}

/** An option that the format has no use for is refused, so that nobody takes it for heeded. */
function checkOptions({ format, layout, theme, channel, out }: ReportOptions): void {
  const refuse = (option: string, meaning: string): never => {
    throw new AmpbenchError('usage', 'option-invalid', `${option} has no meaning for ${format}: ${meaning}`);
  };
  if (layout !== undefined && !LAID_OUT.has(format)) refuse('--layout', 'it holds the data, not a layout');
  if (theme !== undefined && format !== 'png') refuse('--theme', 'only a picture has one; HTML follows its reader');
  if (channel !== undefined && format !== 'frd') refuse('--channel', 'only FRD holds a single channel');
  if ((format === 'pdf' || format === 'png') && out === undefined && process.stdout.isTTY)
    throw new AmpbenchError('usage', 'option-missing', `${format} is not text for a terminal`, {}, 'add --out FILE');
}

function written(bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(bytes, (error) => {
      if (error) fail(error);
      else done();
    });
  });
}

/** `ampbench report RUN --format F`: a finished run's result in another form. */
export async function runReport(run: string, options: ReportOptions): Promise<number> {
  checkOptions(options);
  const { format, layout = null, theme = 'light', channel = null, out } = options;
  const report = await renderStored(await readStoredReport(await runFolderOf(run)), { format, layout, theme, channel });
  if (out === undefined) await written(report);
  else await writeFileAtomically(resolve(out), [report]);
  return EXIT.pass;
}
