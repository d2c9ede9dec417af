import { readdirSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Procedure, Prompt, PromptAnswer, RunReply, Take } from '../../../core/run/effects.ts';
import type { Wiring } from '../../../core/planner/plan.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import type { PlayrecRequest } from '../../../host/audio/audioIo.ts';
import { executeRun } from '../../../host/engine/executeRun.ts';
import type { RunContext, RunEvent } from '../../../host/engine/executeRun.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { loopAudio } from './loopAudio.ts';
import { LOOPBACK, OPEN } from '../../../core/planner/wiring.ts';

const rig = createSimulatedBench('sim:studio-384/hpa-1', { seed: 7 }).rig;
const LOADED: Wiring = { ...OPEN, loadOhms: 20 };

const prompt = (id: string, wiring: Wiring): Prompt => ({ id, kind: 'wire', wiring, text: `wire ${id}` });
const take = (id: string, value = 0.25, predictedOutputVoltsRms = 1): Take => ({
  id,
  stepId: 'step',
  frames: encodeDeviceFrames([Float64Array.of(0, value, -value, value / 2)], 48000, 'int24'),
  wiring: OPEN,
  inputChannelCount: 2,
  description: id,
  predictedOutputVoltsRms,
  predictedLoadWatts: 0,
});

function captured(reply: RunReply): { peak: number; sha256: string } {
  if (reply.type !== 'take') throw new Error(`expected a take's reply, got ${reply.type}`);
  return { peak: Math.max(...reply.capture.frames), sha256: reply.sha256 };
}

interface Outcome {
  readonly answers: PromptAnswer[];
  readonly takes: { peak: number; sha256: string }[];
}

/** Open, loaded, open again: two askings of one prompt, three takes. */
function* threeTakes(secondValue = 0.5): Procedure<Outcome> {
  const answers: PromptAnswer[] = [];
  const takes: Outcome['takes'] = [];
  const asking: [string, Wiring, Take][] = [
    ['wire-open', LOOPBACK, take('t1')],
    ['wire-load-20', LOADED, take('t2', secondValue)],
    ['wire-open', LOOPBACK, take('t3')],
  ];
  for (const [id, wiring, played] of asking) {
    const reply = yield { type: 'prompt', prompt: prompt(id, wiring) };
    if (reply.type === 'prompt') answers.push(reply.answer);
    takes.push(captured(yield { type: 'take', take: played }));
    yield { type: 'note', stepId: 'step', text: `did ${played.id}`, decided: [] };
  }
  return { answers, takes };
}

/** Three steps in one wiring. */
function* inSteps(): Procedure<Outcome> {
  const takes: Outcome['takes'] = [];
  yield { type: 'prompt', prompt: prompt('wire-open', OPEN) };
  for (const stepId of ['first', 'second', 'third'])
    takes.push(captured(yield { type: 'take', take: { ...take(`${stepId}-1`), stepId } }));
  return { answers: [], takes };
}

let path = '';
let asked: string[] = [];
let wired: Wiring[] = [];
let played: number[] = [];
let events: RunEvent[] = [];
let cancel = new AbortController();
let answer: (prompt: Prompt) => PromptAnswer = () => ({ answer: 'done' });
let beforeTake: (request: PlayrecRequest) => Promise<void> = () => Promise.resolve();

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'ampbench-run-')), 'run');
  asked = [];
  wired = [];
  played = [];
  events = [];
  cancel = new AbortController();
  answer = ({ id }) => (id === 'wire-load-20' ? { answer: 'done', loadOhms: 19.98 } : { answer: 'done' });
  beforeTake = () => Promise.resolve();
});
afterEach(() => rm(join(path, '..'), { recursive: true, force: true }));

function context(folder: RunFolder, confirmWiring: boolean): RunContext {
  return {
    rig,
    folder,
    confirmWiring,
    cancel: cancel.signal,
    bench: {
      audio: loopAudio((request) => beforeTake(request)),
      tailSeconds: 0.001,
      wire: (wiring) => void wired.push(wiring),
      beginTake: (takeNumber) => void played.push(takeNumber),
    },
    ask: (each) => {
      asked.push(each.id);
      return Promise.resolve(answer(each));
    },
    observe: (event) => void events.push(event),
  };
}

