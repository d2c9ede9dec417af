import { createInterface } from 'node:readline/promises';
import { AmpbenchError } from '../../core/errors.ts';
import { unitSerial } from '../../core/run/unitSerial.ts';
import type { SequenceResult } from '../../core/sequence/stepResult.ts';
import type { CardRef } from '../../electron/ipc/contract.ts';
import { countAttempts } from '../../host/batch/batchQueries.ts';
import { findBatch, type Batch } from '../../host/batch/batches.ts';
import { testUnit, type TestedUnit } from '../../host/batch/testUnit.ts';
import { engineBench, type EngineRuns } from '../../host/sequence/engineBench.ts';
import { sequenceCard } from '../../host/sequence/sequenceCard.ts';
import { systemClock } from '../../host/sequence/sequenceBench.ts';
import type { RunStore } from '../../host/store/runStore.ts';
import { withEngine } from '../engineSession.ts';
import { EXIT } from '../exitCodes.ts';
import type { OperatorOptions } from '../operators/chooseOperator.ts';
import { printJson, terminalColumns } from '../output.ts';
import { withOwnStore } from '../runFolder.ts';
import { bigWord, type BigWord } from './bigWord.ts';
import { exitCodeOfSequence } from './run.ts';
import { resultLines, stepLine } from './sequenceText.ts';

export interface BatchNextOptions extends OperatorOptions {
  readonly serial?: string;
  readonly operator?: string;
  readonly times: number;
  readonly seed: number;
  readonly json?: boolean;
}

const WORDS: Readonly<Record<SequenceResult['outcome'], BigWord>> = {
  pass: 'PASS',
  done: 'PASS',
  fail: 'FAIL',
  inconclusive: 'UNCLEAR',
  error: 'ERROR',
};

/** The serial numbers to come: the one that is given, else line by line, as typed or as a scanner sends them. An empty line ends it. */
async function* serialsFrom(given: string | undefined, stopped: AbortSignal): AsyncGenerator<string> {
  if (given !== undefined) {
    yield given;
    return;
  }
  if (!process.stdin.isTTY) {
    for await (const line of createInterface({ input: process.stdin })) {
      if (line.trim() === '' || stopped.aborted) return;
      yield line;
    }
    return;
  }
  const isStopped = (): boolean => stopped.aborted;
  while (!isStopped()) {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      const line = await lines.question('\nserial number (empty: end): ', { signal: stopped });
      if (line.trim() === '') return;
      yield line;
    } catch (error) {
      if (isStopped()) return;
      throw error;
    } finally {
      lines.close();
    }
  }
}

/** Units of one batch, one after another, on one engine. */
class BatchLine {
  readonly #store: RunStore;
  readonly #batch: Batch;
  readonly #runs: EngineRuns;
  readonly #options: BatchNextOptions;

  constructor(store: RunStore, batch: Batch, runs: EngineRuns, options: BatchNextOptions) {
    this.#store = store;
    this.#batch = batch;
    this.#runs = runs;
    this.#options = options;
  }

  /** Tests a unit once and shows the answer. */
  async test(written: string): Promise<TestedUnit> {
    const serial = unitSerial(written);
    const { definition, id: batchId } = this.#batch;
    const { test, rig: rigRef } = definition;
    const { rig } = await this.#runs.engine.readRig(rigRef);
    // Another one for each test: a simulated bench would else read the same noise again
    const seed = (this.#options.seed + (await countAttempts(this.#store.database, batchId))) >>> 0;
    const folder = test.kind === 'sequence' ? test.folder : process.cwd();
    const cardOf = (card: string): Promise<CardRef> =>
      test.kind === 'card' ? Promise.resolve(test.card) : sequenceCard(card, folder);
    const bench = engineBench(this.#runs, {
      ...{ rig, rigRef, seed, cardOf, commandFolder: folder, serial, batchId },
      runsFolder: this.#store.folder,
      runPrefix: `${new Date().toISOString().replaceAll(/[:.]/gu, '-')}-`,
    });
    const operator = this.#options.operator ?? null;
    const tested = await testUnit(
      this.#store.database,
      this.#batch,
      bench,
      { serial, operator },
      systemClock,
      (event) => process.stderr.write(stepLine(event)),
    );
    this.#show(tested, serial);
    return tested;
  }

  #show({ result, kept }: TestedUnit, serial: string): void {
    const stream = this.#options.json === true ? process.stderr : process.stdout;
    const isColoured = stream.isTTY && process.env['NO_COLOR'] === undefined;
    stream.write(
      `${resultLines(result)}\n${bigWord(WORDS[result.outcome], terminalColumns(), isColoured)}\n\n${serial}\n`,
    );
    if (kept === null) {
      process.stderr.write('not counted: the bench failed, not the unit; test it again\n');
    } else if (kept.clockSetBackSeconds > 0) {
      process.stderr.write(
        `the clock was set back by ${kept.clockSetBackSeconds.toFixed(0)} s since the last test: the order of the tests is kept, their times are not to be trusted\n`,
      );
    }
  }
}

const worse = (one: number, other: number): number => {
  const order: readonly number[] = [EXIT.pass, EXIT.undecided, EXIT.claimFailed];
  const rank = (code: number): number => (order.includes(code) ? order.indexOf(code) : order.length);
  return rank(other) > rank(one) ? other : one;
};

/** `ampbench batch next`: scan or type a serial number, test, large answer, next. The exit code is the worst of all. */
export async function runBatchNext(reference: string, options: BatchNextOptions): Promise<number> {
  return withOwnStore(async (store) => {
    const batch = await findBatch(store.database, reference);
    const { rig } = batch.definition;
    const isSimulated = rig.kind === 'listed' && rig.id.startsWith('sim:');
    const tested: TestedUnit[] = [];
    let code: number = EXIT.pass;
    await withEngine(options, isSimulated, async (runs) => {
      const line = new BatchLine(store, batch, runs, options);
      for await (const serial of serialsFrom(options.serial, runs.stopped)) {
        for (let time = 0; time < options.times && !runs.stopped.aborted; time++) {
          try {
            const found = await line.test(serial);
            tested.push(found);
            code = worse(code, exitCodeOfSequence(found.result));
          } catch (error) {
            // A label that cannot be read is no reason to end the shift
            if (options.serial !== undefined || !(error instanceof AmpbenchError) || error.kind !== 'usage')
              throw error;
            process.stderr.write(`error ${error.code}: ${error.message}\n`);
            code = worse(code, EXIT.usage);
            break;
          }
        }
      }
      if (runs.stopped.aborted) code = EXIT.cancelled;
    });
    if (options.json === true) printJson({ kind: 'batch-tests', schemaVersion: 1, batch: batch.name, tests: tested });
    return code;
  });
}
