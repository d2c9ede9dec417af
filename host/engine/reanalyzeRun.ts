import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { resultChanges, type ResultChange } from '../../core/report/resultChanges.ts';
import { figureSeries } from '../store/figureSeries.ts';
import { readRunContents, RESULT_FILE } from '../store/runContents.ts';
import { decodeRunResult } from '../store/runResult.ts';
import { productVersion } from '../system/productFolder.ts';
import { recomputeRun } from './recomputeRun.ts';

/** One side of a re-analysis. */
interface AnalysedBy {
  /** Null where the run does not say. */
  readonly productVersion: string | null;
  /** Of `result.json`. */
  readonly sha256: string;
}

export interface Reanalysis {
  readonly before: AnalysedBy;
  readonly after: AnalysedBy;
  /** Empty where the bytes are the same. */
  readonly changes: readonly ResultChange[];
  /** `result.json` as this version makes it. */
  readonly text: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Analyses a finished run's captures with this version, and says what differs from the result it has. Nothing in its
 * folder changes.
 * @throws AmpbenchError `data/run-not-finished`, and as `recomputeRun`
 */
export async function reanalyzeRun(path: string): Promise<Reanalysis> {
  const { record, result } = await readRunContents(path);
  if (result === null) {
    throw new AmpbenchError(
      'data',
      'run-not-finished',
      `there is no result in ${path}`,
      { path },
      `finish it: ampbench verify --resume ${path}`,
    );
  }
  const text = await recomputeRun(path);
  const figuresOf = (json: string) => figureSeries(decodeRunResult(record, json, join(path, RESULT_FILE)));
  return {
    before: { productVersion: record.productVersion ?? null, sha256: sha256(result.text) },
    after: { productVersion: productVersion(), sha256: sha256(text) },
    changes: text === result.text ? [] : resultChanges(figuresOf(result.text), figuresOf(text)),
    text,
  };
}
