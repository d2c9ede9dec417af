import { join } from 'node:path';
import { AmpbenchError } from '../../../core/errors.ts';
import { readFloat32Wave } from '../../files/wave/waveReader.ts';
import { samplesHash } from '../captureStore.ts';
import type { RunRows } from '../database/runRows.ts';
import type { CaptureTable, KeptCaptures, RunTable } from '../database/schema.ts';
import { writeRun } from '../database/writeRun.ts';
import type { SharedStore } from '../postgres/sharedStore.ts';
import { sendSamples } from './captureParts.ts';

/** Where a run is sent from. */
export interface RunSource {
  /** The bench that sends. */
  readonly benchId: string;
  /** The run's folder. */
  readonly folder: string;
}

export interface SentRun {
  /** False where the store had all of it. */
  readonly isNew: boolean;
  readonly captureBytes: number;
  /** What could not be sent of it. */
  readonly problems: readonly AmpbenchError[];
}

function keepsSamples(kept: KeptCaptures, { outcome }: RunTable): boolean {
  return kept === 'all' || (kept === 'not-passed' && outcome !== 'pass' && outcome !== 'measured');
}

/** @throws AmpbenchError `data/capture-damaged`, `data/wave-damaged`, of kind `storage` */
async function readSamples(folder: string, { takes }: RunRows, { sha256 }: CaptureTable): Promise<Float32Array> {
  const take = takes.find(({ captureSha256 }) => captureSha256 === sha256)!;
  const path = join(folder, take.file);
  const { frames } = await readFloat32Wave(path);
  if (samplesHash(frames) === sha256) return frames;
  throw new AmpbenchError(
    'data',
    'capture-damaged',
    `${path} is not what was recorded: its samples do not have the sha256 ${sha256}`,
    { path },
    'restore the file from a copy',
  );
}

/**
 * Whether a run's rows must be sent. The bench that measured a run has the last word on it; what another one sends only fills a gap.
 * @throws AmpbenchError `storage/run-differs`
 */
async function mustWrite(shared: SharedStore, { run }: RunRows, benchId: string): Promise<boolean> {
  const known = await shared.database
    .selectFrom('runs')
    .select(['recordSha256', 'resultSha256', 'deletedAt', 'searchText'])
    .where('id', '=', run.id)
    .executeTakeFirst();
  if (known === undefined) return true;
  if (known.recordSha256 !== run.recordSha256 || known.resultSha256 !== run.resultSha256) {
    throw new AmpbenchError(
      'storage',
      'run-differs',
      `the run ${run.name} (${run.id}) is in the store ${shared.address.place} with another content, which is left as it is`,
      { runId: run.id, place: shared.address.place },
      'compare the two; one of them was changed after it was measured',
    );
  }
  // Notes are part of what a search looks through
  return benchId === run.benchId && (known.deletedAt !== run.deletedAt || known.searchText !== run.searchText);
}

/**
 * Gives a finished run to a shared store: first the samples, then all rows at once, so that whoever sees the run sees all of it. Doing it twice changes
 * nothing, and after a break only the rest is sent.
 * @throws AmpbenchError `storage/run-differs`; what the database throws
 */
export async function sendRun(shared: SharedStore, rows: RunRows, source: RunSource): Promise<SentRun> {
  const isNew = await mustWrite(shared, rows, source.benchId);
  const problems: AmpbenchError[] = [];
  let captureBytes = 0;
  for (const capture of keepsSamples(shared.keptCaptures, rows.run) ? rows.captures : []) {
    try {
      captureBytes += await sendSamples(shared.database, capture, () => readSamples(source.folder, rows, capture));
    } catch (error) {
      // Figures are worth having without their samples
      if (!(error instanceof AmpbenchError)) throw error;
      problems.push(error);
    }
  }
  if (isNew) await writeRun(shared.database, rows);
  return { isNew, captureBytes, problems };
}
