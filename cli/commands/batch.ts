import { writeFileAtomically } from '../../host/store/atomicFile.ts';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { parse } from 'yaml';
import { AmpbenchError } from '../../core/errors.ts';
import { readSequence } from '../../core/sequence/readSequence.ts';
import { figureLimitSchema, type FigureLimit } from '../../core/sequence/figureLimit.ts';
import { productName } from '../../core/report/sentences.ts';
import { batchDefinitionSchema, type BatchDefinition } from '../../host/batch/batchDefinition.ts';
import { createBatch, findBatch, listBatches } from '../../host/batch/batches.ts';
import { exportBatch, type ExportFormat } from '../../host/batch/exportBatch.ts';
import { readAttempts, readBatchReport } from '../../host/batch/batchQueries.ts';
import { withEngine } from '../engineSession.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { cardReference, readTextFile, rigReference } from '../references.ts';
import { withOwnStore } from '../runFolder.ts';
import { withNamedStore } from '../sharedStore.ts';
import { attemptLines, statisticsLines } from './batchText.ts';
import { requireCommandsAllowed } from './run.ts';

export interface BatchNewOptions {
  readonly rig: string;
  readonly card?: string;
  readonly sequence?: string;
  readonly limits?: string;
  readonly golden?: string;
  readonly allowCommands?: boolean;
  readonly json?: boolean;
}

interface ReadOptions {
  /** A store that benches share; absent: this person's own. */
  readonly store?: string;
  readonly json?: boolean;
}

async function limitsFrom(file: string | undefined): Promise<FigureLimit[]> {
  if (file === undefined) return [];
  const text = await readTextFile(file);
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new AmpbenchError('usage', 'limits-unreadable', `${file} is not YAML: ${String(error)}`, { file });
  }
  const parsed = z.array(figureLimitSchema).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AmpbenchError(
    'usage',
    'limits-unreadable',
    `${file} is no list of limits: ${z.prettifyError(parsed.error).replaceAll('\n', '; ')}`,
    { file },
    'it holds a list such as: - {figure: thd-n, upper: 0.01, unit: "%"}',
  );
}

async function definitionFrom(options: BatchNewOptions): Promise<BatchDefinition> {
  const { card, sequence: file } = options;
  const rig = await rigReference(options.rig);
  const head = { schemaVersion: 1, rig, goldenSerial: options.golden ?? null } as const;
  if ((card === undefined) === (file === undefined))
    throw new AmpbenchError(
      'usage',
      'option-missing',
      'a batch needs either --card or --sequence: what every unit is put through',
    );
  if (file !== undefined) {
    if (options.limits !== undefined)
      throw new AmpbenchError('usage', 'option-invalid', '--limits goes with --card; a sequence holds its own limits');
    const text = await readTextFile(file);
    const sequence = readSequence(text, file);
    const mayRunCommands = options.allowCommands === true;
    requireCommandsAllowed(sequence, mayRunCommands);
    const folder = file === '-' ? process.cwd() : dirname(resolve(file));
    return { ...head, product: sequence.name, test: { kind: 'sequence', text, folder, mayRunCommands } };
  }
  const cardRef = await cardReference(card ?? '');
  const limits = await limitsFrom(options.limits);
  // Planned once now, so that a card or rig that cannot be used is known before the first unit
  const product = await withEngine({}, true, async ({ engine }) =>
    productName({ card: (await engine.plan({ card: cardRef, rig })).card }),
  );
  return { ...head, product, test: { kind: 'card', card: cardRef, limits } };
}

/** `ampbench batch new`: what every unit of it will be put through. */
export async function runBatchNew(name: string, options: BatchNewOptions): Promise<number> {
  const definition = batchDefinitionSchema.parse(await definitionFrom(options));
  const batch = await withOwnStore(({ database, bench }) =>
    createBatch(database, bench, name, definition, new Date().toISOString()),
  );
  if (options.json === true) printJson(batch);
  else process.stdout.write(`batch "${batch.name}" (${batch.id})\nnext: ampbench batch next "${batch.name}"\n`);
  return EXIT.pass;
}

/** `ampbench batch list`. */
export async function runBatchList(options: ReadOptions): Promise<number> {
  const batches = await withNamedStore(options.store, (database) => listBatches(database));
  if (options.json === true) printJson(batches);
  else
    process.stdout.write(
      columns(
        batches.map(({ name, product, units, attempts, createdAt }) => [
          name,
          product,
          `${units} units`,
          `${attempts} tests`,
          createdAt.slice(0, 10),
        ]),
      ),
    );
  return EXIT.pass;
}

/** `ampbench batch show`: its tests, one line each. */
export async function runBatchShow(reference: string, options: ReadOptions): Promise<number> {
  const found = await withNamedStore(options.store, async (database) => {
    const batch = await findBatch(database, reference);
    return { batch, attempts: await readAttempts(database, batch.id) };
  });
  if (options.json === true) printJson(found);
  else process.stdout.write(attemptLines(found.batch, found.attempts));
  return EXIT.pass;
}

/** `ampbench batch stats`: yields, and each figure over all units. */
export async function runBatchStats(reference: string, options: ReadOptions): Promise<number> {
  const report = await withNamedStore(options.store, async (database) =>
    readBatchReport(database, await findBatch(database, reference)),
  );
  if (options.json === true) printJson(report);
  else process.stdout.write(statisticsLines(report));
  return EXIT.pass;
}

/** `ampbench batch export`: all of it as one table. */
export async function runBatchExport(
  reference: string,
  options: { readonly format: ExportFormat; readonly out: string; readonly store?: string },
): Promise<number> {
  const bytes = await withNamedStore(options.store, async (database) =>
    exportBatch(database, await findBatch(database, reference), options.format),
  );
  await writeFileAtomically(resolve(options.out), [bytes]);
  process.stderr.write(`written: ${resolve(options.out)}\n`);
  return EXIT.pass;
}
