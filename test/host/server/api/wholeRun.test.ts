import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { createLocalEngine } from '../../../../host/engine/localEngine.ts';
import type { runFigureSchema, storedRunSchema } from '../../../../host/server/api/answerSchemas.ts';
import type { eventSchema } from '../../../../host/server/api/eventSchema.ts';
import { openEvents, readEvents, startApiBench, TOKEN, type ApiBench } from './apiBench.ts';

let bench: ApiBench;
let key = '';
let runId = '';

beforeAll(async () => {
  bench = await startApiBench(createLocalEngine());
  vi.stubEnv('XDG_DATA_HOME', bench.folder);
  ({ key } = (await bench.ask('POST', '/controls')).value as { key: string });
});
afterAll(async () => {
  await bench.close();
  vi.unstubAllEnvs();
});

const MEASUREMENT = {
  measurement: { kind: 'level', settings: { seconds: 0.2 }, path: 'dut', outputVoltsRms: 1, loadOhms: null },
  rig: { kind: 'listed', id: 'sim:usb-192/hpa-1' },
  seed: 3,
  serial: 'Nº 42/ü',
};

it('measures, and tells by events how it goes', async () => {
  const stop = new AbortController();
  const events = readEvents(await openEvents(bench, {}, stop.signal));
  const started = await bench.ask('POST', '/measurements', { body: MEASUREMENT, key });
  expect(started.status).toBe(201);
  ({ runId } = started.value as { runId: string });
  const types: string[] = [];
  for await (const { data } of events) {
    const event = data as z.infer<typeof eventSchema>;
    if (event.type === 'take-progress') continue;
    types.push(event.type);
    if (event.type === 'prompt') {
      expect((await bench.ask('GET', '/status', { key })).value).toEqual({
        state: 'waiting',
        runId,
        prompt: event.prompt,
        controls: 'yours',
      });
      await bench.ask('POST', `/prompts/${event.prompt.id}/answer`, { body: { answer: 'done' }, key });
    }
    if (event.type === 'run-failed') throw new Error(event.error.message);
    if (event.type === 'measurement-finished') break;
  }
  stop.abort();
  expect(types[0]).toBe('measurement-started');
  expect(types.filter((type) => type === 'prompt').length).toBe(
    types.filter((type) => type === 'prompt-answered').length,
  );
});

it('hands out the run, its figures with what they rest on, and its report', async () => {
  const { total, runs } = (await bench.ask('GET', '/runs?limit=1')).value as {
    total: number;
    runs: { runId: string; finished: boolean; serial?: string }[];
  };
  expect({ total, runs }).toMatchObject({ total: 1, runs: [{ runId, finished: true, serial: 'Nº 42/ü' }] });
  expect((await bench.ask('GET', '/runs?offset=1')).value).toEqual({ total: 1, runs: [] });

  const stored = (await bench.ask('GET', `/runs/${runId}`)).value as z.infer<typeof storedRunSchema>;
  const figures = (await bench.ask('GET', `/runs/${runId}/figures?figureId=level`)).value as z.infer<
    typeof runFigureSchema
  >[];
  expect(figures).toEqual(stored.measurement!.channels.map(({ figures: own }) => ({ stepId: null, ...own['level'] })));
  expect(figures).toHaveLength(2);

  const report = await bench.ask('GET', `/runs/${runId}/reports/csv`);
  expect(report.headers.get('content-type')).toContain('text/csv');
  expect(report.headers.get('content-disposition')).toContain(`${runId}.csv`);
});

