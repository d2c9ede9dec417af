import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type * as FileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import { OPEN } from '../../../core/planner/wiring.ts';
import type { Take } from '../../../core/run/effects.ts';
import { loopAudio } from '../engine/loopAudio.ts';

/** After this many bytes in all, every write fails as on a full disk. */
const disk = vi.hoisted(() => ({ freeBytes: Infinity, code: 'ENOSPC' }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>();
  return {
    ...real,
    open: async (...args: Parameters<typeof FileSystem.open>) => {
      const handle = await real.open(...args);
      const write = handle.write.bind(handle) as (...given: unknown[]) => Promise<{ bytesWritten: number }>;
      handle.write = (async (...given: unknown[]) => {
        const [data] = given;
        disk.freeBytes -= typeof data === 'string' ? data.length : (data as Uint8Array).byteLength;
        if (disk.freeBytes < 0) throw Object.assign(new Error(`${disk.code}: write`), { code: disk.code });
        return write(...given);
      }) as typeof handle.write;
      return handle;
    },
  };
});

const { RunFolder } = await import('../../../host/store/runFolder.ts');

let path = '';
beforeEach(async () => {
  disk.freeBytes = Infinity;
  path = await mkdtemp(join(tmpdir(), 'ampbench-full-'));
});
afterEach(() => rm(path, { recursive: true, force: true }));

const rig = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 }).rig;
const take = (id: string): Take => ({
  id,
  stepId: 's',
  frames: encodeDeviceFrames([new Float64Array(1000)], 48000, 'int24'),
  wiring: OPEN,
  inputChannelCount: 1,
  description: '',
  predictedOutputVoltsRms: 1,
  predictedLoadWatts: 0,
});

async function record(each: Take) {
  return loopAudio(() => Promise.resolve()).playrec({
    outputDevice: 'a',
    inputDevice: 'a',
    outputHostApi: null,
    inputHostApi: null,
    sampleRateHz: 48000,
    format: 'int24',
    outputChannelCount: 1,
    inputChannelCount: 1,
    frames: each.frames,
    tailFrames: 0,
  });
}

it.each([
  ['ENOSPC', 'disk-full', /disk is full/],
  ['EROFS', 'not-writable', /read-only/],
])(
  '%s while a capture is written: names the file, keeps the takes before, leaves no half file',
  async (code, errorCode, words) => {
    disk.code = code;
    const folder = await RunFolder.create(path, {
      schemaVersion: 1,
      card: { id: null, text: '', identity: {} },
      rig,
      seed: 1,
    });
    await folder.storeTake(take('first'), await record(take('first')));
    // Room for the WAV header and not for its samples.
    disk.freeBytes = 1000;
    const error: unknown = await folder
      .storeTake(take('second'), await record(take('second')))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'storage', code: errorCode });
    expect(String(error)).toMatch(words);
    expect(String(error)).toContain(join(path, 'captures', 'second.wav'));
    await folder.close();
    disk.freeBytes = Infinity;
    expect(await readdir(join(path, 'captures'))).toEqual(['first.wav']);
    const again = await RunFolder.open(path);
    expect(await again.loadTake(take('first'))).not.toBeNull();
    expect(await again.loadTake(take('second'))).toBeNull();
    await again.close();
  },
);
