import { open, readFile, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import { parseCheckedJson } from './checkedJson.ts';
import { storageError, systemCode } from './storageError.ts';

const XRUN_KINDS = ['input-underflow', 'input-overflow', 'output-underflow', 'output-overflow', 'null-input'] as const;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const frameCount = z.int().min(0);

const streamReport = z.strictObject({
  driver: z.enum(['portaudio', 'simulated', 'naudiodon', 'replay']),
  requestedSampleRateHz: z.number().positive(),
  actualSampleRateHz: z.number().positive(),
  requestedFrames: frameCount,
  capturedFrames: frameCount,
  stopReason: z.enum(['complete', 'cancelled']),
  xrunCounts: z.record(z.enum(XRUN_KINDS), frameCount),
  xruns: z.array(z.strictObject({ kind: z.enum(XRUN_KINDS), atFrame: frameCount })),
  inputLatencySeconds: z.number().nullable(),
  outputLatencySeconds: z.number().nullable(),
  flags: z.array(z.literal('stream-not-verified')),
});

const promptEntry = z.strictObject({
  type: z.literal('prompt'),
  id: z.string(),
  answer: z.union([
    z.strictObject({ answer: z.enum(['done', 'skip', 'abort']) }),
    z.strictObject({ answer: z.enum(['done', 'skip', 'abort']), loadOhms: z.number().positive() }),
  ]),
});

const takeEntry = z.strictObject({
  type: z.literal('take'),
  id: z.string(),
  stepId: z.string(),
  /** Relative to the run folder. */
  file: z.string(),
  /** Of the recorded samples: interleaved float32, little endian. */
  sha256,
  /** Of what was played, in the device's own format: a stored capture answers only the stimulus it belongs to. */
  playedSha256: sha256,
  sampleRateHz: z.number().positive(),
  channelCount: z.int().min(1),
  frameCount,
  report: streamReport,
});

/** The run stopped because the bench was not as it should be: what was done since the last wiring must be done again. */
const discardEntry = z.strictObject({ type: z.literal('discard'), reason: z.string() });

/** A person wants a step measured anew: it and what came after it must be done again. */
const repeatEntry = z.strictObject({ type: z.literal('repeat'), stepId: z.string() });

const journalEntry = z.discriminatedUnion('type', [promptEntry, takeEntry, discardEntry, repeatEntry]);

export type TakeEntry = z.infer<typeof takeEntry>;
type JournalLine = z.infer<typeof journalEntry>;
export type JournalEntry = Exclude<JournalLine, { type: 'discard' | 'repeat' }>;

/** One line of a journal, in its place from 0. */
export interface JournalRow {
  readonly position: number;
  /** Byte for byte, without its end. */
  readonly line: string;
  readonly entry: JournalLine;
}

/** An entry that still counts, with its line. */
export interface StandingRow extends JournalRow {
  readonly entry: JournalEntry;
}

/**
 * The rows that still count: a `discard` voids everything back to and with the last wiring prompt before it, a `repeat` everything from the first take of its
 * step on.
 */
export function standingRows(rows: readonly JournalRow[]): readonly StandingRow[] {
  const standing: StandingRow[] = [];
  for (const { entry, ...place } of rows) {
    if (entry.type === 'repeat') {
      const first = standing.findIndex((row) => row.entry.type === 'take' && row.entry.stepId === entry.stepId);
      if (first >= 0) standing.length = first;
    } else if (entry.type !== 'discard') standing.push({ ...place, entry });
    else
      standing.length = Math.max(
        0,
        standing.findLastIndex((row) => row.entry.type === 'prompt' && row.entry.id.startsWith('wire-')),
      );
  }
  return standing;
}

/**
 * The whole lines of a journal's text; what follows the last line end is a write that was cut short, and left out.
 * @param path for messages
 * @throws AmpbenchError `data/journal-damaged` naming the line
 */
export function decodeJournal(text: string, path: string): readonly JournalRow[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      try {
        return { position: index, line, entry: parseCheckedJson(journalEntry, line) };
      } catch (error) {
        const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', '; ') : String(error);
        throw new AmpbenchError(
          'data',
          'journal-damaged',
          `line ${index + 1} of ${path} cannot be read: ${what}`,
          { path, line: index + 1 },
          'the captures named in it may still be good; start a new run in another folder',
        );
      }
    });
}

/**
 * The text of a journal, which another process may be writing; empty where there is none yet.
 * @throws AmpbenchError of kind `storage`
 */
export async function readJournalText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw storageError(error, 'read', path);
  }
}

/** A run's journal, as a run sees it. */
export interface RunJournal {
  readonly entries: readonly JournalEntry[];
  append(entry: JournalLine): Promise<void>;
  close(): Promise<void>;
}

/**
 * A journal to read from only: what would be added to it is dropped, and the run it is for must not ask for it again.
 * @throws AmpbenchError `data/journal-damaged` naming the line, or of kind `storage`
 */
export async function openJournalForReading(path: string): Promise<RunJournal> {
  const entries = standingRows(decodeJournal(await readJournalText(path), path)).map(({ entry }) => entry);
  return { entries, append: () => Promise.resolve(), close: () => Promise.resolve() };
}

/**
 * The record of a run as it happens: one JSON line for each prompt that was answered and each take that is safely on
 * disk, synced before the run goes on. What is in it never has to be done again.
 */
export class Journal implements RunJournal {
  readonly entries: readonly JournalEntry[];
  readonly #path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle, entries: readonly JournalEntry[]) {
    this.#path = path;
    this.#handle = handle;
    this.entries = entries;
  }

  /**
   * Opens a journal, an empty one where there is none; a line that a crash cut short is removed.
   * @throws AmpbenchError `data/journal-damaged` naming the line, or of kind `storage`
   */
  static async open(path: string): Promise<Journal> {
    try {
      const text = await readJournalText(path);
      const rows = decodeJournal(text, path);
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
      const entries = standingRows(rows).map(({ entry }) => entry);
      return new Journal(path, await open(path, 'a'), entries);
    } catch (error) {
      throw storageError(error, 'open', path);
    }
  }

  async append(entry: JournalLine): Promise<void> {
    try {
      await this.#handle.write(`${JSON.stringify(entry)}\n`);
      await this.#handle.sync();
    } catch (error) {
      throw storageError(error, 'append to', this.#path, 'everything journalled before is kept');
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
