import type { Kysely } from 'kysely';

/**
 * The store's tables, the same on SQLite and PostgreSQL. Texts are UTF-8 without U+0000; times are ISO 8601 in UTC with
 * milliseconds, so that they sort as text; yes and no are 1 and 0; `*Json` columns hold JSON as text. Every key is
 * unique among all benches and does not depend on where a row was made: inserting a row twice changes nothing.
 */
export interface StoreSchema {
  benches: BenchTable;
  units: UnitTable;
  batches: BatchTable;
  attempts: AttemptTable;
  attemptFigures: AttemptFigureTable;
  runs: RunTable;
  documents: DocumentTable;
  journalEntries: JournalEntryTable;
  captures: CaptureTable;
  takes: TakeTable;
  figures: FigureTable;
  storeSettings: StoreSettingsTable;
  runChanges: RunChangeTable;
  sentChanges: SentChangeTable;
  syncProblems: SyncProblemTable;
  captureParts: CapturePartTable;
  reanalyses: ReanalysisTable;
  uncountedRuns: UncountedRunTable;
  hourFigures: HourFiguresTable;
}

export type StoreDatabase = Kysely<StoreSchema>;

/** 1: yes. */
export type YesNo = 0 | 1;

/** An installation of Ampbench that measures. */
export interface BenchTable {
  /** UUID, made when its store is. */
  id: string;
  name: string;
}

/** One device of a product, told from its like by its serial number. */
export interface UnitTable {
  /** From product and serial (`unitIdOf`): the same unit on two benches is one row. */
  id: string;
  /** As runs name it; empty where a run names none. */
  product: string;
  /** NFC, 1 to 200 characters, any script (`core/run/unitSerial.ts`). */
  serial: string;
}

/** Units measured in one go against the same card and rig. */
export interface BatchTable {
  /** UUID. */
  id: string;
  benchId: string;
  name: string;
  /** Card or sequence, rig and limits. */
  definitionJson: string;
  createdAt: string;
  closedAt: string | null;
}

/** One finished test of a unit in a batch, of one run or of several. */
export interface AttemptTable {
  /** UUID. */
  id: string;
  batchId: string;
  unitId: string;
  /** In its batch, from 0: the order of attempts, whatever the clock did. */
  position: number;
  operator: string | null;
  startedAt: string;
  seconds: number;
  outcome: 'pass' | 'fail' | 'inconclusive';
}

/** A figure of an attempt, with the limits it was judged by. */
export interface AttemptFigureTable {
  attemptId: string;
  position: number;
  /** Step, figure and channel: the same from unit to unit of a batch. */
  series: string;
  /** Linear, in `unit`; null where it could not be had. */
  value: number | null;
  unit: string | null;
  /** k = 2. */
  uncertainty: number | null;
  uncertaintyPartsJson: string | null;
  lower: number | null;
  upper: number | null;
  /** Null: it has no limits. */
  verdict: string | null;
}

export interface RunTable {
  /** UUID. */
  id: string;
  benchId: string;
  /** Its folder's name on its bench. */
  name: string;
  sort: 'verification' | 'measurement';
  /** The product, or the measurement's title. */
  title: string;
  cardId: string | null;
  unitId: string | null;
  batchId: string | null;
  rigId: string;
  rigName: string;
  simulated: YesNo;
  startedAt: string;
  /** Null: not finished. */
  finishedAt: string | null;
  /** Null until finished. */
  outcome: RunOutcome | null;
  /** Of a finished verification: how many claims have each verdict. */
  summaryJson: string | null;
  /** Of Ampbench, when the run began; null where the run does not say. */
  productVersion: string | null;
  /** sha256 of its `run.json`. */
  recordSha256: string;
  /** sha256 of its `result.json`; null until finished. */
  resultSha256: string | null;
  /** Put aside, to be asked back. */
  deletedAt: string | null;
  /** What a search by words looks through: lower case. */
  searchText: string;
}

/** `measured`: a single measurement, which judges nothing. */
export type RunOutcome = 'pass' | 'fail' | 'inconclusive' | 'measured';

