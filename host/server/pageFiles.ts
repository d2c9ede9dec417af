import { reportFormatSchema, runIdSchema, type ReportFormat } from '../../electron/ipc/contract.ts';
import type { Bench } from './bench.ts';
import { answerPhoto } from './photoFiles.ts';
import { folderOfRun } from './readingCalls.ts';
import { readReport } from './runReport.ts';
import { COMMON_HEADERS, type Answer } from './sendAnswer.ts';
import type { PageFile } from './staticPage.ts';

const CLOSED_POLICY = "base-uri 'none'; form-action 'none'";
/** The page shows its own reports in a frame without scripts; nobody else frames them, and nobody frames the page. */
const REPORT_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; ${CLOSED_POLICY}; frame-ancestors 'self'`;

/** @param connect where the page may connect to: its own WebSocket, or 'none' in a window */
const pagePolicy = (connect: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src ${connect}; worker-src 'self'; frame-src 'self'; ${CLOSED_POLICY}; frame-ancestors 'none'`;

export function refusal(status: number, text: string): Answer {
  return {
    status,
    headers: { ...COMMON_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
    content: `${text}\n`,
  };
}

/** A run's report; in every format but the page's own as a file to keep. Rejects where there is none. */
export async function reportAnswer(bench: Bench, runId: string, format: ReportFormat): Promise<Answer> {
  const { type, content } = await readReport(folderOfRun(bench, runId), format);
  const named = format === 'html' ? {} : { 'content-disposition': `attachment; filename="${runId}.${format}"` };
  const headers = { 'content-type': type, 'content-security-policy': REPORT_POLICY, ...named };
  return { status: 200, headers: { ...COMMON_HEADERS, ...headers }, content };
}

/**
 * Answers an address of the bench: a file of the page, or `/runs/<run>/report.<format>?key=<key>`, the report of a run of this bench.
 * Anything else is not there.
 */
export async function answerAddress(
  bench: Bench,
  page: ReadonlyMap<string, PageFile>,
  address: URL,
  connect: string,
): Promise<Answer> {
  const file = page.get(address.pathname);
  if (file !== undefined) {
    const headers = { 'content-type': file.type, 'content-security-policy': pagePolicy(connect) };
    return { status: 200, headers: { ...COMMON_HEADERS, ...headers }, content: file.content };
  }
  const photo = await answerPhoto(bench, address);
  if (photo !== null) return { ...photo, headers: { ...COMMON_HEADERS, ...photo.headers } };
  const matched = /^\/runs\/([^/]+)\/report\.([a-z]+)$/u.exec(address.pathname);
  const runId = runIdSchema.safeParse(matched?.[1]);
  const format = reportFormatSchema.safeParse(matched?.[2]);
  const key = address.searchParams.get('key') ?? '';
  if (!runId.success || !format.success || !bench.reportKeys.fits(runId.data, key)) {
    return refusal(404, 'There is no such page here.');
  }
  return reportAnswer(bench, runId.data, format.data);
}
