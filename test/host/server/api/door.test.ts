import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeEngine } from '../../../e2e/fakeEngine.ts';
import { errorSchema } from '../../../../host/server/api/answerSchemas.ts';
import { BODY_LIMIT_BYTES } from '../../../../host/server/api/readBody.ts';
import { routes } from '../../../../host/server/api/routes.ts';
import { startApiBench, TOKEN, type ApiBench } from './apiBench.ts';

let bench: ApiBench;
const engine = createFakeEngine({ holdAtStep: 0 });
/** What a driver answers that takes its time. */
let answerDevices: (listings: readonly []) => void = () => undefined;
const devices = new Promise<readonly []>((resolve) => {
  answerDevices = resolve;
});

beforeAll(async () => {
  bench = await startApiBench({ ...engine, devices: () => devices });
});
afterAll(() => bench.close());

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly error: { readonly code: string };
}

/** Asks with exactly these headers, and a body if told. */
function knock(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Refusal> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(bench.origin);
    const asked = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => {
        const { statusCode = 0, headers: given } = response;
        const error = text === '' ? { code: '' } : (JSON.parse(text) as Refusal['error']);
        if (text !== '' && statusCode >= 400) expect(errorSchema.safeParse(error).error).toBeUndefined();
        resolve({ status: statusCode, headers: given, error });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const bearer = { authorization: `Bearer ${TOKEN}` };
const addressOf = (path: string): string => `/api/v1${path.replaceAll(/\{\w+\}/gu, 'x')}`;

describe('the door of the API', () => {
  it.each(routes.filter(({ access }) => access !== 'open').map(({ method, path }) => [method, path]))(
    'is closed without the token: %s %s',
    async (method, path) => {
      engine.calls.length = 0;
      const { status, headers, error } = await knock(method, addressOf(path), {});
      expect([status, headers['www-authenticate'], error.code]).toEqual([401, 'Bearer', 'token-missing']);
      expect(engine.calls).toEqual([]);
    },
  );

  it('has one call that needs no token, which says nothing but that it is there', async () => {
    expect(routes.filter(({ access }) => access === 'open').map(({ path }) => path)).toEqual(['/health']);
    const { status, error } = await knock('GET', '/api/v1/health', {});
    expect([status, error]).toEqual([200, { status: 'ok' }]);
  });

  it.each([
    ['another token', `Bearer ${'A'.repeat(TOKEN.length)}`],
    ['a part of the token', `Bearer ${TOKEN.slice(1)}`],
    ['the token with something behind it', `Bearer ${TOKEN}x`],
    ['another scheme', `Basic ${TOKEN}`],
    ['no scheme', TOKEN],
    ['nothing', ''],
  ])('is closed to %s', async (_, authorization) => {
    expect((await knock('GET', '/api/v1/runs', { authorization })).status).toBe(401);
    // Without the token nobody learns what there is
    expect((await knock('GET', '/api/v1/nothing', { authorization })).status).toBe(401);
  });

  it('takes the token from nowhere but its header', async () => {
    expect((await knock('GET', `/api/v1/runs?token=${TOKEN}`, {})).status).toBe(401);
    expect((await knock('GET', '/api/v1/runs', { cookie: `token=${TOKEN}` })).status).toBe(401);
  });

  it.each([
    ['a foreign Host', { ...bearer, host: 'evil.example' }, 421],
    ['a foreign Host, even for the open call', { host: 'evil.example' }, 421, '/health'],
    ['a page of another site', { ...bearer, origin: 'https://evil.example' }, 403],
    ['a page of another port', { ...bearer, origin: 'http://127.0.0.1:1' }, 403],
    ['a page opened as a file', { ...bearer, origin: 'null' }, 403],
  ] as const)('is closed to %s', async (_, headers, status, path: string = '/runs') => {
    expect((await knock('GET', `/api/v1${path}`, headers)).status).toBe(status);
  });

  it('lets pages of its own in, and tells no other site that it may read', async () => {
    const { status, headers } = await knock('GET', '/api/v1/cards', { ...bearer, origin: bench.origin });
    expect([status, headers['access-control-allow-origin']]).toEqual([200, undefined]);
    expect((await knock('OPTIONS', '/api/v1/cards', bearer)).status).toBe(405);
  });

  it.each([
    ['GET', '/nothing', undefined, 404, 'no-such-call'],
    ['GET', '', undefined, 404, 'no-such-call'],
    ['GET', '/runs/', undefined, 404, 'no-such-call'],
    ['DELETE', '/cards', undefined, 405, 'method-not-allowed'],
    ['GET', '/runs/%', undefined, 400, 'bad-request'],
    ['GET', '/runs/..', undefined, 400, 'bad-request'],
    ['GET', '/runs/%2e%2e%2fsecret', undefined, 400, 'bad-request'],
    ['GET', '/runs?limit=0', undefined, 400, 'bad-request'],
    ['GET', '/runs?limit=1&limit=2', undefined, 400, 'bad-request'],
    ['GET', '/runs?other=1', undefined, 400, 'bad-request'],
    ['POST', '/plans', '{"card":', 400, 'bad-request'],
    ['POST', '/plans', '[]', 400, 'bad-request'],
    ['POST', '/plans', '{"__proto__":{"card":1}}', 400, 'bad-request'],
    ['POST', '/plans', '', 400, 'bad-request'],
    ['POST', '/verifications', '{}', 409, 'not-in-control'],
  ])('%s %s with %s: %i', async (method, path, body, status, code) => {
    const headers = { ...bearer, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const refusal = await knock(method, `/api/v1${path}`, headers, body);
    expect([refusal.status, refusal.error.code]).toEqual([status, code]);
  });

  it('says which methods an address has', async () => {
    expect((await knock('DELETE', '/api/v1/controls/x', bearer)).headers['allow']).toBeUndefined();
    expect((await knock('PATCH', '/api/v1/controls', bearer)).headers['allow']).toBe('POST, DELETE');
  });

  it('takes JSON only', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      const { status } = await knock('POST', '/api/v1/plans', { ...bearer, 'content-type': type }, '{}');
      expect(status).toBe(415);
    }
  });

  it('takes 32 calls at once, and again when those are answered; Stop gets through whatever hangs', async () => {
    const asked = Array.from({ length: 33 }, () => knock('GET', '/api/v1/devices', bearer));
    const { status, headers, error } = await Promise.race(asked);
    expect([status, headers['retry-after'], error.code]).toEqual([429, '1', 'too-many-calls']);
    expect((await knock('POST', '/api/v1/stop', bearer)).status).toBe(200);
    answerDevices([]);
    expect((await Promise.all(asked)).filter((answer) => answer.status === 200)).toHaveLength(32);
    expect((await knock('GET', '/api/v1/devices', bearer)).status).toBe(200);
  });

  it('says a bug of its own to nobody', async () => {
    // The scripted engine has no runs to read and says so with an error that is not of ours
    const { status, error } = await knock('GET', '/api/v1/runs/x', bearer);
    expect([status, error]).toEqual([
      500,
      {
        code: 'unexpected-error',
        message: 'the bench failed at this, which is a fault of its own',
        data: {},
        tip: 'what went wrong stands in the log of the bench (standard error of ampbench serve)',
      },
    ]);
  });

  it('refuses a body that says it is too long before it comes', async () => {
    const headers = { ...bearer, 'content-type': 'application/json', 'content-length': String(BODY_LIMIT_BYTES + 1) };
    const { status, headers: given } = await knock('POST', '/api/v1/plans', headers);
    expect([status, given['connection']]).toEqual([413, 'close']);
  });
});

/** What is answered to raw bytes, until the other side hangs up. */
function rawAnswer(parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(bench.origin).port), '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    let answer = '';
    socket.on('data', (piece: Buffer) => (answer += piece.toString('latin1')));
    socket.on('close', () => {
      resolve(answer);
    });
    // The bench may hang up while there is still something to send
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
  });
}

