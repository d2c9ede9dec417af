import { Agent, request } from 'node:http';
import { homedir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AmpbenchError } from '../../../../core/errors.ts';
import { errorSchema } from '../../../../host/server/api/answerSchemas.ts';
import { routes } from '../../../../host/server/api/routes.ts';
import { createFakeEngine } from '../../../e2e/fakeEngine.ts';
import { startApiBench, TOKEN, type ApiBench } from './apiBench.ts';

const SEED = 20_261_121;
const REQUESTS = 10_000;
const UNDER_WAY = 16;

let bench: ApiBench;
const engine = createFakeEngine({ holdAtStep: 0 });
// What the scripted engine has no script for it refuses as the real one does, with the path in its message
const noRun = (path: string): Promise<never> =>
  Promise.reject(new AmpbenchError('data', 'not-a-run-folder', `${path} holds no run`, { path }));
const noRig = (): Promise<never> => Promise.reject(new AmpbenchError('rig', 'unknown-rig', 'there is no such rig'));
const agent = new Agent({ keepAlive: true, maxSockets: UNDER_WAY });

beforeAll(async () => {
  bench = await startApiBench({ ...engine, readRun: noRun, noteRun: noRun, previewMeasurement: noRig });
});
afterAll(async () => {
  agent.destroy();
  await bench.close();
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    ...['..', '../../etc/passwd', '%2e%2e%2f', '%00', '%c0%af', '%', '%zz', '{runId}', '__proto__', 'constructor'],
    ...['NaN', '-1', '1e999', '$(id)', ';ls', "' OR 1=1 --", '<script>', '\u202e', 'x'.repeat(5000), ''],
  ),
);
/** What a client library does before it sends an address, or a little less: bytes that HTTP cannot carry are encoded. */
const inAddress = hostile.map((text) =>
  Buffer.from(text)
    .toString()
    .replaceAll(/[^\x21-\x7e]|[?#/]/gu, encodeURIComponent),
);

/** Documents that are nearly what a call takes, and any others. */
const nearly = fc.record(
  {
    card: fc.oneof(
      fc.record({ kind: fc.constantFrom('library', 'text', 'x'), id: hostile, text: hostile }),
      fc.jsonValue(),
    ),
    rig: fc.oneof(fc.record({ kind: fc.constantFrom('listed', 'given'), id: hostile }), fc.jsonValue()),
    measurement: fc.jsonValue(),
    seed: fc.oneof(fc.integer(), fc.double(), fc.string()),
    answer: fc.constantFrom('done', 'no', 1, null),
    loadOhms: fc.double(),
    text: hostile,
    folder: hostile,
    ['__proto__']: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const deep = fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth));
const body = fc.oneof(
  { weight: 4, arbitrary: nearly.map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: fc.json() },
  { weight: 2, arbitrary: hostile },
  { weight: 1, arbitrary: deep },
);
const route = fc.constantFrom(...routes.filter(({ path }) => path !== '/events'));

const asked: fc.Arbitrary<Asked> = fc
  .tuple(
    route,
    fc.array(inAddress, { minLength: 3, maxLength: 3 }),
    fc.option(fc.tuple(fc.constantFrom('limit', 'offset', 'figureId', 'key', '__proto__'), inAddress), { freq: 1 }),
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND') },
    ),
    fc.option(body, { freq: 5 }),
    fc.record(
      {
        'content-type': fc.constantFrom('application/json; charset=utf-8', 'text/plain', 'application/json;x'),
        'ampbench-control': fc.string({ unit: 'grapheme-ascii', maxLength: 100 }),
        'last-event-id': fc.string({ unit: 'grapheme-ascii' }),
        range: fc.constantFrom('bytes=0-', 'bytes=-', 'bytes=9-1', 'bytes=99999999999999999999-'),
        accept: fc.string({ unit: 'grapheme-ascii' }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([{ method, path, body: takes }, names, query, otherMethod, content, headers]) => {
    let index = 0;
    const filled = path.replaceAll(/\{\w+\}/gu, () => names[index++ % names.length]);
    const asks = query === null ? '' : `?${query[0]}=${query[1]}`;
    const sent = content ?? (takes === null ? null : '{}');
    return {
      method: otherMethod ?? method,
      path: `/api/v1${filled}${asks}`,
      headers: { 'content-type': 'application/json', ...headers },
      body: sent,
    };
  });

interface Answered {
  readonly status: number;
  readonly text: string;
}

function send({ method, path, headers, body: content }: Asked, token: string | null): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(bench.origin);
    const own: Record<string, string> = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      // Node frames no body of a GET by itself
      ...(content === null ? {} : { 'content-length': String(Buffer.byteLength(content)) }),
    };
    const sent = request({ hostname, port, path, method, agent, headers: { ...headers, ...own } }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    sent.on('error', reject);
    sent.end(content ?? undefined);
  });
}

/** Nothing of this machine or of our own code stands in an answer. */
const LEAKS = [homedir(), process.cwd(), 'node_modules', 'node:', '.ts:', '\n    at '];

it(`[${REQUESTS}] requests of any kind with the token are answered: none with a fault of the bench, none with a word too many, nothing is played`, async () => {
  const leaks = [...LEAKS, bench.folder, TOKEN];
  const counts = new Map<number, number>();

  const requests = fc.sample(asked, { numRuns: REQUESTS, seed: SEED });
  const failed: unknown[] = [];
  const sendNext = async (): Promise<void> => {
    for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
      const { status, text } = await send(next, TOKEN);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      const isError = status >= 400;
      const isTold = !isError || text === '' || errorSchema.safeParse(JSON.parse(text)).success;
      if (!isTold || leaks.some((leak) => text.includes(leak)) || status >= 500)
        failed.push({ next, status, text: text.slice(0, 500) });
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, sendNext));
  expect(failed).toEqual([]);
  expect(engine.calls.filter((call) => call !== 'plan' && call !== 'cancel')).toEqual([]);
  // What was asked was not all refused at the same door
  for (const status of [200, 400, 404, 405, 409, 415]) expect(counts.get(status), String(status)).toBeGreaterThan(50);
  expect((await bench.ask('GET', '/status')).value).toMatchObject({ state: 'idle' });
});

it('without the token every one of them is refused alike, but the open call', async () => {
  const requests = fc.sample(asked, { numRuns: 1000, seed: SEED + 1 });
  const answers = new Set<string>();
  for (const next of requests) {
    const { status, text } = await send(next, null);
    if (next.path.split('?')[0] !== '/api/v1/health' && next.method !== 'HEAD') answers.add(`${status} ${text}`);
  }
  expect(answers.size).toBe(1);
  expect([...answers][0]).toContain('401 {"code":"token-missing"');
});
