import { createServer, type IncomingMessage, type Server } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { AmpbenchError } from '../../core/errors.ts';
import type { Engine } from '../../electron/ipc/contract.ts';
import { dataFolder } from '../system/dataFolder.ts';
import { productFolder } from '../system/productFolder.ts';
import { AccessRules, BENCH_PROTOCOL } from './accessRules.ts';
import { Api } from './api/api.ts';
import { openBench, seatPage, unseatPage, type Bench } from './bench.ts';
import { CONNECTION_LIMIT, HTTP_LIMITS, refuseBroken } from './httpLimits.ts';
import { answerAddress, refusal } from './pageFiles.ts';
import { sendAnswer, type Answer } from './sendAnswer.ts';
import { linkOf } from './socketLink.ts';
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
  /** The HTTP API is served to who has this token. Absent: it is not served. */
  readonly apiToken?: string;
}

export interface BenchServer {
  /** The address to open, with the token in its fragment (which a browser never sends). */
  readonly url: string;
  /** Stops a run that plays, closes every connection, frees the port. */
  close(): Promise<void>;
}

async function answerTo(
  bench: Bench,
  page: ReadonlyMap<string, PageFile>,
  access: AccessRules,
  request: IncomingMessage,
): Promise<Answer> {
  if (!access.hostAllowed(request)) return refusal(421, 'This bench answers to its own address only.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'Only reading is possible here.');
  // Joined, not resolved: `//elsewhere` is a path here, never another host.
  const address = new URL(`http://${LOOPBACK}${request.url ?? '/'}`);
  return answerAddress(bench, page, address, `ws://${request.headers.host!}`);
}

function apiOf(bench: Bench, access: AccessRules, token: string): Api {
  return new Api({
    bench,
    access,
    token,
    privateFolders: [bench.runsDir, dataFolder(), productFolder(), homedir(), tmpdir()],
    log: (text) => process.stderr.write(text),
  });
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

function seat(bench: Bench, socket: WebSocket): void {
  const session = seatPage(bench, linkOf(socket));
  keepAlive(socket);
  socket.on('error', () => {
    socket.terminate();
  });
  socket.on('close', () => {
    unseatPage(bench, session);
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
  const server = createServer(HTTP_LIMITS);
  server.maxConnections = CONNECTION_LIMIT;
  server.on('clientError', refuseBroken);
  const port = await listen(server, options.port);
  const access = new AccessRules(port);
  const { bench, close: leaveEngine } = openBench(engine, runsDir);
  const api = options.apiToken === undefined ? null : apiOf(bench, access, options.apiToken);

  server.on('request', (request, response) => {
    if (api !== null && Api.owns(request.url)) {
      void api.answer(request, response);
      return;
    }
    answerTo(bench, page, access, request)
      .catch(() => refusal(404, 'There is no such page here.'))
      .then((answer) => {
        sendAnswer(response, answer, request.method !== 'HEAD');
      })
      .catch(() => response.destroy());
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
  return {
    url: `http://${LOOPBACK}:${port}/#token=${access.token}`,
    close: async () => {
      await engine.cancel();
      api?.close();
      leaveEngine();
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