describe('bytes that are no request', () => {
  const host = (): string => `Host: ${new URL(bench.origin).host}\r\n`;
  it('a body without an end is refused as soon as it is too long', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, ' ');
    const head = `POST /api/v1/plans HTTP/1.1\r\n${host()}Authorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunks = Array.from({ length: 9 }, () => [`${megabyte.length.toString(16)}\r\n`, megabyte, '\r\n']).flat();
    expect(await rawAnswer([head, ...chunks])).toMatch(/^HTTP\/1.1 413 /u);
  });

  it.each([
    ['no HTTP', '\u0000\u0001 hello\r\n\r\n', 400],
    ['two lengths', 'POST /api/v1/plans HTTP/1.1\r\nHOSTContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST /api/v1/plans HTTP/1.1\r\nHOSTContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['no host', 'GET /api/v1/health HTTP/1.1\r\n\r\n', 400],
    ['a head without end', `GET /api/v1/health HTTP/1.1\r\nHOSTX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a broken header', 'GET /api/v1/health HTTP/1.1\r\nHOSTbad header\r\n\r\n', 400],
  ])('%s', async (_, text, status) => {
    expect(await rawAnswer([text.replace('HOST', host())])).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'u'));
    expect((await knock('GET', '/api/v1/health', {})).status).toBe(200);
  });
});
