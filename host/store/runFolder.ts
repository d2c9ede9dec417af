import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { Take } from '../../core/run/effects.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import { readFloat32Wave } from '../files/wave/waveReader.ts';
import { writeFloat32Wave } from '../files/wave/waveWriter.ts';
import { writeFileAtomically } from './atomicFile.ts';
import { samplesHash } from './captureStore.ts';
import type { CaptureStore } from './captureStore.ts';
import { lockFolder } from './folderLock.ts';
import { Journal, openJournalForReading } from './journal.ts';
import type { RunJournal, TakeEntry } from './journal.ts';
import { readRunRecord, RUN_FILE } from './runRecord.ts';
import type { RunRecord } from './runRecord.ts';
import { storageError } from './storageError.ts';
import { capturesAround } from './storeLayout.ts';

export const JOURNAL_FILE = 'journal.jsonl';
const CAPTURE_FOLDER = 'captures';

function playedHash(take: Take): string {
  const { data } = take.frames;
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
}

/**
 * Where a take's capture lies, relative to its run's folder. Anything in the id that is not plainly safe in a file name
 * is refused, never rewritten.
 */
export function captureFile(takeId: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/.test(takeId)) {
    throw new AmpbenchError('bug', 'take-id-not-a-file-name', `take id "${takeId}" cannot be a file name`, { takeId });
  }
  return `${CAPTURE_FOLDER}/${takeId}.wav`;
}

/** A run's folder, held by this process: run.json, journal.jsonl, captures/*.wav, and at the end the results. */
export class RunFolder {
  readonly path: string;
  readonly record: RunRecord;
  readonly journal: RunJournal;
  readonly #unlock: () => Promise<void>;
  /** Of the store the folder lies in; null where it stands alone. */
  readonly #captures: CaptureStore | null;

  private constructor(path: string, record: RunRecord, journal: RunJournal, unlock: () => Promise<void>) {
    this.path = path;
    this.record = record;
    this.journal = journal;
    this.#unlock = unlock;
    this.#captures = capturesAround(path);
  }

