import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../../../../electron/ipc/contract.ts';
import { createFakeEngine, type FakeEngine } from '../../../e2e/fakeEngine.ts';
import { openEvents, readEvents, startApiBench, TOKEN, type ApiBench, type ToldEvent } from './apiBench.ts';

let engine: FakeEngine;
let bench: ApiBench;
let key: string;
let endPreflight: (error: Error) => void;

beforeEach(async () => {
  engine = createFakeEngine({ holdAtStep: 0 });
  const preflight: Engine['preflight'] = () =>
    new Promise((_, reject) => {
      engine.calls.push('preflight');
      endPreflight = reject;
    });
  bench = await startApiBench({ ...engine, preflight });
  ({ key } = (await bench.ask('POST', '/controls')).value as { key: string });
});
afterEach(() => bench.close());

const REQUEST = { card: { kind: 'library', id: 'x' }, rig: { kind: 'listed', id: 'y' } };

it('everybody with the token may stop a run, and the run tells that it was stopped', async () => {
  const events = readEvents(await openEvents(bench));
  await bench.ask('POST', '/verifications', { body: REQUEST, key });
  expect((await bench.ask('POST', '/verifications', { body: REQUEST, key })).value).toMatchObject({
    code: 'run-in-progress',
  });
  const answer = { body: { answer: 'done' } };
  expect((await bench.ask('POST', '/prompts/safety/answer', answer)).value).toMatchObject({ code: 'not-in-control' });
  expect((await bench.ask('POST', '/prompts/other/answer', { ...answer, key })).status).toBe(409);
  await bench.ask('POST', '/prompts/safety/answer', { ...answer, key });
  let played = await events.next();
  while ((played.value as ToldEvent).event !== 'take-progress') played = await events.next();
  expect((await bench.ask('GET', '/status')).value).toMatchObject({ state: 'running', controls: 'taken' });
  expect((await bench.ask('POST', '/stop')).status).toBe(200);
  expect(engine.calls).toContain('cancel');
  expect((await events.next()).value).toMatchObject({
    event: 'run-failed',
    data: { error: { code: 'run-cancelled' } },
  });
  expect((await bench.ask('GET', '/status', { key })).value).toMatchObject({ state: 'idle', controls: 'yours' });
});

it('giving the controls up stops what plays', async () => {
  await bench.ask('POST', '/verifications', { body: REQUEST, key });
  await bench.ask('POST', '/prompts/safety/answer', { body: { answer: 'done' }, key });
  expect((await bench.ask('DELETE', '/controls', { key })).status).toBe(200);
  await expect.poll(() => engine.calls).toContain('cancel');
  expect((await bench.ask('DELETE', '/controls', { key })).value).toMatchObject({ code: 'control-lost' });
});

it('a program that leaves while the rig plays for it stops it', async () => {
  const leaving = new AbortController();
  const asked = fetch(`${bench.origin}/api/v1/rigs/x/preflight`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'ampbench-control': key },
    signal: leaving.signal,
  });
  await vi.waitFor(() => {
    expect(engine.calls).toContain('preflight');
  });
  expect((await bench.ask('GET', '/status')).value).toMatchObject({ controls: 'taken' });
  leaving.abort();
  await expect(asked).rejects.toThrow();
  await expect.poll(() => engine.calls).toContain('cancel');
  expect((await bench.ask('GET', '/status')).value).toMatchObject({ controls: 'free' });
  endPreflight(new Error('stopped'));
});

it('ending the bench stops what a program plays', async () => {
  await bench.ask('POST', '/verifications', { body: REQUEST, key });
  await bench.ask('POST', '/prompts/safety/answer', { body: { answer: 'done' }, key });
  await bench.close();
  expect(engine.calls).toContain('cancel');
});
