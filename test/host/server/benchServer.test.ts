import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startBenchServer, type BenchServer } from '../../../host/server/startBenchServer.ts';
import { createFakeEngine, type FakeEngine } from '../../e2e/fakeEngine.ts';

interface Door {
  readonly origin?: string;
  readonly host?: string;
  readonly protocols?: readonly string[];
  readonly path?: string;
}

describe('the bench server', () => {
  let folder: string;
  let engine: FakeEngine;
  let server: BenchServer;
  let origin: string;
  let token: string;
  const sockets: WebSocket[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-server-'));
    mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
    writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(folder, 'page', 'assets', 'page.js'), 'void 0;');
    writeFileSync(join(folder, 'page', 'notes.txt'), 'not a kind of file the page has');
    writeFileSync(join(folder, 'secret.html'), 'secret');
    engine = createFakeEngine({ holdAtStep: 0 });
    server = await startBenchServer({ engine, port: 0, pageDir: join(folder, 'page'), runsDir: join(folder, 'runs') });
    const address = new URL(server.url);
    origin = address.origin;
    token = address.hash.slice('#token='.length);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The HTTP status a WebSocket is refused with; 101 when it is let in. */
  function knock(door: Door = {}): Promise<number> {
    const { protocols = ['ampbench.v1', token], path = '/bench' } = door;
    const headers: Record<string, string> = door.host === undefined ? {} : { host: door.host };
    const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, [...protocols], {
      headers,
      ...(door.origin === '' ? {} : { origin: door.origin ?? origin }),
    });
    sockets.push(socket);
    return new Promise((resolve, reject) => {
      socket.on('open', () => {
        resolve(101);
      });
      socket.on('unexpected-response', (_, response) => {
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', reject);
    });
  }

  /** Status and headers of a plain request; `path` goes out as it is. */
  function get(
    path: string,
    host?: string,
    method = 'GET',
  ): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(origin);
      const asked = request(
        { hostname, port, path, method, ...(host === undefined ? {} : { headers: { host } }) },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
          });
        },
      );
      asked.on('error', reject);
      asked.end();
    });
  }

  it('lets in the page it served, with its token', async () => {
    expect(await knock()).toBe(101);
  });

  it.each([
    ['no token', { protocols: ['ampbench.v1'] }, 401],
    ['a wrong token', { protocols: ['ampbench.v1', 'A'.repeat(43)] }, 401],
    ['a token of another length', { protocols: ['ampbench.v1', 'A'] }, 401],
    ['another path', { path: '/other' }, 401],
    ['a foreign Origin', { origin: 'https://evil.example' }, 403],
    ['the Origin of another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['no Origin', { origin: '' }, 403],
    ['a foreign Host that resolves here', { host: 'evil.example' }, 403],
    ['a foreign Host with its own Origin', { host: 'evil.example', origin: 'http://evil.example' }, 403],
  ] as const)('refuses %s', async (_, door, status) => {
    expect(await knock(door)).toBe(status);
  });

  it('never puts the token into what it serves, and the address carries it only in the fragment', async () => {
    const { body, headers } = await get('/');
    expect(body + JSON.stringify(headers)).not.toContain(token);
    const address = new URL(server.url);
    expect(address.pathname + address.search).not.toContain(token);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });

  it('serves the page under a strict policy', async () => {
    const { status, headers } = await get('/');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*/u);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  it.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/assets/../../secret.html',
    '/assets',
    '/notes.txt',
    '/runs/x/report.html',
    '//evil',
    '/%',
  ])('does not serve %s', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  it('refuses a foreign Host and anything but reading', async () => {
    expect((await get('/', 'evil.example')).status).toBe(421);
    expect((await get('/', undefined, 'POST')).status).toBe(405);
  });

  it('listens on loopback only', () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });

  /** Lets a page in and sends raw messages as it. */
  async function enter(): Promise<{
    socket: WebSocket;
    ask: (method: string, ...args: unknown[]) => Promise<unknown>;
  }> {
    await knock();
    const socket = sockets.at(-1)!;
    let id = 0;
    const ask = (method: string, ...args: unknown[]): Promise<unknown> =>
      new Promise((resolve) => {
        id += 1;
        const key = `k${id}`;
        socket.on('message', (data) => {
          const message = JSON.parse((data as Buffer).toString()) as {
            t: string;
            i?: string;
            r?: unknown;
            e?: unknown;
          };
          if (message.t === 's' && message.i === key) resolve(message.r ?? { thrown: message.e });
        });
        socket.send(JSON.stringify({ t: 'q', i: key, m: method, a: args }));
      });
    return { socket, ask };
  }

  it('checks what a page asks for and names the field that is wrong', async () => {
    const { ask } = await enter();
    const request = { card: { kind: 'library', id: 'x' }, rig: { kind: 'listed', id: 'y' }, folder: '/etc' };
    expect(await ask('verify', request)).toMatchObject({ ok: false, error: { kind: 'usage', code: 'bad-request' } });
    expect(await ask('answer', 'safety', { answer: 'perhaps' })).toMatchObject({
      ok: false,
      error: { data: { place: 'answer.answer' } },
    });
    expect(await ask('plan')).toMatchObject({ ok: false });
    expect(engine.calls).toEqual([]);
  });

  it('has no calls but those of the contract', async () => {
    const { ask } = await enter();
    for (const name of ['constructor', '__proto__', 'toString', 'subscribe', 'restore']) {
      expect(await ask(name)).toHaveProperty('thrown');
    }
  });

  it('closes the door on what is not a message of the bench', async () => {
    const { socket } = await enter();
    const closed = new Promise<number>((resolve) => {
      socket.on('close', resolve);
    });
    socket.send('not json');
    expect(await closed).toBe(1008);
  });

  it('leaves a run that waits at a prompt alone when the page in control goes, and stops it when it plays', async () => {
    const first = await enter();
    await first.ask('verify', { card: { kind: 'library', id: 'x' }, rig: { kind: 'listed', id: 'y' } });
    first.socket.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(engine.calls).toEqual(['verify']);
    const second = await enter();
    await second.ask('answer', 'safety', { answer: 'done' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    second.socket.terminate();
    await expect.poll(() => engine.calls).toContain('cancel');
  });

  it('says which port is taken', async () => {
    const port = Number(new URL(origin).port);
    const second = startBenchServer({ engine, port, pageDir: join(folder, 'page'), runsDir: folder });
    await expect(second).rejects.toMatchObject({ code: 'port-not-free', data: { port } });
  });

  it('says that the page is not built', async () => {
    const second = startBenchServer({ engine, port: 0, pageDir: join(folder, 'nothing'), runsDir: folder });
    await expect(second).rejects.toMatchObject({ code: 'page-not-built' });
  });
});