  /**
   * Starts a run in a new or empty folder.
   * @throws AmpbenchError `storage/folder-not-empty`, `storage/folder-in-use`, `storage/not-writable`, `storage/disk-full`
   */
  static async create(path: string, record: RunRecord): Promise<RunFolder> {
    try {
      await mkdir(join(path, CAPTURE_FOLDER), { recursive: true });
    } catch (error) {
      throw storageError(error, 'make the run folder', path);
    }
    const unlock = await lockFolder(path);
    try {
      if ((await readdir(path)).includes(RUN_FILE)) {
        throw new AmpbenchError(
          'storage',
          'folder-not-empty',
          `${path} already holds a run`,
          { path },
          `continue it with verify --resume ${path}, or choose another folder with --out`,
        );
      }
      await writeFileAtomically(join(path, RUN_FILE), [Buffer.from(`${JSON.stringify(record, null, 1)}\n`)]);
      return new RunFolder(path, record, await Journal.open(join(path, JOURNAL_FILE)), unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /**
   * Opens a folder that holds a run, to continue or recompute it.
   * @throws AmpbenchError `data/not-a-run-folder`, `data/run-record-damaged`, `data/journal-damaged`, `storage/...`
   */
  static async open(path: string): Promise<RunFolder> {
    const record = await readRunRecord(path);
    const unlock = await lockFolder(path);
    try {
      return new RunFolder(path, record, await Journal.open(join(path, JOURNAL_FILE)), unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /**
   * Voids a step of an unfinished run and what was measured after it; the captures are put aside when they are taken anew.
   * @throws AmpbenchError `usage/step-not-measured`, `usage/run-finished`, and as `open`
   */
  static async voidStep(path: string, stepId: string): Promise<void> {
    const folder = await RunFolder.open(path);
    try {
      if (existsSync(join(path, 'result.json')))
        throw new AmpbenchError(
          'usage',
          'run-finished',
          `the run in ${path} is finished: none of its steps can be repeated`,
          { path, stepId },
          'start a new run',
        );
      if (!folder.journal.entries.some((entry) => entry.type === 'take' && entry.stepId === stepId))
        throw new AmpbenchError('usage', 'step-not-measured', `step "${stepId}" has not been measured in ${path}`, {
          path,
          stepId,
        });
      await folder.journal.append({ type: 'repeat', stepId });
    } finally {
      await folder.close();
    }
  }

  /**
   * Opens a folder that holds a run without taking it: to compute from it what can be computed, and to change nothing.
   * @throws AmpbenchError as `open`, but for `storage/folder-in-use`
   */
  static async openForReading(path: string): Promise<RunFolder> {
    const record = await readRunRecord(path);
    const journal = await openJournalForReading(join(path, JOURNAL_FILE));
    return new RunFolder(path, record, journal, () => Promise.resolve());
  }

  /**
   * The stored capture of a take, or null where the take was not finished yet.
   * @throws AmpbenchError `data/journal-mismatch` when the stored take played something else, `data/capture-damaged`
   *   when the file is not what was recorded
   */
  async loadTake(take: Take): Promise<{ capture: RawCapture; sha256: string } | null> {
    const entry = this.journal.entries.find((each): each is TakeEntry => each.type === 'take' && each.id === take.id);
    if (entry === undefined) return null;
    if (entry.playedSha256 !== playedHash(take)) {
      throw new AmpbenchError(
        'data',
        'journal-mismatch',
        `take "${take.id}" in ${this.path} was recorded with another stimulus than this version of Ampbench plays`,
        { path: this.path, takeId: take.id },
        'continue it with the version that started it, or start a new run in another folder',
      );
    }
    const file = join(this.path, entry.file);
    const wave = await readFloat32Wave(file);
    const sha256 = samplesHash(wave.frames);
    if (
      sha256 !== entry.sha256 ||
      wave.channelCount !== entry.channelCount ||
      wave.sampleRateHz !== entry.sampleRateHz
    ) {
      throw new AmpbenchError(
        'data',
        'capture-damaged',
        `${file} is not what was recorded: its samples have sha256 ${sha256}, the journal says ${entry.sha256}`,
        { path: file, takeId: take.id },
        `restore the file from a copy, or remove this take's line from ${join(this.path, JOURNAL_FILE)} to record it again`,
      );
    }
    const { sampleRateHz, channelCount, frameCount, report } = entry;
    return { capture: { sampleRateHz, channelCount, frameCount, frames: wave.frames, report }, sha256 };
  }

  /** A capture of the same take from before a `discard` is no longer part of the run, but nothing measured is lost. */
  async #keepEarlier(file: string): Promise<void> {
    const path = join(this.path, file);
    for (let number = 1; existsSync(path); number++) {
      const kept = path.replace(/\.wav$/, `.discarded-${number}.wav`);
      if (!existsSync(kept)) await rename(path, kept);
    }
  }

  /** Puts a finished take on disk: first the samples, then, once they are safe, the journal line. Returns their sha256. */
  async storeTake(take: Take, capture: RawCapture): Promise<string> {
    const file = captureFile(take.id);
    const sha256 = samplesHash(capture.frames);
    await this.#keepEarlier(file);
    const path = join(this.path, file);
    const kept = `take "${take.id}" is lost; every take before it is kept in ${this.path}`;
    if (this.#captures === null) await writeFloat32Wave(path, capture, kept);
    else await this.#captures.write(path, sha256, capture, kept);
    const { sampleRateHz, channelCount, frameCount, report } = capture;
    await this.journal.append({
      type: 'take',
      id: take.id,
      stepId: take.stepId,
      file,
      sha256,
      playedSha256: playedHash(take),
      sampleRateHz,
      channelCount,
      frameCount,
      // A plain copy: the journal's type is a mutable one.
      report: { ...report, xrunCounts: { ...report.xrunCounts }, xruns: [...report.xruns], flags: [...report.flags] },
    });
    return sha256;
  }

  /** Writes a result file beside the captures, all or nothing. */
  async writeResult(name: 'result.json' | 'report.html', text: string): Promise<void> {
    await writeFileAtomically(join(this.path, name), [Buffer.from(text)], 'all captures are kept');
  }

  async close(): Promise<void> {
    await this.journal.close();
    await this.#unlock();
  }
}
