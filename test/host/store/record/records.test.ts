import { mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findRun } from '../../../../host/store/database/runQueries.ts';
import { exportRecord } from '../../../../host/store/record/exportRecord.ts';
import { importRecord } from '../../../../host/store/record/importRecord.ts';
import { importRunFolder } from '../../../../host/store/record/importRunFolder.ts';
import { verifyRecord } from '../../../../host/store/record/verifyRecord.ts';
import { addPhoto, photoPath, readPhotos, reportPhotos } from '../../../../host/store/runPhotos.ts';
import { withStore } from '../../../../host/store/runStore.ts';
import { keepQuickRun } from '../quickRuns.ts';

let folder = '';
let record = '';
const at = (...names: string[]): string => join(folder, ...names);
const importInto = (store: string, path: string): Promise<string> =>
  withStore(at(store), (opened) => importRecord(opened, path));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-record-'));
  vi.stubEnv('XDG_DATA_HOME', at('data'));
  await keepQuickRun(at('run'), { serial: 'Ж-1', values: [0.1, 0.2, 0.1] });
  record = at('run.ampbench');
  await exportRecord(at('run'), record);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('a record', () => {
  it('has the same bytes however often and in whatever time zone it is exported', async () => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    await exportRecord(at('run'), at('again.ampbench'));
    vi.stubEnv('TZ', 'UTC');
    expect(readFileSync(at('again.ampbench')).equals(readFileSync(record))).toBe(true);
  });

  it('opens in another store to the same files, and is exported from there to the same bytes', async () => {
    const name = await importInto('other', record);
    for (const file of [
      'run.json',
      'journal.jsonl',
      'result.json',
      ...readdirSync(at('run', 'captures')).map((each) => `captures/${each}`),
    ])
      expect(readFileSync(at('other', name, file)).equals(readFileSync(at('run', file)))).toBe(true);
    await exportRecord(at('other', name), at('back.ampbench'));
    expect(readFileSync(at('back.ampbench')).equals(readFileSync(record))).toBe(true);
    const { serial } = await withStore(at('other'), ({ database }) => findRun(database, name));
    expect(serial).toBe('Ж-1');
  });

  it('carries the photos of the bench, each under its own hash; one that is gone is left out', async () => {
    const picture = (last: number): Uint8Array =>
      Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0, 3, 1, 0xff, 0xda, 0, 3, 1, 0x12, last, 0xff, 0xd9]);
    await keepQuickRun(at('seen'), { serial: 'P-1' });
    const [front, gone] = [
      ...(await addPhoto(at('seen'), 'front', picture(1))),
      ...(await addPhoto(at('seen'), 'back', picture(2))),
    ].slice(-2);
    rmSync(photoPath(at('seen'), gone.file));
    await exportRecord(at('seen'), at('seen.ampbench'));
    expect(await verifyRecord(at('seen.ampbench'))).toEqual([]);
    const name = await importInto('album', at('seen.ampbench'));
    expect(await readPhotos(at('album', name))).toEqual([front, gone]);
    expect((await reportPhotos(at('album', name))).map(({ caption }) => caption)).toEqual(['front']);
    writeFileSync(photoPath(at('seen'), front.file), picture(3));
    const copied = withStore(at('copied'), (opened) => importRunFolder(opened, at('seen')));
    await expect(copied).rejects.toMatchObject({ code: 'photo-damaged', data: { file: front.file } });
  });

  it('is taken in once, and beside another run of its name', async () => {
    const first = await importInto('twice', record);
    expect(await importInto('twice', record)).toBe(first);
    await keepQuickRun(at('named', 'run'));
    const name = await importInto('named', record);
    expect(name).toMatch(/^run-[0-9a-f]{8}$/u);
    expect(readdirSync(at('named')).filter((each) => each.startsWith('.'))).toEqual([]);
  });

  it('is not made of a run that is not finished, or whose capture is missing', async () => {
    await keepQuickRun(at('open'), { isFinished: false });
    await expect(exportRecord(at('open'), at('open.ampbench'))).rejects.toMatchObject({ code: 'run-not-finished' });
    await keepQuickRun(at('gap'), { values: [0.5] });
    rmSync(at('gap', 'captures', 't0.wav'));
    await expect(exportRecord(at('gap'), at('gap.ampbench'))).rejects.toMatchObject({
      code: 'capture-missing',
      data: { path: at('gap', 'captures', 't0.wav') },
    });
  });
});

