import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startQa40xServer } from '../../../host/qa40x/startQa40xServer.ts';
import { engineThatHears, openQa40x, rig, type TestServer } from './qa40xBench.ts';

const PAGE = 'https://pages.example';

describe('who may call the QA40x interface', () => {
  let server: TestServer;
  let engine: ReturnType<typeof engineThatHears>;

  beforeEach(async () => {
    engine = engineThatHears();
    server = await openQa40x({ engine, origins: [PAGE, 'null'] });
  });
  afterEach(() => server.close());

  /** What comes back for bytes as they are. */
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1');
      let received = '';
      socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => {
        resolve(received);
      });
      socket.end(text);
    });

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('the Host %s is its own', async (name) => {
    const { status } = await server.call('GET', '/Status/Version', { headers: { host: `${name}:${server.port}` } });
    expect(status).toBe(200);
  });

  it.each(['pages.example', 'localhost', 'localhost:1', '192.168.0.2:9402'])(
    'the Host %s is refused: a foreign name that resolves here',
    async (host) => {
      const { status, reason } = await server.call('POST', '/Acquisition', { headers: { host } });
      expect(status).toBe(400);
      expect(reason).toContain('the Host must be one of localhost');
      expect(engine.requests).toEqual([]);
    },
  );

  it('answers on both loopback addresses', async () => {
    expect((await server.call('GET', '/Status/Version', { address: '::1' })).status).toBe(200);
  });

  it('a page that was not let in plays nothing, not even with the POST that no browser asks about before', async () => {
    const { status, reason, headers } = await server.call('POST', '/Acquisition', {
      headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
    });
    expect(status).toBe(403);
    expect(reason).toContain('--qa40x-origin https://evil.example');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(engine.requests).toEqual([]);
  });

  it.each([PAGE, 'null'])('a page of %s is let in, on replies and errors alike', async (origin) => {
    for (const path of ['/Status/Version', '/Nothing']) {
      const { headers } = await server.call('GET', path, { headers: { origin } });
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers.vary).toBe('origin');
    }
  });

  it('answers the preflight of any path with the verbs a browser must see', async () => {
    const headers = { origin: PAGE, 'access-control-request-method': 'PUT' };
    const preflight = await server.call('OPTIONS', '/Settings/BufferSize/32768', { headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toContain('PUT');
    expect(preflight.headers['access-control-allow-origin']).toBe(PAGE);
    const foreign = await server.call('OPTIONS', '/Acquisition', {
      headers: { ...headers, origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    expect(foreign.headers['access-control-allow-methods']).toBeUndefined();
  });

  it('no page at all is let in where none was named', async () => {
    const closed = await openQa40x({ engine });
    try {
      expect((await closed.call('GET', '/Status/Version', { headers: { origin: 'null' } })).status).toBe(403);
    } finally {
      await closed.close();
    }
  });

  it('a PUT or POST without a length is refused with 411', async () => {
    const head = `Host: localhost:${server.port}\r\nConnection: close\r\n\r\n`;
    expect(await raw(`PUT /Settings/Default HTTP/1.1\r\n${head}`)).toMatch(/^HTTP\/1.1 411 a PUT must have/);
    expect(await raw(`POST /Acquisition HTTP/1.1\r\n${head}`)).toMatch(/^HTTP\/1.1 411 /);
    expect(engine.requests).toEqual([]);
  });

  it('the body of a PUT is never read: one client sends four braces as JSON', async () => {
    const { status } = await server.call('PUT', '/Settings/Default', {
      body: '{{}}',
      headers: { 'content-type': 'application/json' },
    });
    expect(status).toBe(200);
  });

  it('a client whose Accept header has grown to 200 kB is served', async () => {
    const accept = Array.from({ length: 12_000 }, () => 'application/json').join(',');
    expect((await server.call('GET', '/Status/Version', { headers: { accept } })).status).toBe(200);
  });

  it('a body beyond two channels of the largest buffer is refused with 413', async () => {
    const { status, reason } = await server.call('POST', '/Acquisition', {
      body: Buffer.alloc(25 * 1024 * 1024, 0x20),
    });
    expect([status, reason]).toEqual([413, expect.stringContaining('26214400 bytes')]);
  });

  it.each([
    ['GET', '/Acquisition', 405, 'is called with POST, not GET'],
    ['POST', '/Settings/Default', 405, 'is called with PUT, not POST'],
    ['DELETE', '/ThdDb/1000/20000', 405, 'is called with GET'],
    ['GET', '/Nothing', 404, 'there is no GET /Nothing'],
    ['GET', '/ThdDb/1000', 404, 'there is no'],
    ['PUT', '/Settings/Sleep/10', 404, 'there is no'],
  ])('%s %s answers %i', async (verb, path, status, reason) => {
    const reply = await server.call(verb, path);
    expect([reply.status, reply.reason]).toEqual([status, expect.stringContaining(reason)]);
  });

  it('a port that is taken is an error that names it', async () => {
    const { port } = server;
    await expect(
      startQa40xServer({ engine, rig, path: 'loopback', loadOhms: null, port, origins: [], filesDir: null }),
    ).rejects.toMatchObject({ code: 'port-not-free', message: expect.stringContaining(String(port)) as unknown });
  });

  it('a port that is taken on one of its addresses is left free on the other', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen({ port: 0, host: '::1' }, resolve));
    const { port } = taken.address() as AddressInfo;
    const opened = startQa40xServer({
      engine,
      rig,
      path: 'loopback',
      loadOhms: null,
      port,
      origins: [],
      filesDir: null,
    });
    await expect(opened).rejects.toMatchObject({ code: 'port-not-free' });
    const other = createServer();
    await new Promise<void>((resolve) => other.listen({ port, host: '127.0.0.1' }, resolve));
    for (const server of [taken, other]) await new Promise((resolve) => server.close(resolve));
  });

  it('a rig of one channel is refused', async () => {
    await expect(openQa40x({ engine, rig: { ...rig, channels: rig.channels.slice(0, 1) } })).rejects.toMatchObject({
      code: 'two-channels-needed',
    });
  });
});
