import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { encodeResult } from '../../../core/result/encodeResult.ts';
import { deleteRun, listRuns, noteRun, readRun, undeleteRun } from '../../../host/engine/runHistory.ts';
import { lockFolder } from '../../../host/store/folderLock.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { exampleVerification } from '../../report/exampleVerification.ts';

const { rig } = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });

describe('the history of runs', () => {
  let runs: string;
  beforeEach(() => {
    runs = mkdtempSync(join(tmpdir(), 'ampbench-history-'));
  });
  afterEach(() => {
    rmSync(runs, { recursive: true, force: true });
  });

  async function keepRun(name: string, finished: boolean): Promise<string> {
    const path = join(runs, name);
    const card = { id: null, text: 'Gain: 8 dB', identity: { maker: 'Pass Labs', product: 'HPA-1' } };
    const folder = await RunFolder.create(path, { schemaVersion: 1, card, rig, seed: 1 });
    if (finished) await folder.writeResult('result.json', encodeResult(exampleVerification));
    await folder.close();
    return path;
  }

  it('lists runs with their outcome, finished or not, and leaves out what is no run', async () => {
    await keepRun('a', true);
    await keepRun('b', false);
    mkdirSync(join(runs, 'empty'));
    mkdirSync(join(runs, 'damaged'));
    writeFileSync(join(runs, 'damaged', 'run.json'), '{');
    const listed = await listRuns(runs);
    expect(listed.map(({ runId }) => runId).sort()).toEqual(['a', 'b']);
    const finished = listed.find(({ runId }) => runId === 'a');
    expect(finished).toMatchObject({ name: 'Pass Labs HPA-1', sort: 'verification', finished: true, simulated: true });
    expect(finished!.summary).toEqual(exampleVerification.summary);
    expect(listed.find(({ runId }) => runId === 'b')).toMatchObject({ finished: false, summary: null });
    expect(await listRuns(join(runs, 'nowhere'))).toEqual([]);
  });

  it('keeps notes with their run, in order', async () => {
    const path = await keepRun('a', false);
    await noteRun(path, 'Lid on.');
    await noteRun(path, 'Warm for 32 min.');
    const { notes } = await readRun(path);
    expect(notes.map(({ text }) => text)).toEqual(['Lid on.', 'Warm for 32 min.']);
    expect(notes.every(({ at }) => !Number.isNaN(Date.parse(at)))).toBe(true);
  });

  it('brings a deleted run back as it was', async () => {
    const path = await keepRun('a', true);
    await noteRun(path, 'Lid on.');
    const before = await readRun(path);
    await deleteRun(path);
    expect(await listRuns(runs)).toEqual([]);
    await undeleteRun(path);
    expect(await readRun(path)).toEqual(before);
  });

  it('does not delete a run that a process works on, nor a folder that holds none', async () => {
    const path = await keepRun('a', false);
    const unlock = await lockFolder(path);
    await expect(deleteRun(path)).rejects.toMatchObject({ code: 'folder-in-use' });
    await unlock();
    mkdirSync(join(runs, 'mine'));
    await expect(deleteRun(join(runs, 'mine'))).rejects.toMatchObject({ code: 'not-a-run-folder' });
  });

  it('names a result that cannot be read', async () => {
    const path = await keepRun('a', false);
    writeFileSync(join(path, 'result.json'), '{"kind":"verification"}');
    await expect(readRun(path)).rejects.toMatchObject({ code: 'result-damaged' });
    writeFileSync(join(path, 'result.json'), encodeResult(exampleVerification));
    writeFileSync(join(path, 'notes.json'), '[1]');
    await expect(readRun(path)).rejects.toMatchObject({ code: 'notes-damaged' });
  });
});
