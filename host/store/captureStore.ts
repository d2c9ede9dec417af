import { createHash } from 'node:crypto';
import { link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readFloat32Wave } from '../files/wave/waveReader.ts';
import { float32Bytes, writeFloat32Wave } from '../files/wave/waveWriter.ts';
import { syncFolder } from './atomicFile.ts';
import { storageError, systemCode } from './storageError.ts';

/** Interleaved float32 samples and what they are. */
export interface Samples {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frames: Float32Array;
}

/** sha256 of samples as they lie in memory, little endian: the name of a capture everywhere. */
export function samplesHash(frames: Float32Array): string {
  return createHash('sha256').update(float32Bytes(frames)).digest('hex');
}

/** File systems without hard links, or with no more of them for a file, say one of these. */
const NO_LINK = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'EMLINK', 'ENOSYS']);

/** Captures by the sha256 of their samples: `captures/ab/ab…cd.wav`, each stored once however many runs recorded it. */
export class CaptureStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  pathOf(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), `${sha256}.wav`);
  }

  /**
   * Puts samples into a file of a run, all or nothing. Where the store has them already that file is another name of
   * the stored one and takes no room.
   * @param kept what the message says is safe if this fails
   * @throws AmpbenchError of kind `storage`
   */
  async write(file: string, sha256: string, samples: Samples, kept: string): Promise<void> {
    const stored = this.pathOf(sha256);
    const known = await this.read(sha256);
    // Silence has the same samples whatever the head says
    if (known?.sampleRateHz !== samples.sampleRateHz || known.channelCount !== samples.channelCount) {
      await this.#make(dirname(stored), kept);
      await writeFloat32Wave(stored, samples, kept);
    }
    try {
      await link(stored, file);
      await syncFolder(dirname(file));
    } catch (error) {
      if (!NO_LINK.has(systemCode(error) ?? '')) throw storageError(error, 'write', file, kept);
      await writeFloat32Wave(file, samples, kept);
    }
  }

  /** What is stored under a hash; null where there is nothing, or a file that was damaged since: a run must not rely on it. */
  async read(sha256: string): Promise<Samples | null> {
    try {
      const wave = await readFloat32Wave(this.pathOf(sha256));
      return samplesHash(wave.frames) === sha256 ? wave : null;
    } catch {
      return null;
    }
  }

  async #make(folder: string, kept: string): Promise<void> {
    try {
      await mkdir(folder, { recursive: true });
      await syncFolder(dirname(folder));
    } catch (error) {
      throw storageError(error, 'make', folder, kept);
    }
  }
}
