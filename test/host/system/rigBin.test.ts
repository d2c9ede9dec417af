import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { deleteRig, undeleteRig } from '../../../host/system/rigBin.ts';
import { listSavedRigs, saveRig } from '../../../host/system/rigLibrary.ts';

const rig = { ...createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 }).rig, id: 'desk' };
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-rig-bin-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const ids = async (): Promise<string[]> => (await listSavedRigs(folder)).map(({ id }) => id);

it('a deleted rig comes back with its baseline', async () => {
  await saveRig(rig, folder);
  const baseline = join(folder, 'desk.baseline.json');
  await writeFile(baseline, 'measured');
  await deleteRig('desk', folder);
  expect(await ids()).toEqual([]);
  await expect(readFile(baseline)).rejects.toThrow('ENOENT');
  await undeleteRig('desk', folder);
  expect(await ids()).toEqual(['desk']);
  expect(await readFile(baseline, 'utf8')).toBe('measured');
});

it('does not come back over another rig of its id', async () => {
  await saveRig(rig, folder);
  await deleteRig('desk', folder);
  await saveRig({ ...rig, name: 'Another' }, folder);
  await expect(undeleteRig('desk', folder)).rejects.toMatchObject({ kind: 'rig', code: 'rig-exists' });
  expect((await listSavedRigs(folder)).map(({ name }) => name)).toEqual(['Another']);
});

it('is neither a simulated bench nor one that is not there', async () => {
  await expect(deleteRig('sim:usb-192/hpa-1', folder)).rejects.toMatchObject({ code: 'rig-id-reserved' });
  await expect(deleteRig('desk', folder)).rejects.toMatchObject({ code: 'unknown-rig' });
  await expect(undeleteRig('desk', folder)).rejects.toMatchObject({ code: 'unknown-rig' });
});