it('hands out captures whole and in parts', async () => {
  const [capture] = (await bench.ask('GET', `/runs/${runId}/captures`)).value as { takeId: string; sha256: string }[];
  const get = (headers: Record<string, string>, method = 'GET') =>
    fetch(`${bench.origin}/api/v1/runs/${runId}/captures/${capture.takeId}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    });
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
  const whole = await bytesOf(await get({}));
  const samples = whole.subarray(whole.indexOf('data') + 8);
  expect(createHash('sha256').update(samples).digest('hex')).toBe(capture.sha256);
  const size = whole.length;

  for (const [range, first, last] of [
    ['bytes=0-43', 0, 43],
    ['bytes=100-', 100, size - 1],
    ['bytes=-7', size - 7, size - 1],
    [`bytes=${size - 1}-${size + 50}`, size - 1, size - 1],
  ] as const) {
    const part = await get({ range });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes ${first}-${last}/${size}`);
    expect((await bytesOf(part)).equals(whole.subarray(first, last + 1))).toBe(true);
  }
  const outside = await get({ range: `bytes=${size}-` });
  expect([outside.status, await outside.json()]).toMatchObject([416, { code: 'range-outside-file' }]);
  const head = await get({}, 'HEAD');
  expect([head.status, Number(head.headers.get('content-length'))]).toEqual([200, size]);
  // What is no range, or of a file that has changed since, is answered with the whole
  for (const headers of [{ range: 'lines=1-2' }, { range: 'bytes=5-2' }, { range: 'bytes=0-1', 'if-range': '"other"' }])
    expect((await bytesOf(await get(headers))).length).toBe(size);
  expect((await bench.ask('GET', `/runs/${runId}/captures/none`)).value).toMatchObject({ code: 'capture-unknown' });
});

it('keeps notes, puts a run aside and brings it back', async () => {
  await bench.ask('POST', `/runs/${runId}/notes`, { body: { text: 'volume at noon' } });
  const path = `/runs/${runId}`;
  expect((await bench.ask('DELETE', path)).value).toMatchObject({ code: 'not-in-control' });
  expect((await bench.ask('DELETE', path, { key })).status).toBe(200);
  expect((await bench.ask('GET', path)).status).toBe(404);
  expect((await bench.ask('POST', `${path}/restore`, { key })).status).toBe(200);
  expect((await bench.ask('GET', path)).value).toMatchObject({ notes: [{ text: 'volume at noon' }] });
});

it('plans, and reads cards and rigs', async () => {
  const rig = MEASUREMENT.rig;
  const [{ id }] = (await bench.ask('GET', '/cards')).value as { id: string }[];
  expect((await bench.ask('GET', `/cards/${encodeURIComponent(id)}`)).status).toBe(200);
  const card = { kind: 'text', text: 'Gain: 11 dB\nTHD+N: 0.01 % at 1 V, 1 kHz' };
  expect((await bench.ask('POST', '/cards/parse', { body: card })).value).toMatchObject({
    card: { claims: [{ quantity: 'gain' }, { quantity: 'thd_n' }] },
  });
  expect((await bench.ask('POST', '/plans', { body: { card, rig } })).value).toMatchObject({ simulated: true });
  expect((await bench.ask('GET', '/rigs')).status).toBe(200);
  const rigPath = `/rigs/${encodeURIComponent(rig.id)}`;
  const known = (await bench.ask('GET', rigPath)).value as { rig: { id: string } };
  expect((await bench.ask('GET', `${rigPath}/rates`)).status).toBe(200);
  expect((await bench.ask('GET', `${rigPath}/devices`)).status).toBe(200);
  expect((await bench.ask('GET', '/kinds')).status).toBe(200);
  expect(
    (await bench.ask('POST', '/measurements/preview', { body: { measurement: MEASUREMENT.measurement, rig } })).status,
  ).toBe(200);
  const own = { ...known.rig, id: 'own', driver: 'portaudio' };
  expect((await bench.ask('POST', '/rigs/check', { body: { ...own, name: '' } })).value).toMatchObject([
    { place: 'name' },
  ]);
  expect((await bench.ask('PUT', '/rigs', { body: own, key })).status).toBe(200);
  expect((await bench.ask('GET', '/rigs/own')).value).toMatchObject({ rig: own, baseline: null });
  expect((await bench.ask('GET', '/rigs/none')).status).toBe(404);
});
