import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import type { PageFile } from './staticPage.ts';

/** What is answered to one reading of an address. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer | string;
}

const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), midi=()',
  'cache-control': 'no-store',
};

const CLOSED_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const REPORT_POLICY = `default-src 'none'; style-src 'unsafe-inline'; ${CLOSED_POLICY}`;

/** @param connect where the page may connect to: its own WebSocket, or 'none' in a window */
const pagePolicy = (connect: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src ${connect}; ${CLOSED_POLICY}`;

export function refusal(status: number, text: string): PageAnswer {
  return {
    status,
    headers: { ...COMMON_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
    content: `${text}\n`,
  };
}

/**
 * Answers an address of the bench: a file of the page, or `/runs/<run>/report.html?key=<key>`, the report of a run this bench has seen.
 * Anything else is not there.
 */
export async function answerAddress(
  bench: Bench,
  page: ReadonlyMap<string, PageFile>,
  address: URL,
  connect: string,
): Promise<PageAnswer> {
  const file = page.get(address.pathname);
  if (file !== undefined) {
    const headers = { 'content-type': file.type, 'content-security-policy': pagePolicy(connect) };
    return { status: 200, headers: { ...COMMON_HEADERS, ...headers }, content: file.content };
  }
  const matched = /^\/runs\/([^/]+)\/report\.html$/u.exec(address.pathname);
  const runId = matched === null ? null : decodeURIComponent(matched[1]);
  const folder = runId === null ? null : bench.log.folderOf(runId);
  if (runId === null || folder === null || !bench.reportKeys.fits(runId, address.searchParams.get('key') ?? '')) {
    return refusal(404, 'There is no such page here.');
  }
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': REPORT_POLICY };
  return {
    status: 200,
    headers: { ...COMMON_HEADERS, ...headers },
    content: await readFile(join(folder, 'report.html')),
  };
}
