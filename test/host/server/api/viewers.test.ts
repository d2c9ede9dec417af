import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createFakeEngine, type FakeEngine } from '../../../e2e/fakeEngine.ts';
import { openEvents, readMessages, startApiBench, type ApiBench } from './apiBench.ts';

const EACH = 25;

let engine: FakeEngine;
let bench: ApiBench;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  engine = createFakeEngine({ holdAtStep: null });
  // The example's curves are megabytes, which these viewers have no use for
  bench = await startApiBench({
    ...engine,
    subscribe: (listener) =>
      engine.subscribe((event) => {
        listener(
          event.type === 'run-finished' ? { ...event, verification: { ...event.verification, curves: [] } } : event,
        );
      }),
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await bench.close();
});

/** A page that watches: the kinds of the events it is told until the run ends. */
function watchAsPage(): Promise<readonly string[]> {
  const token = new URL(bench.pageUrl).hash.slice('#token='.length);
  const socket = new WebSocket(`${bench.origin.replace('http', 'ws')}/bench`, ['ampbench.v1', token], {
    origin: bench.origin,
  });
  sockets.push(socket);
  const types: string[] = [];
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString()) as { m?: string; a?: [{ type: string }] };
      if (message.m !== 'event') return;
      const [{ type }] = message.a!;
      if (type !== 'take-progress') types.push(type);
      if (type === 'run-finished') resolve(types);
    });
  });
}

async function watchAsProgram(): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const message of readMessages(await openEvents(bench))) {
    const event = message.get('event');
    if (event !== undefined && event !== 'take-progress') types.push(event);
    if (event === 'run-finished') break;
  }
  return types;
}

it('50 viewers of a run, pages and programs, are each told all of it in order, and beside them one that reads nothing', async () => {
  const { key } = (await bench.ask('POST', '/controls')).value as { key: string };
  const told: string[] = [];
  engine.subscribe(({ type }) => {
    if (type !== 'take-progress') told.push(type);
  });
  const watching = Array.from({ length: EACH }, () => [watchAsPage(), watchAsProgram()]).flat();
  const stalled = await openEvents(bench);
  await expect.poll(() => sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length).toBe(EACH);
  const request = { card: { kind: 'library', id: 'x' }, rig: { kind: 'listed', id: 'y' } };
  await bench.ask('POST', '/verifications', { body: request, key });
  await bench.ask('POST', '/prompts/safety/answer', { body: { answer: 'done' }, key });
  const seen = await Promise.all(watching);
  expect(seen).toHaveLength(2 * EACH);
  expect(told.at(0)).toBe('run-started');
  for (const types of seen) expect(types).toEqual(told);
  // Who comes afterwards sees the same run
  expect(await watchAsProgram()).toEqual(told);
  await stalled.body!.cancel();
});
