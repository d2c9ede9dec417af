import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AmpbenchError } from '../../core/errors.ts';
import { Qa40xAnalyzer, type Qa40xBench } from './analyzer.ts';
import { answerCall, errorReply, type Reply } from './answerCall.ts';
import { Qa40xAccess } from './qa40xAccess.ts';

/** Both, because clients resolve `localhost` to either. */
const LOOPBACKS = ['127.0.0.1', '::1'] as const;
/** Two channels of the largest buffer in base64 are 22.4 MB. */
const BODY_LIMIT_BYTES = 24 * 1024 * 1024;
/** One client's Accept header grows by an entry with every request. */
const HEADER_LIMIT_BYTES = 4 * 1024 * 1024;
/** Clients that keep a connection between the steps of a sweep must not find it closed. */
const KEEP_ALIVE_MS = 120_000;

export interface Qa40xServerOptions extends Omit<Qa40xBench, 'sampleRatesHz'> {
  /** 0: any free port. */
  readonly port: number;
  /** Pages that may call, as browsers name them. */
  readonly origins: readonly string[];
}

export interface Qa40xServer {
  readonly port: number;
  /** Fades what plays, closes every connection, frees the port. */
  close(): Promise<void>;
}

/** @throws AmpbenchError `usage/length-required`, `usage/body-too-large` */
async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const { headers, method } = request;
  const hasLength = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!hasLength && (method === 'PUT' || method === 'POST'))
    throw new AmpbenchError(
      'usage',
      'length-required',
      `a ${method} must have a Content-Length, 0 where it has no body`,
    );
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // The rest is read and dropped: a client that is cut off while it sends never reads why
    if (bytes <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  if (bytes > BODY_LIMIT_BYTES)
    throw new AmpbenchError(
      'usage',
      'body-too-large',
      `the body has ${bytes} bytes but must have ${BODY_LIMIT_BYTES} at most`,
    );
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, reason, type, content }: Reply, cors: Record<string, string>): void {
  if (response.destroyed) return;
  response.writeHead(status, reason, {
    ...cors,
    'content-type': type,
    'content-length': Buffer.byteLength(content),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}

/** Fires when the caller's connection closes before it was answered. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

async function serve(
  analyzer: Qa40xAnalyzer,
  access: Qa40xAccess,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { headers, method = 'GET', url = '/' } = request;
  const cors = access.headersFor(headers);
  try {
    access.check(headers);
    analyzer.audition.hearCall();
    if (method === 'OPTIONS') {
      response.writeHead(204, cors).end();
      return;
    }
    const body = await readBody(request);
    // Nobody is there for whom anything could play
    if (response.destroyed) return;
    const call = { verb: method, address: url, accept: headers.accept ?? '', body, gone: goneSignal(response) };
    send(response, await answerCall(analyzer, call), cors);
  } catch (error) {
    send(response, errorReply(analyzer, error), cors);
  }
}

/** @returns null where this machine has no such address */
async function listen(server: Server, host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(null);
      else
        reject(
          new AmpbenchError(
            'usage',
            'port-not-free',
            `port ${port} of ${host} cannot be listened on: ${error.message}`,
            { port, cause: error.code ?? null },
            'end the program that has it, or choose another with --qa40x-port',
          ),
        );
    });
    server.listen({ port, host, ipv6Only: true }, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** @throws AmpbenchError `usage/two-channels-needed`, `device/no-rate` */
async function benchOf(options: Qa40xServerOptions): Promise<Qa40xBench> {
  const { engine, rig } = options;
  if (rig.channels.length < 2)
    throw new AmpbenchError(
      'usage',
      'two-channels-needed',
      `rig ${rig.id} has ${rig.channels.length} channel but the QA40x interface has a left and a right one`,
      { rigId: rig.id },
      'Add a second channel to the rig.',
    );
  const tested = await engine.testRates({ kind: 'given', rig });
  const sampleRatesHz = tested.filter(({ refusal }) => refusal === null).map(({ sampleRateHz }) => sampleRateHz);
  if (sampleRatesHz.length === 0)
    throw new AmpbenchError('device', 'no-rate', `rig ${rig.id} opens at no rate: ${tested[0].refusal ?? ''}`, {
      rigId: rig.id,
    });
  return { ...options, sampleRatesHz };
}

/**
 * Serves the QA40x interface on a rig, on this machine only and without a token: docs/qa40x.md.
 * @throws AmpbenchError `usage/port-not-free`, `usage/two-channels-needed`, `device/no-rate`
 */
export async function startQa40xServer(options: Qa40xServerOptions): Promise<Qa40xServer> {
  const analyzer = new Qa40xAnalyzer(await benchOf(options));
  const servers: Server[] = [];
  const closeServers = async (): Promise<void> => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  let port = options.port;
  for (const host of LOOPBACKS) {
    const server = createServer({ maxHeaderSize: HEADER_LIMIT_BYTES, keepAliveTimeout: KEEP_ALIVE_MS });
    try {
      const bound = await listen(server, host, port);
      if (bound === null) continue;
      port = bound;
      servers.push(server);
    } catch (error) {
      await closeServers();
      throw error;
    }
  }
  const access = new Qa40xAccess(port, options.origins);
  for (const server of servers)
    server.on('request', (request, response) => {
      void serve(analyzer, access, request, response);
    });
  return {
    port,
    close: async () => {
      await analyzer.audition.stop();
      await analyzer.cancel();
      await closeServers();
    },
  };
}
