import type { ServerResponse } from 'node:http';

/** What is answered to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer | string;
}

/** Nothing that is served here is kept, framed, guessed at or read by another site. */
export const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), midi=()',
  'cache-control': 'no-store',
};

/** @param withContent false: its head only, as `HEAD` asks */
export function sendAnswer(response: ServerResponse, { status, headers, content }: Answer, withContent: boolean): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(content) });
  response.end(withContent ? content : undefined);
}
