import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder } from '../system/dataFolder.ts';
import { storageError, systemCode } from './storageError.ts';

/** Where earlier versions kept single measurements. */
const EARLIER_FOLDER = 'measurements';

/**
 * Where this person's runs are kept unless they say otherwise; what earlier versions kept elsewhere is moved there.
 * @throws AmpbenchError of kind `storage`
 */
export async function ownStoreFolder(data = dataFolder()): Promise<string> {
  const runs = join(data, 'runs');
  const earlier = join(data, EARLIER_FOLDER);
  try {
    for (const name of await readdir(earlier)) {
      await mkdir(runs, { recursive: true });
      await rename(join(earlier, name), join(runs, name));
    }
  } catch (error) {
    // None there, or another process was faster
    if (systemCode(error) !== 'ENOENT') throw storageError(error, 'move the measurements of', earlier);
  }
  return runs;
}