describe('verifying a record', () => {
  it('finds nothing in one as it was exported', async () => {
    expect(await verifyRecord(record)).toEqual([]);
  });

  /** Places spread over the whole file, its head and its end among them. */
  const places = (size: number): number[] => {
    const step = Math.floor(size / 30);
    return [0, 4, 10, 14, ...Array.from({ length: 30 }, (_, index) => index * step + (index % 7)), size - 40, size - 1];
  };

  it('finds a changed bit anywhere in the file', async () => {
    const whole = readFileSync(record);
    for (const place of places(whole.length)) {
      const changed = Buffer.from(whole);
      changed[place] ^= 1;
      writeFileSync(at('changed.ampbench'), changed);
      const found = await verifyRecord(at('changed.ampbench')).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'record-refused' });
        return ['refused'];
      });
      expect({ place, faults: found.length }).not.toEqual({ place, faults: 0 });
    }
  });

  it.each(['captures/t1.wav', 'result.json', 'run.json'])('names %s when a byte of it was changed', async (entry) => {
    const whole = readFileSync(record);
    const content = readFileSync(at('run', entry));
    const changed = Buffer.from(whole);
    changed[whole.indexOf(content) + content.length - 3] ^= 1;
    writeFileSync(at('changed.ampbench'), changed);
    expect(await verifyRecord(at('changed.ampbench'))).toMatchObject([{ entry }]);
    await expect(importInto('never', at('changed.ampbench'))).rejects.toMatchObject({
      code: 'record-changed',
      data: { entry },
    });
    expect(readdirSync(at('never')).filter((name) => name.startsWith('.') || name === 'run')).toEqual([]);
  });

  it('refuses one that was cut off or added to', async () => {
    const whole = readFileSync(record);
    for (const bytes of [
      whole.subarray(0, whole.length - 100),
      Buffer.concat([whole, Buffer.from('x')]),
      Buffer.alloc(0),
    ]) {
      writeFileSync(at('cut.ampbench'), bytes);
      await expect(verifyRecord(at('cut.ampbench'))).rejects.toMatchObject({ code: 'record-refused' });
    }
  });
});

describe('a run that is no record', () => {
  it('is taken in from its folder, which stays as it is', async () => {
    const before = readdirSync(at('run'));
    const name = await withStore(at('folders'), (store) => importRunFolder(store, at('run')));
    expect(name).toBe('run');
    expect(readdirSync(at('run'))).toEqual(before);
    expect(
      readFileSync(at('folders', 'run', 'captures', 't1.wav')).equals(readFileSync(at('run', 'captures', 't1.wav'))),
    ).toBe(true);
  });

  it('is refused with a capture that is not what its journal says', async () => {
    await keepQuickRun(at('spoilt'), { values: [0.4] });
    const file = openSync(at('spoilt', 'captures', 't0.wav'), 'r+');
    writeSync(file, Buffer.from([1]), 0, 1, 200);
    closeSync(file);
    const imported = withStore(at('folders'), (store) => importRunFolder(store, at('spoilt')));
    await expect(imported).rejects.toMatchObject({ code: 'capture-damaged', data: { takeId: 't0' } });
    expect(readdirSync(at('folders'))).not.toContain('spoilt');
  });
});

beforeEach(() => {
  vi.stubEnv('XDG_DATA_HOME', at('data'));
});