async function start(procedure: Procedure<Outcome>): Promise<Outcome> {
  const folder = await RunFolder.create(path, {
    schemaVersion: 1,
    card: { id: null, text: 'card', identity: {} },
    rig,
    seed: 7,
  });
  return executeRun(procedure, context(folder, false)).finally(() => folder.close());
}

async function resume(procedure: Procedure<Outcome>, confirmWiring = false): Promise<Outcome> {
  const folder = await RunFolder.open(path);
  return executeRun(procedure, context(folder, confirmWiring)).finally(() => folder.close());
}

const failure = async (run: Promise<unknown>): Promise<unknown> =>
  run.then(() => null).catch((error: unknown) => error);

it('carries out prompts, wiring, takes and notes in order', async () => {
  const { answers, takes } = await start(threeTakes());
  expect(asked).toEqual(['wire-open', 'wire-load-20', 'wire-open']);
  expect(wired).toEqual([LOOPBACK, LOADED, LOOPBACK]);
  expect(played).toEqual([1, 2, 3]);
  expect(answers[1]).toEqual({ answer: 'done', loadOhms: 19.98 });
  expect(takes.map(({ peak }) => peak)).toEqual([0.25, 0.5, 0.25]);
  expect(events.filter((event) => event.type === 'note').map((event) => event.text)).toEqual([
    'did t1',
    'did t2',
    'did t3',
  ]);
});

it('records the tail after the last played frame', async () => {
  let request: PlayrecRequest | null = null;
  beforeTake = (given) => {
    request = given;
    return Promise.resolve();
  };
  await start(threeTakes());
  // 1 ms at 48 kHz.
  expect(request).toMatchObject({ tailFrames: 48, sampleRateHz: 48000, format: 'int24', outputChannelCount: 1 });
});

it('recomputes a finished run from disk without playing or asking', async () => {
  const first = await start(threeTakes());
  asked = [];
  played = [];
  expect(await resume(threeTakes(), true)).toEqual(first);
  expect(asked).toEqual([]);
  expect(played).toEqual([]);
});

it('goes on after the last finished take when the driver fails', async () => {
  const whole = await start(threeTakes());
  await rm(path, { recursive: true });
  beforeTake = () => (played.length === 5 ? Promise.reject(new Error('unplugged')) : Promise.resolve());
  expect(await failure(start(threeTakes()))).toMatchObject({ message: 'unplugged' });
  beforeTake = () => Promise.resolve();
  asked = [];
  wired = [];
  played = [];
  expect(await resume(threeTakes())).toEqual(whole);
  expect(asked).toEqual(['wire-open']);
  // The wiring that stood when it stopped is made again before take 2 plays.
  expect(wired).toEqual([LOADED, LOOPBACK]);
  expect(played).toEqual([2, 3]);
});

it('has a person confirm the wiring before it goes on in a new session', async () => {
  beforeTake = () => (played.length === 2 ? Promise.reject(new Error('unplugged')) : Promise.resolve());
  await failure(start(threeTakes()));
  beforeTake = () => Promise.resolve();
  asked = [];
  await resume(threeTakes(), true);
  expect(asked).toEqual(['wire-load-20', 'wire-open']);
});

describe('stopping', () => {
  it('by cancel during a take keeps what is finished and says how to go on', async () => {
    beforeTake = () => {
      if (played.length === 2) cancel.abort();
      return Promise.resolve();
    };
    const error = await failure(start(threeTakes()));
    expect(error).toMatchObject({
      kind: 'cancelled',
      code: 'run-cancelled',
      tip: expect.stringContaining(`--resume ${path}`) as string,
    });
    cancel = new AbortController();
    beforeTake = () => Promise.resolve();
    played = [];
    await resume(threeTakes());
    expect(played).toEqual([2, 3]);
  });

  it('by abort at a prompt is not taken for an answer later', async () => {
    answer = ({ id }) => ({ answer: id === 'wire-load-20' ? 'abort' : 'done' });
    expect(await failure(start(threeTakes()))).toMatchObject({ kind: 'cancelled', code: 'run-aborted' });
    answer = () => ({ answer: 'done' });
    asked = [];
    await resume(threeTakes());
    expect(asked).toEqual(['wire-load-20', 'wire-open']);
  });
});

