import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { z } from 'zod';
import type { Engine } from '../../../../electron/ipc/contract.ts';
import { errorSchema } from '../../../../host/server/api/answerSchemas.ts';
import { eventSchema } from '../../../../host/server/api/eventSchema.ts';
import { matchRoute } from '../../../../host/server/api/matchRoute.ts';
import { routes } from '../../../../host/server/api/routes.ts';
import { startBenchServer } from '../../../../host/server/startBenchServer.ts';

export const TOKEN = 'a-token-for-tests-that-is-long-enough-0';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON document; undefined where the answer is none. */
  readonly value: unknown;
}

export interface ToldEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: unknown;
}

export interface ApiBench {
  readonly origin: string;
  /** The address of the page, with its own token. */
  readonly pageUrl: string;
  readonly folder: string;
  /** Asks with the token; every answer is checked against the schema the document gives for it. */
  ask(method: string, path: string, options?: { body?: unknown; key?: string }): Promise<ApiAnswer>;
  close(): Promise<void>;
}

/** Serves the API of an engine from folders of its own. */
export async function startApiBench(engine: Engine): Promise<ApiBench> {
  const folder = mkdtempSync(join(tmpdir(), 'ampbench-api-'));
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>');
  const server = await startBenchServer({
    engine,
    port: 0,
    pageDir: join(folder, 'page'),
    runsDir: join(folder, 'runs'),
    apiToken: TOKEN,
  });
  const { origin } = new URL(server.url);
  return {
    origin,
    pageUrl: server.url,
    folder,
    ask: async (method, path, { body, key } = {}) => {
      const response = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'ampbench-control': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const { status, headers } = response;
      const isJson = headers.get('content-type')?.startsWith('application/json') === true;
      const value: unknown = isJson ? await response.json() : undefined;
      if (isJson) fitsDocument(method, path.split('?')[0], status, value);
      return { status, headers, value };
    },
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function fitsDocument(method: string, path: string, status: number, value: unknown): void {
  const schema: z.ZodType | null | undefined =
    status >= 400 ? errorSchema : matchRoute(routes, method, path).route.gives.content['application/json'];
  expect(schema?.safeParse(value).error, `${method} ${path} ${status}`).toBeUndefined();
}

/** The messages of a stream as they come; ends with the stream. */
export async function* readMessages(response: Response): AsyncGenerator<ReadonlyMap<string, string>> {
  let parts: string[] = [];
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    const endsOne = piece.includes('\n\n') || (piece.startsWith('\n') && parts.at(-1)?.endsWith('\n') === true);
    parts.push(piece);
    // A message of megabytes comes in many pieces: they are put together once
    if (!endsOne) continue;
    const messages = parts.join('').split('\n\n');
    parts = [messages.pop()!];
    for (const message of messages) {
      yield new Map(
        message.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
      );
    }
  }
}

/** The events of a stream, each checked against its schema. */
export async function* readEvents(response: Response): AsyncGenerator<ToldEvent> {
  for await (const message of readMessages(response)) {
    const [event, data] = [message.get('event'), message.get('data')];
    if (event === undefined || data === undefined) continue;
    const told: unknown = JSON.parse(data);
    if (event !== 'closed' && event !== 'events-missed') expect(eventSchema.safeParse(told).error).toBeUndefined();
    yield { id: message.get('id') ?? null, event, data: told };
  }
}

/** Opens the stream of events. */
export async function openEvents({ origin }: ApiBench, headers: Record<string, string> = {}, signal?: AbortSignal) {
  const response = await fetch(`${origin}/api/v1/events`, {
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    ...(signal === undefined ? {} : { signal }),
  });
  expect(response.status).toBe(200);
  return response;
}
