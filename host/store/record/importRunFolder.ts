import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { readFileIfThere, readRunContents, readTextIfThere } from '../runContents.ts';
import { photoPath } from '../runPhotos.ts';
import type { RunStore } from '../runStore.ts';
import { adoptRun } from './adoptRun.ts';
import { CAPTURE_ENTRY, refused } from './recordFormat.ts';

/**
 * Takes a copy of the run in a folder (of `--out`, or of another machine) into a store.
 * @returns the run's name in the store
 * @throws AmpbenchError `data/not-a-run-folder`, and as `adoptRun`
 */
export async function importRunFolder(store: RunStore, path: string): Promise<string> {
  const { result } = await readRunContents(path);
  return adoptRun(store, {
    place: path,
    name: basename(path),
    finishedAt: result?.finishedAt ?? null,
    readText: (name) => readTextIfThere(join(path, name)),
    readCapture: (file) => {
      // What a journal from elsewhere names stays within its folder
      if (!CAPTURE_ENTRY.test(file)) return Promise.reject(refused(path, `its journal names the file "${file}"`, file));
      return Promise.resolve(createReadStream(join(path, file)));
    },
    readPhoto: (file) => readFileIfThere(photoPath(path, file)),
  });
}
