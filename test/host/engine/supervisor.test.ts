import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineEvent } from '../../../electron/ipc/contract.ts';
import { forkEngine } from '../../../host/engine/engineProcess.ts';
import { superviseEngine } from '../../../host/engine/supervisor.ts';
import type { SupervisedEngine } from '../../../host/engine/supervisor.ts';

const program = join(dirname(fileURLToPath(import.meta.url)), 'fixtureEngine.ts');

let folder = '';
let engine: SupervisedEngine;
let events: EngineEvent[] = [];
let answerPrompts = true;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'ampbench-engine-')), 'run');
  events = [];
  answerPrompts = true;
  engine = superviseEngine({ launch: forkEngine(program), cancelLimitMs: 1000 });
  engine.subscribe((event) => {
    events.push(event);
    if (event.type === 'prompt' && answerPrompts) void engine.answer(event.prompt.id, { answer: 'done' });
  });
});
afterEach(async () => {
  await engine.close();
  await rm(dirname(folder), { recursive: true, force: true });
});

const request = (text: string) =>
  ({ kind: 'new', card: { kind: 'text', text }, rig: { kind: 'listed', id: 'r' }, seed: 1, folder }) as const;

type LastEvent = Extract<EngineEvent, { type: 'run-finished' | 'run-failed' }>;

function lastEvent(): Promise<LastEvent> {
  return new Promise((resolve) => {
    engine.subscribe((event) => {
      if (event.type === 'run-finished' || event.type === 'run-failed') resolve(event);
    });
  });
}

function seen(type: EngineEvent['type']): Promise<void> {
  return new Promise((resolve) => {
    engine.subscribe((event) => {
      if (event.type === type) resolve();
    });
  });
}

const types = (): string[] => events.map((event) => event.type);

async function run(text: string): Promise<LastEvent> {
  const last = lastEvent();
  expect(await engine.verify(request(text))).toEqual({ runId: 'run', folder });
  return last;
}

async function hashes(): Promise<string[]> {
  const journal = await readFile(join(folder, 'journal.jsonl'), 'utf8');
  return journal
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; sha256?: string })
    .flatMap((entry) => (entry.sha256 === undefined ? [] : [entry.sha256]));
}

it('runs to the end in another process', async () => {
  const last = await run('behave');
  expect(last).toMatchObject({ type: 'run-finished', verification: { warnings: await hashes() } });
  expect(types().filter((type) => type !== 'take-progress')).toEqual([
    'run-started',
    'take-started',
    'take-finished',
    'prompt',
    'prompt-answered',
    'take-started',
    'take-finished',
    'take-started',
    'take-finished',
    'run-finished',
  ]);
});

it('goes on from the last finished take when the engine is killed in the middle of one', async () => {
  const last = await run('die-at-take 2');
  expect(last).toMatchObject({ type: 'run-finished', verification: { warnings: await hashes() } });
  expect(types().filter((type) => ['run-started', 'engine-restarted', 'prompt'].includes(type))).toEqual([
    'run-started',
    'prompt',
    'engine-restarted',
  ]);
  const finished = events.flatMap((event) => (event.type === 'take-finished' ? [[event.takeId, event.replayed]] : []));
  expect(finished).toEqual([
    ['t1', false],
    ['t1', true],
    ['t2', false],
    ['t3', false],
  ]);
});

it('goes on in a new process when the driver cannot be used any more in this one', async () => {
  const last = await run('driver-restart-at-take 2');
  expect(last).toMatchObject({ type: 'run-finished', verification: { warnings: await hashes() } });
  expect(types().filter((type) => type === 'engine-restarted')).toHaveLength(1);
  expect(types()).not.toContain('run-failed');
});

it('gives a run up after three restarts, and keeps what was measured', async () => {
  const last = await run('always-die-at-take 3');
  expect(last).toMatchObject({
    type: 'run-failed',
    error: { kind: 'device', code: 'engine-keeps-dying', data: { restarts: 3 } },
  });
  expect(await hashes()).toHaveLength(2);
});

it('kills an engine that hangs and does not stop when told to', async () => {
  const started = seen('prompt-answered');
  const last = run('hang-at-take 2');
  await started;
  await new Promise((resolve) => setTimeout(resolve, 200));
  await engine.cancel();
  expect(await last).toMatchObject({ type: 'run-failed', error: { kind: 'cancelled', code: 'run-cancelled' } });
  expect(await hashes()).toHaveLength(1);
});

it('stops gently at a prompt and works again afterwards', async () => {
  answerPrompts = false;
  const asked = seen('prompt');
  const last = run('behave');
  await asked;
  await engine.cancel();
  expect(await last).toMatchObject({ type: 'run-failed', error: { kind: 'cancelled', code: 'run-cancelled' } });
  answerPrompts = true;
  const resumed = lastEvent();
  await engine.verify({ kind: 'resume', folder });
  expect(await resumed).toMatchObject({ type: 'run-finished' });
});

it('lets errors through with kind, code and tip', async () => {
  await run('behave');
  await expect(engine.verify(request('behave'))).rejects.toMatchObject({
    kind: 'storage',
    code: 'folder-not-empty',
    tip: expect.stringContaining('--resume') as string,
  });
  await expect(engine.answer('wire-load-20', { answer: 'done' })).rejects.toMatchObject({ code: 'prompt-not-open' });
});

it('refuses a second run while one is under way', async () => {
  answerPrompts = false;
  const asked = seen('prompt');
  void run('behave');
  await asked;
  await expect(engine.verify(request('behave'))).rejects.toMatchObject({ kind: 'usage', code: 'run-in-progress' });
});
