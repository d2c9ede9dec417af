import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { rigSchema } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { Take } from '../../core/run/effects.ts';
import { measurementSchema } from '../../core/run/measurement.ts';
import { deviationRulesSchema } from '../../core/verdict/deviationRules.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import { readFloat32Wave } from '../files/wave/waveReader.ts';
import { float32Bytes, writeFloat32Wave } from '../files/wave/waveWriter.ts';
import { cardIdentitySchema } from '../system/cardLibrary.ts';
import { writeFileAtomically } from './atomicFile.ts';
import { parseCheckedJson } from './checkedJson.ts';
import { lockFolder } from './folderLock.ts';
import { Journal } from './journal.ts';
import type { TakeEntry } from './journal.ts';
import { storageError, systemCode } from './storageError.ts';

const startedWith = {
  schemaVersion: z.literal(1),
  /** When, in UTC; runs of earlier versions do not say. */
  startedAt: z.iso.datetime().exactOptional(),
  rig: rigSchema,
  seed: z.int().min(0).max(0xffffffff),
};

const verificationRecord = z.strictObject({
  ...startedWith,
  /** The card's text exactly as it was read, and the id it was found under: enough to parse it again. */
  card: z.strictObject({ id: z.string().nullable(), text: z.string(), identity: cardIdentitySchema }),
  /** Absent: the product's own. */
  rules: deviationRulesSchema.exactOptional(),
});
const measurementRecord = z.strictObject({ ...startedWith, measurement: measurementSchema });

/** `run.json`: all that a run was started with, so that it can be continued or recomputed from its folder alone. */
export type RunRecord = z.infer<typeof verificationRecord> | z.infer<typeof measurementRecord>;

/** Read by the schema of its own sort, so that what is wrong with it can be named. */
function parseRecord(text: string): RunRecord {
  const isMeasurement = Object.hasOwn(Object(JSON.parse(text)) as object, 'measurement');
  return isMeasurement ? parseCheckedJson(measurementRecord, text) : parseCheckedJson(verificationRecord, text);
}

const RUN_FILE = 'run.json';
const JOURNAL_FILE = 'journal.jsonl';
const CAPTURE_FOLDER = 'captures';

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function playedHash(take: Take): string {
  const { data } = take.frames;
  return hashOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
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

/**
 * What a run was started with.
 * @throws AmpbenchError `data/not-a-run-folder`, `data/run-record-damaged`, `storage/...`
 */
export async function readRunRecord(path: string): Promise<RunRecord> {
  const file = join(path, RUN_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw storageError(error, 'read', file);
    throw new AmpbenchError('data', 'not-a-run-folder', `${path} holds no run: there is no ${RUN_FILE} in it`, {
      path,
    });
  }
  try {
    return parseRecord(text);
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', '; ') : String(error);
    throw new AmpbenchError('data', 'run-record-damaged', `${file} cannot be read: ${what}`, { path: file });
  }
}

/** A run's folder, held by this process: run.json, journal.jsonl, captures/*.wav, and at the end the results. */
export class RunFolder {
  readonly path: string;
  readonly record: RunRecord;
  readonly journal: Journal;
  readonly #unlock: () => Promise<void>;

  private constructor(path: string, record: RunRecord, journal: Journal, unlock: () => Promise<void>) {
    this.path = path;
    this.record = record;
    this.journal = journal;
    this.#unlock = unlock;
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
    const sha256 = hashOf(float32Bytes(wave.frames));
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
    const sha256 = hashOf(float32Bytes(capture.frames));
    await this.#keepEarlier(file);
    await writeFloat32Wave(
      join(this.path, file),
      capture,
      `take "${take.id}" is lost; every take before it is kept in ${this.path}`,
    );
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