describe('what is on disk', () => {
  it('gives the record back to the same bytes', async () => {
    await start(threeTakes());
    const folder = await RunFolder.open(path);
    expect(JSON.stringify(folder.record.rig)).toBe(JSON.stringify(rig));
    await folder.close();
  });

  it('is checked: a capture changed by one bit is refused by name', async () => {
    await start(threeTakes());
    const file = join(path, 'captures', 't2.wav');
    const bytes = await readFile(file);
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const error = await failure(resume(threeTakes()));
    expect(error).toMatchObject({ kind: 'data', code: 'capture-damaged' });
    expect(String(error)).toContain(file);
  });

  it('answers only the stimulus it was recorded with', async () => {
    await start(threeTakes());
    expect(await failure(resume(threeTakes(0.125)))).toMatchObject({ kind: 'data', code: 'journal-mismatch' });
  });

  it('measures a repeated step anew and what came after it, in the wiring it belongs to, and keeps what was measured', async () => {
    await start(inSteps());
    const before = readdirSync(join(path, 'captures')).length;
    played = [];
    asked = [];
    await RunFolder.voidStep(path, 'second');
    await resume(inSteps(), true);
    expect(played).toEqual([2, 3]);
    expect(asked).toEqual(['wire-open']);
    expect(readdirSync(join(path, 'captures')).length).toBe(before + 2);
    await expect(RunFolder.voidStep(path, 'fourth')).rejects.toMatchObject({ code: 'step-not-measured' });
    await writeFile(join(path, 'result.json'), '{}');
    await expect(RunFolder.voidStep(path, 'second')).rejects.toMatchObject({ code: 'run-finished' });
  });

  it('survives a journal line that a crash cut short', async () => {
    const whole = await start(threeTakes());
    await appendFile(join(path, 'journal.jsonl'), '{"type":"take","id":"t4"');
    expect(await resume(threeTakes())).toEqual(whole);
    expect((await readFile(join(path, 'journal.jsonl'), 'utf8')).endsWith('}\n')).toBe(true);
  });

  it('is refused where a whole journal line makes no sense, by line number', async () => {
    await start(threeTakes());
    await appendFile(join(path, 'journal.jsonl'), '{"type":"take","id":"t4"}\n');
    const error = await failure(resume(threeTakes()));
    expect(error).toMatchObject({ kind: 'data', code: 'journal-damaged', data: { line: 7 } });
  });

  it('is not written over by a second run, nor used by two at once', async () => {
    await start(threeTakes());
    expect(await failure(start(threeTakes()))).toMatchObject({ kind: 'storage', code: 'folder-not-empty' });
    const held = await RunFolder.open(path);
    expect(await failure(resume(threeTakes()))).toMatchObject({ kind: 'storage', code: 'folder-in-use' });
    await held.close();
    await resume(threeTakes());
  });

  it('is taken over from a process that is gone', async () => {
    await start(threeTakes());
    await writeFile(join(path, 'lock.json'), JSON.stringify({ processId: 2 ** 22 + 12345, beginning: '1' }));
    await resume(threeTakes());
  });
});

it('never plays a take predicted over the limit of the rig', async () => {
  function* tooLoud(): Procedure<Outcome> {
    yield { type: 'take', take: take('loud', 0.25, rig.limits.outputVoltsRms * 1.001) };
    return { answers: [], takes: [] };
  }
  expect(await failure(start(tooLoud()))).toMatchObject({ kind: 'safety', code: 'output-over-limit' });
  expect(played).toEqual([]);
});

it('refuses a take id that would leave the folder', async () => {
  function* escaping(): Procedure<Outcome> {
    yield { type: 'take', take: take('../../evil') };
    return { answers: [], takes: [] };
  }
  expect(await failure(start(escaping()))).toMatchObject({ code: 'take-id-not-a-file-name' });
});
