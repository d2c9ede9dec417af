import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A folder for the tests of one file; returns what writes bytes under a name there and gives the path. */
export function useTemporaryFolder(): (name: string, bytes: Uint8Array) => Promise<string> {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ampbench-files-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return async (name, bytes) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };
}
