import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AmpbenchError } from '../../core/errors.ts';
import { storageError } from '../store/storageError.ts';

/** One read call at most this long: some systems refuse more than 2 GiB at once. */
const PIECE_BYTES = 64 * 1024 * 1024;

/** A file the person named, open for reading at any place. Its size is the file system's, so nothing inside can lie about it. */
export class SourceFile {
  readonly path: string;
  readonly byteCount: number;
  readonly #handle: FileHandle;

  private constructor(path: string, byteCount: number, handle: FileHandle) {
    this.path = path;
    this.byteCount = byteCount;
    this.#handle = handle;
  }

  /** @throws AmpbenchError `data/not-a-file` for folders, pipes and devices, or of kind `storage` */
  static async open(path: string): Promise<SourceFile> {
    let handle: FileHandle;
    try {
      handle = await open(path, 'r');
    } catch (error) {
      throw storageError(error, 'read', path);
    }
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new AmpbenchError('data', 'not-a-file', `${path} is no ordinary file`, { path });
      return new SourceFile(path, stat.size, handle);
    } catch (error) {
      await handle.close();
      throw storageError(error, 'read', path);
    }
  }

  /**
   * Fills `target` from `position` and returns how many bytes there were: fewer only where the file ends.
   * @throws AmpbenchError of kind `storage`
   */
  async read(target: Uint8Array, position: number): Promise<number> {
    let at = 0;
    try {
      while (at < target.byteLength) {
        const wanted = Math.min(PIECE_BYTES, target.byteLength - at);
        const { bytesRead } = await this.#handle.read(target, at, wanted, position + at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
    } catch (error) {
      throw storageError(error, 'read', this.path);
    }
    return at;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
