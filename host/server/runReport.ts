import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderCsv } from '../../core/report/csv.ts';
import { renderMarkdown } from '../../core/report/markdown.ts';
import { buildReport } from '../../core/report/report.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import type { ReportFormat } from '../../electron/ipc/contract.ts';

const TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** A finished run's report: as it was written when the run ended, or made from its result. Rejects where there is none. */
export async function readReport(folder: string, format: ReportFormat): Promise<{ type: string; content: string }> {
  const file = join(folder, format === 'html' ? 'report.html' : 'result.json');
  const text = await readFile(file, 'utf8');
  const type = TYPES[format];
  if (format === 'csv') return { type, content: renderCsv(decodeResult(text, file)) };
  if (format === 'md') return { type, content: renderMarkdown(buildReport(decodeResult(text, file), 'full')) };
  return { type, content: text };
}
