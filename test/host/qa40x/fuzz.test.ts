import fc from 'fast-check';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineThatHears, openQa40x, type TestServer } from './qa40xBench.ts';

const SEED = 40;
const REQUESTS = 2000;

/** Pieces of paths as clients write them, and as nobody does. */
const part = fc.oneof(
  fc.constantFrom(
    ...[
      'Settings',
      'AudioGen',
      'Gen1',
      'On',
      'Off',
      'BufferSize',
      '1024',
      '-10',
      '1e999',
      'NaN',
      'True',
      'RmsDbv',
      '20',
    ],
    ...['Acquisition', 'Data', 'Time', 'Input', 'ThdDb', 'MaskTest', 'LoadFromFile', '..', '%2e%2e%2f', '%', '%00', ''],
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map(encodeURIComponent),
  fc.double().map(String),
);
const verb = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD');
const body = fc.oneof(
  fc.constantFrom('', '{{}}', '{}', '{"Left":"","Right":""}', '{"Left":"AAAA","Right":7}', 'null', '[]'),
  fc.string({ maxLength: 60 }),
  fc.json({ maxDepth: 2 }),
);

describe('the QA40x interface under nonsense', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openQa40x({ engine: engineThatHears() });
    await server.fields('PUT', '/Settings/BufferSize/1024');
  });
  afterAll(() => server.close());

  it(`answers ${REQUESTS} requests that make no sense, none of them with a mistake of its own`, async () => {
    const call = fc.tuple(verb, fc.array(part, { maxLength: 6 }), body);
    for (const [method, parts, sent] of fc.sample(call, { seed: SEED, numRuns: REQUESTS })) {
      const path = `/${parts.join('/')}`;
      const { status, reason, body: received } = await server.call(method, path, { body: sent });
      const about = `${method} ${path} ${sent}: ${status} ${reason}`;
      expect(status, about).toBeLessThan(500);
      // HEAD has no body, and a picture is none of JSON
      if (status >= 400 && method !== 'HEAD') expect(received.toString(), about).toMatch(/^{"SessionId":"\d+"}$/);
      expect(reason, about).not.toContain('node:');
    }
    expect((await server.fields('GET', '/Status/Version')).Value).toBe('1.220');
  });

  it('bytes that are no HTTP end their own connection only', async () => {
    for (const bytes of fc.sample(fc.uint8Array({ maxLength: 400 }), { seed: SEED, numRuns: 200 })) {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.on('close', () => {
          resolve();
        });
        socket.resume();
        socket.end(bytes);
      });
    }
    expect((await server.fields('GET', '/Status/Version')).Value).toBe('1.220');
  });
});
