import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { AmpbenchError } from '../../core/errors.ts';
import type { Engine } from '../../electron/ipc/contract.ts';
import { AccessRules, BENCH_PROTOCOL } from './accessRules.ts';
import { announceSeats, PageSession, type Bench } from './pageSession.ts';
import { RunLog } from './runLog.ts';
import { loadPage, type PageFile } from './staticPage.ts';

const LOOPBACK = '127.0.0.1';
const MESSAGE_LIMIT_BYTES = 8 * 1024 * 1024;
/** A page that answers no ping for this long is gone (a closed laptop says no goodbye); its run is stopped. */
const PING_INTERVAL_MS = 5000;

export interface BenchServerOptions {
  readonly engine: Engine;
  /** 0: any free port. */
  readonly port: number;
  /** The built page. */
  readonly pageDir: string;
  /** Runs started from a page get a folder of their own in here. */
  readonly runsDir: string;
}

export interface BenchServer {
  /** The address to open, with the token in its fragment (which a browser never sends). */
  readonly url: string;
  /** Stops a run that plays, closes every connection, frees the port. */
  close(): Promise<void>;
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

const pagePolicy = (host: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src ws://${host}; ${CLOSED_POLICY}`;

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...COMMON_HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/** `/runs/<run>/report.html?key=<key>`: the report of a run this server has seen. */
async function serveReport(bench: Bench, address: URL, response: ServerResponse): Promise<void> {
  const matched = /^\/runs\/([^/]+)\/report\.html$/u.exec(address.pathname);
  const runId = matched === null ? null : decodeURIComponent(matched[1]);
  const folder = runId === null ? null : bench.log.folderOf(runId);
  if (runId === null || folder === null || !bench.access.reportKeyFits(runId, address.searchParams.get('key') ?? '')) {
    refuse(response, 404, 'There is no such page here.');
    return;
  }
  const content = await readFile(join(folder, 'report.html'));
  const type = 'text/html; charset=utf-8';
  response
    .writeHead(200, { ...COMMON_HEADERS, 'content-type': type, 'content-security-policy': REPORT_POLICY })
    .end(content);
}

async function serve(
  bench: Bench,
  page: ReadonlyMap<string, PageFile>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!bench.access.hostAllowed(request)) {
    refuse(response, 421, 'This bench answers to its own address only.');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'Only reading is possible here.');
    return;
  }
  // Joined, not resolved: `//elsewhere` is a path here, never another host.
  const address = new URL(`http://${LOOPBACK}${request.url ?? '/'}`);
  const file = page.get(address.pathname);
  if (file === undefined) {
    await serveReport(bench, address, response);
    return;
  }
  const headers = { ...COMMON_HEADERS, 'content-type': file.type, 'content-length': file.content.length };
  response.writeHead(200, { ...headers, 'content-security-policy': pagePolicy(request.headers.host!) });
  response.end(request.method === 'HEAD' ? undefined : file.content);
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function keepAlive(socket: WebSocket): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) {
      socket.terminate();
      return;
    }
    alive = false;
    socket.ping();
  }, PING_INTERVAL_MS);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

/** Seats a page; the first one holds the controls. When the page in control goes while audio plays, the run is stopped. */
function seat(bench: Bench, socket: WebSocket): void {
  const session = new PageSession(bench, socket);
  bench.sessions.add(session);
  bench.controller ??= session;
  session.welcome();
  announceSeats(bench);
  keepAlive(socket);
  socket.on('error', () => {
    socket.terminate();
  });
  socket.on('close', () => {
    bench.sessions.delete(session);
    if (bench.controller === session) {
      // A page that is left alone gets the controls; among several, somebody has to take them.
      bench.controller = bench.sessions.size === 1 ? [...bench.sessions][0] : null;
      // A failed cancel is reported by the engine as the end of its run.
      if (bench.log.playing) bench.engine.cancel().catch(() => undefined);
    }
    announceSeats(bench);
  });
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new AmpbenchError(
          'usage',
          'port-not-free',
          `port ${port} of ${LOOPBACK} cannot be listened on: ${error.message}`,
          { port, cause: error.code ?? null },
          'choose another with --port, or --port 0 for any free one',
        ),
      );
    });
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address once it listens');
  return address.port;
}

/**
 * Serves the bench's page and one engine to browsers on this machine: several may watch, one holds the controls.
 * Listens on loopback only.
 * @throws AmpbenchError `page-not-built`, `port-not-free`
 */
export async function startBenchServer(options: BenchServerOptions): Promise<BenchServer> {
  const { engine, pageDir, runsDir } = options;
  const page = await loadPage(pageDir);
  const server = createServer();
  const port = await listen(server, options.port);
  const access = new AccessRules(port);
  const bench: Bench = { engine, runsDir, access, log: new RunLog(), sessions: new Set(), controller: null };

  server.on('request', (request, response) => {
    serve(bench, page, request, response).catch(() => {
      if (!response.headersSent) refuse(response, 404, 'There is no such page here.');
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => BENCH_PROTOCOL,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!access.originAllowed(request)) refuseUpgrade(socket, '403 Forbidden');
    else if (request.url !== '/bench' || !access.tokenGiven(request)) refuseUpgrade(socket, '401 Unauthorized');
    else {
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        seat(bench, accepted);
      });
    }
  });
  const unsubscribe = engine.subscribe((event) => {
    bench.log.add(event);
    for (const session of bench.sessions) session.tell(event);
  });

  return {
    url: `http://${LOOPBACK}:${port}/#token=${access.token}`,
    close: async () => {
      await engine.cancel();
      unsubscribe();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
