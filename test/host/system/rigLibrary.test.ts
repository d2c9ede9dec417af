import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSimulatedBench, listSimulatedBenches } from '../../../core/simulate/bench.ts';
import { listSavedRigs, loadRig, parseRig, saveRig } from '../../../host/system/rigLibrary.ts';

let folder = '';
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'ampbench-rigs-')), 'rigs');
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

const rig = {
  ...createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 }).rig,
  id: 'my-bench/left',
  driver: 'portaudio' as const,
};

it('saves a rig and finds it again by its id', async () => {
  expect(await listSavedRigs(folder)).toEqual([]);
  const path = await saveRig(rig, folder);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(rig);
  expect(await loadRig('my-bench/left', 1, folder)).toEqual(rig);
  expect(await listSavedRigs(folder)).toEqual([rig]);
});

it('gives every simulated bench, the same for the same seed', async () => {
  for (const id of listSimulatedBenches()) {
    const found = await loadRig(id, 5, folder);
    expect(found).toMatchObject({ id, driver: 'simulated' });
    expect(await loadRig(id, 5, folder)).toEqual(found);
  }
});

it('lists what there is when an id is unknown', async () => {
  await saveRig(rig, folder);
  const error: unknown = await loadRig('my-bench/right', 1, folder).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ kind: 'rig', code: 'unknown-rig' });
  expect(String(error)).toContain('my-bench/left');
  expect(String(error)).toContain('sim:studio-384/hpa-1');
});

it('keeps the ids of simulated benches for them', async () => {
  await expect(saveRig({ ...rig, id: 'sim:mine' }, folder)).rejects.toMatchObject({ code: 'rig-id-reserved' });
});

it('does not leave its folder for an id with dots', async () => {
  const path = await saveRig({ ...rig, id: 'a/../../b' }, folder);
  expect(path.startsWith(`${folder}/`)).toBe(true);
  expect(path.slice(folder.length + 1)).not.toContain('/');
});

it('names every wrong field with its value and rule', () => {
  const wrong = {
    ...rig,
    sampleRateHz: 100,
    output: { ...rig.output, maxVoltsRms: -2 },
    clock: undefined,
    colour: 'red',
  };
  let error: unknown = null;
  try {
    parseRig(JSON.stringify(wrong), 'bench.json');
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ kind: 'rig', code: 'rig-invalid' });
  expect(String(error)).toMatch(/bench\.json is not a rig/);
  expect(String(error)).toMatch(/sampleRateHz is 100: .*8000/);
  expect(String(error)).toMatch(/output\.maxVoltsRms is -2: /);
  expect(String(error)).toMatch(/clock is missing: /);
  expect(String(error)).toMatch(/colour/);
});

it('says where a damaged saved rig lies', async () => {
  const path = await saveRig(rig, folder);
  await writeFile(path, '{"schemaVersion": 1,');
  await expect(loadRig(rig.id, 1, folder)).rejects.toMatchObject({ code: 'rig-not-json', data: { place: path } });
});
