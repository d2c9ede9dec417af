import { STATUS_CODES, type ServerOptions } from 'node:http';
import type { Duplex } from 'node:stream';

/** Connections at once; a browser takes some six, a program one or two. */
export const CONNECTION_LIMIT = 256;

/** Bounds of a request, so that one that never ends holds nothing. */
export const HTTP_LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5000,
};

const REFUSALS: Readonly<Partial<Record<string, { status: number; code: string; message: string }>>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'header-too-large',
    message: 'the head of the request is longer than 16 kB',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request-slow', message: 'the request was not complete in time' },
};
const MALFORMED = { status: 400, code: 'bad-request', message: 'this is no HTTP request' };

/** Answers what is no whole HTTP request, and hangs up. */
export function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, code, message } = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const body = `${JSON.stringify({ code, message, data: {} })}\n`;
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]!}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${body.length}`;
  socket.end(`${head}\r\n\r\n${body}`);
}
