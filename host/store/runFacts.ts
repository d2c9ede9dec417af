import { kindNamed } from '../../core/measure/kinds.ts';
import { productName } from '../../core/report/sentences.ts';
import type { VerdictWord } from '../../core/result/verification.ts';
import { parseLoadedCard } from '../system/parseLoadedCard.ts';
import type { RunContents } from './runContents.ts';
import type { RunRecord } from './runRecord.ts';
import { decodeRunResult } from './runResult.ts';
import type { RunResult } from './runResult.ts';

/** What lists say of a run. */
export interface RunFacts {
  /** Its folder's. */
  readonly name: string;
  readonly sort: 'verification' | 'measurement';
  /** The product, or the measurement's title. */
  readonly title: string;
  readonly rigName: string;
  /** Of its unit; null where none was given. */
  readonly serial: string | null;
  readonly simulated: boolean;
  /** ISO 8601, UTC, as `finishedAt`. */
  readonly startedAt: string;
  /** Null until it is finished. */
  readonly finishedAt: string | null;
  /** Of a finished verification. */
  readonly summary: Readonly<Record<VerdictWord, number>> | null;
}

function runTitle(record: RunRecord): string {
  if (!('card' in record)) return kindNamed(record.measurement.kind).title;
  return productName({ card: parseLoadedCard(record.card) });
}

/**
 * What a run is and what it found.
 * @throws AmpbenchError `data/result-damaged`, and of kind `card` where its card cannot be read
 */
export function runFacts(contents: RunContents): RunFacts & RunResult {
  const { name, record, startedAt, result } = contents;
  const found = decodeRunResult(record, result?.text ?? null, `result.json of run ${name}`);
  return {
    name,
    sort: 'card' in record ? 'verification' : 'measurement',
    title: runTitle(record),
    rigName: record.rig.name,
    serial: record.serial ?? null,
    simulated: record.rig.driver === 'simulated',
    startedAt,
    finishedAt: result?.finishedAt ?? null,
    summary: found.verification?.summary ?? null,
    ...found,
  };
}
