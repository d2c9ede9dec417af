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

const journalEntry = z.discriminatedUnion('type', [promptEntry, takeEntry, discardEntry]);

export type TakeEntry = z.infer<typeof takeEntry>;
type JournalLine = z.infer<typeof journalEntry>;
export type JournalEntry = Exclude<JournalLine, { type: 'discard' }>;

/** The lines that still count: a `discard` voids everything back to and with the last wiring prompt before it. */
function standing(lines: readonly JournalLine[]): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const line of lines) {
    if (line.type !== 'discard') entries.push(line);
    else
      entries.length = Math.max(
        0,
        entries.findLastIndex((entry) => entry.type === 'prompt' && entry.id.startsWith('wire-')),
      );
  }
  return entries;
}

/** Reads the whole lines of a journal; what follows the last line end is a write that was cut short. */
function parseLines(text: string, path: string): { entries: JournalLine[]; wholeBytes: number } {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const entries = whole
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      try {
        return parseCheckedJson(journalEntry, line);
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
  return { entries, wholeBytes: Buffer.byteLength(whole) };
}

/**
 * The record of a run as it happens: one JSON line for each prompt that was answered and each take that is safely on
 * disk, synced before the run goes on. What is in it never has to be done again.
 */
export class Journal {
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
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if (systemCode(error) === 'ENOENT') return '';
        throw error;
      });
      const { entries, wholeBytes } = parseLines(text, path);
      if (wholeBytes < Buffer.byteLength(text)) await truncate(path, wholeBytes);
      return new Journal(path, await open(path, 'a'), standing(entries));
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
