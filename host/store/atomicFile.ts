import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { storageError } from './storageError.ts';

/** One write call at most this long: some systems refuse more than 2 GiB at once. */
const PIECE_BYTES = 64 * 1024 * 1024;

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    const { bytesWritten } = await handle.write(bytes, at, Math.min(PIECE_BYTES, bytes.byteLength - at));
    at += bytesWritten;
  }
}

/** Makes a rename or a new name in a folder last through a power cut. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file so that under its name there is either the old content or the whole new one, on disk, never a part.
 * @param kept what the message says is safe if this fails
 * @throws AmpbenchError of kind `storage` naming the path
 */
export async function writeFileAtomically(
  path: string,
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  kept = '',
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    const handle = await open(temporary, 'w');
    try {
      for await (const part of parts) await writeAll(handle, part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError(error, 'write', path, kept);
  }
}
