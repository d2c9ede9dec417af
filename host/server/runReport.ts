import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportFormat } from '../../electron/ipc/contract.ts';
import { renderStored } from '../report/renderStored.ts';
import { readStoredReport } from '../report/storedReport.ts';
import { readPhotos } from '../store/runPhotos.ts';
import { systemCode } from '../store/storageError.ts';

const TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  png: 'image/png',
  csv: 'text/csv; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** The report that was written when the run ended; null where none was. */
async function writtenReport(folder: string): Promise<Buffer | null> {
  try {
    return await readFile(join(folder, 'report.html'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A finished run's report: as it was written when the run ended, or made from its result. Rejects where there is none. */
export async function readReport(folder: string, format: ReportFormat): Promise<{ type: string; content: Buffer }> {
  // A photo may have been added since it was written
  const written = format === 'html' && (await readPhotos(folder)).length === 0 ? await writtenReport(folder) : null;
  const made = async (): Promise<Buffer> =>
    Buffer.from(
      await renderStored(await readStoredReport(folder), { format, layout: null, theme: 'light', channel: null }),
    );
  return { type: TYPES[format], content: written ?? (await made()) };
}
