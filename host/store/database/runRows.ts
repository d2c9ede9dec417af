import { createHash } from 'node:crypto';
import type { VerdictWord } from '../../../core/result/verification.ts';
import { BYTES_PER_SAMPLE } from '../../files/sampleCoding.ts';
import { standingRows } from '../journal.ts';
import type { RunContents } from '../runContents.ts';
import type { BenchIdentity, RunRecord } from '../runRecord.ts';
import { runFacts } from '../runFacts.ts';
import { figureRows } from './figureRows.ts';
import type {
  BenchTable,
  CaptureTable,
  DocumentTable,
  FigureTable,
  JournalEntryTable,
  RunOutcome,
  RunTable,
  TakeTable,
  UnitTable,
} from './schema.ts';
import { unitIdOf } from './unitId.ts';

/** One run in every table it has a part in. */
export interface RunRows {
  readonly bench: BenchTable;
  readonly unit: UnitTable | null;
  readonly run: RunTable;
  readonly documents: readonly DocumentTable[];
  readonly journalEntries: readonly JournalEntryTable[];
  readonly captures: readonly CaptureTable[];
  readonly takes: readonly TakeTable[];
  readonly figures: readonly FigureTable[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A run's key. Runs of earlier versions have none of their own: it is made of what they were started with. */
export function runIdOf(record: RunRecord, recordText: string, name: string): string {
  if (record.runId !== undefined) return record.runId;
  const digits = sha256(JSON.stringify([name, recordText]));
  // RFC 9562, version 8: a UUID of one's own making.
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

function outcomeOf(summary: Readonly<Record<VerdictWord, number>>): RunOutcome {
  if (summary.fail > 0) return 'fail';
  return summary.inconclusive > 0 || summary['not-verifiable'] > 0 ? 'inconclusive' : 'pass';
}

/**
 * The rows of a run.
 * @param storeBench of the store it is entered in: stands in where the run names no bench
 * @param deletedAt null: not put aside
 * @throws AmpbenchError `data/result-damaged`, and of kind `card` where its card cannot be read
 */
export function runRows(contents: RunContents, storeBench: BenchIdentity, deletedAt: string | null): RunRows {
  const { record, recordText, result, notesText } = contents;
  const { rig } = record;
  const facts = runFacts(contents);
  const { name, sort, title, serial, startedAt, finishedAt, summary } = facts;
  const id = runIdOf(record, recordText, name);
  const bench = record.bench ?? storeBench;
  const product = sort === 'verification' ? title : '';
  const unit = serial === null ? null : { id: unitIdOf(product, serial), product, serial };
  const cardId = 'card' in record ? record.card.id : null;
  const words = [title, name, rig.name, rig.id, serial ?? '', cardId ?? '', notesText ?? ''];
  return {
    bench,
    unit,
    run: {
      id,
      benchId: bench.id,
      name,
      sort,
      title,
      cardId,
      unitId: unit?.id ?? null,
      batchId: record.batchId ?? null,
      rigId: rig.id,
      rigName: facts.rigName,
      simulated: facts.simulated ? 1 : 0,
      startedAt,
      finishedAt,
      outcome: result === null ? null : summary === null ? 'measured' : outcomeOf(summary),
      summaryJson: summary === null ? null : JSON.stringify(summary),
      productVersion: record.productVersion ?? null,
      recordSha256: sha256(recordText),
      resultSha256: result === null ? null : sha256(result.text),
      deletedAt,
      searchText: words.join('\n').normalize('NFKC').toLowerCase(),
    },
    documents: documentRows(id, contents),
    journalEntries: contents.journal.map(({ position, line, entry }) => ({
      runId: id,
      position,
      type: entry.type,
      line,
    })),
    ...takeRows(id, contents),
    figures: figureRows(facts, { id, startedAt }),
  };
}

function documentRows(runId: string, { recordText, result, notesText }: RunContents): readonly DocumentTable[] {
  return [
    { runId, name: 'run.json', content: recordText },
    ...(result === null ? [] : [{ runId, name: 'result.json', content: result.text } as const]),
    ...(notesText === null ? [] : [{ runId, name: 'notes.json', content: notesText } as const]),
  ];
}

function takeRows(runId: string, { journal }: RunContents): Pick<RunRows, 'captures' | 'takes'> {
  const takes: TakeTable[] = [];
  const captures = new Map<string, CaptureTable>();
  for (const { position, entry } of standingRows(journal)) {
    if (entry.type !== 'take') continue;
    const { id: takeId, stepId, file, sha256: captureSha256, sampleRateHz, channelCount, frameCount } = entry;
    takes.push({ runId, position, takeId, stepId, file, captureSha256, sampleRateHz, channelCount, frameCount });
    const byteCount = frameCount * channelCount * BYTES_PER_SAMPLE.float32;
    captures.set(captureSha256, { sha256: captureSha256, byteCount });
  }
  return { takes, captures: [...captures.values()] };
}