/** The texts of a run, byte for byte. */
export interface DocumentTable {
  runId: string;
  name: DocumentName;
  content: string;
}

export type DocumentName = 'run.json' | 'result.json' | 'notes.json';

/** The run as it happened (`host/store/journal.ts`), one row for each line of its journal. */
export interface JournalEntryTable {
  runId: string;
  /** From 0. */
  position: number;
  type: 'prompt' | 'take' | 'discard' | 'repeat';
  /** The line, byte for byte, without its end. */
  line: string;
}

/** Recorded samples, stored once however many takes gave the same. */
export interface CaptureTable {
  /** Of the samples: interleaved float32, little endian. */
  sha256: string;
  /** Of the samples. */
  byteCount: number;
}

/** Which capture a step of a run recorded. */
export interface TakeTable {
  runId: string;
  /** Of its journal entry. */
  position: number;
  takeId: string;
  stepId: string;
  /** Relative to the run's folder. */
  file: string;
  captureSha256: string;
  sampleRateHz: number;
  channelCount: number;
  frameCount: number;
}

/** A figure of a finished run. A claim's row repeats the figure it was judged by. */
export interface FigureTable {
  runId: string;
  /** In the result, from 0. */
  position: number;
  /** What stays the same from unit to unit of a product: `thdn-1/thd-n/left`, or `claim/<claim id>`. */
  series: string;
  figureId: string | null;
  stepId: string | null;
  claimId: string | null;
  channel: string | null;
  /** Linear, in `unit`; null where it cannot be had. */
  value: number | null;
  unit: string | null;
  /** k = 2. */
  uncertainty: number | null;
  definitionId: string | null;
  conditionsJson: string | null;
  /** Of a claim. */
  verdict: string | null;
  reasonCode: string | null;
  /** Of the run: figures are searched by time. */
  startedAt: string;
}

/** One row. */
export interface StoreSettingsTable {
  /** UUID. A shared store stays the same at another address, and an emptied one is another. */
  id: string;
  /** Of which runs a shared store gets the samples. */
  keptCaptures: KeptCaptures;
}

export type KeptCaptures = 'all' | 'not-passed' | 'none';

/** The last change of each run in this store. */
export interface RunChangeTable {
  runId: string;
  /** Later changes have higher ones; in a store where one process writes at a time, as SQLite has it. */
  number: number;
}

/** Up to which change this store's runs are in a shared one. */
export interface SentChangeTable {
  storeId: string;
  number: number;
}

/** What of a run a shared store could not be given, for a person to look at; tried again with every synchronization. */
export interface SyncProblemTable {
  storeId: string;
  runId: string;
  reason: string;
}

/** Samples in a shared store, `host/store/sync/captureParts.ts`; a bench has them as files. */
export interface CapturePartTable {
  sha256: string;
  /** From 0. */
  position: number;
  samples: Uint8Array;
}

/** What another version of Ampbench makes of a run's captures. */
export interface ReanalysisTable {
  runId: string;
  productVersion: string;
  /** Null, as `content`, where it could not be computed. */
  resultSha256: string | null;
  /** `result.json`, byte for byte. */
  content: string | null;
  /** Why it could not be computed. */
  failure: string | null;
}

/** Runs of an hour since whose last change its figures have not been summed up. */
export interface UncountedRunTable {
  /** `2026-11-21T14`, UTC. */
  hour: string;
  runId: string;
}

/** The figures of a series that were measured in an hour, of runs that are not put aside. */
export interface HourFiguresTable {
  hour: string;
  /** Of the runs. */
  title: string;
  simulated: YesNo;
  series: string;
  /** Empty where there is none. */
  unit: string;
  rowCount: number;
  /** Of rows that have a value. */
  valueCount: number;
  /** Null where no row has a value; so are all down to `most`. */
  mean: number | null;
  /** Sum of squared distances from the mean. */
  squares: number | null;
  least: number | null;
  most: number | null;
  /** Of a claim: rows with this verdict. */
  passCount: number;
  failCount: number;
}
