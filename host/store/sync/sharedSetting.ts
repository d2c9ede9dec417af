import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AmpbenchError } from '../../../core/errors.ts';
import { dataFolder } from '../../system/dataFolder.ts';
import { parseCheckedJson } from '../checkedJson.ts';
import { parsePostgresAddress } from '../postgres/postgresAddress.ts';
import type { PostgresAddress } from '../postgres/postgresAddress.ts';
import { readTextIfThere } from '../runContents.ts';
import { storageError } from '../storageError.ts';

const settingSchema = z.strictObject({ address: z.string() });
const settingFile = (): string => join(dataFolder(), 'shared-store.json');

/**
 * The shared store that this person's runs are synchronized with; null where there is none.
 * @throws AmpbenchError `data/setting-damaged`, or of kind `storage`
 */
export async function readSharedSetting(): Promise<PostgresAddress | null> {
  const path = settingFile();
  const text = await readTextIfThere(path);
  if (text === null) return null;
  try {
    return parsePostgresAddress(parseCheckedJson(settingSchema, text).address);
  } catch {
    // What it holds is not repeated: it may be a password
    throw new AmpbenchError(
      'data',
      'setting-damaged',
      `${path} does not hold the address of a shared store`,
      { path },
      'set it again: ampbench store use <address>',
    );
  }
}

/**
 * Keeps the address for runs to come, in a file that only this person may read.
 * @throws AmpbenchError of kind `storage`
 */
export async function saveSharedSetting({ connectionString }: PostgresAddress): Promise<void> {
  const path = settingFile();
  const draft = `${path}.${String(process.pid)}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, `${JSON.stringify({ address: connectionString })}\n`, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    throw storageError(error, 'write', path);
  }
}

export async function forgetSharedSetting(): Promise<void> {
  await rm(settingFile(), { force: true });
}
