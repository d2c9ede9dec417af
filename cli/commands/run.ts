import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { unitSerial } from '../../core/run/unitSerial.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { renderJunit } from '../../core/sequence/junit.ts';
import { readSequence } from '../../core/sequence/readSequence.ts';
import type { Sequence, Variables } from '../../core/sequence/sequence.ts';
import type { SequenceResult } from '../../core/sequence/stepResult.ts';
import type { CardRef } from '../../electron/ipc/contract.ts';
import { dryRun } from '../../host/sequence/dryRun.ts';
import { engineBench } from '../../host/sequence/engineBench.ts';
import { runSequence } from '../../host/sequence/runSequence.ts';
import { systemClock } from '../../host/sequence/sequenceBench.ts';
import { sequenceCard } from '../../host/sequence/sequenceCard.ts';
import { writeFileAtomically } from '../../host/store/atomicFile.ts';
import { storageError } from '../../host/store/storageError.ts';
import { dataFolder } from '../../host/system/dataFolder.ts';
import { withEngine } from '../engineSession.ts';
import { EXIT, exitCodeOfError } from '../exitCodes.ts';
import type { OperatorOptions } from '../operators/chooseOperator.ts';
import { printJson } from '../output.ts';
import { readTextFile, rigReference } from '../references.ts';
import { withOwnStore } from '../runFolder.ts';
import { dryRunLines, resultLines, stepLine } from './sequenceText.ts';

export interface RunOptions extends OperatorOptions {
  readonly rig: string;
  readonly serial?: string;
  readonly dryRun?: boolean;
  readonly junit?: string;
  readonly out?: string;
  readonly allowCommands?: boolean;
  /** `name=value`, each in place of the file's own. */
  readonly var?: readonly string[];
  readonly seed: number;
  readonly json?: boolean;
}

/**
 * Variables as they stand on a command line: a number where it is one.
 * @throws AmpbenchError `usage/option-invalid`
 */
export function variablesFrom(written: readonly string[]): Variables {
  return Object.fromEntries(
    written.map((pair) => {
      const at = pair.indexOf('=');
      if (at <= 0)
        throw new AmpbenchError('usage', 'option-invalid', `--var is "${pair}" but must be name=value`, {
          option: '--var',
          value: pair,
        });
      const value = pair.slice(at + 1);
      return [pair.slice(0, at), value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
    }),
  );
}

/** @throws AmpbenchError `usage/commands-not-allowed` naming the programs */
export function requireCommandsAllowed(sequence: Sequence, isAllowed: boolean): void {
  const programs = new Set(sequence.steps.flatMap((step) => (step.kind === 'command' ? [step.words[0]] : [])));
  if (programs.size === 0 || isAllowed) return;
  throw new AmpbenchError(
    'usage',
    'commands-not-allowed',
    `the sequence "${sequence.name}" runs programs (${[...programs].join(', ')}) but --allow-commands is not given`,
    { programs: [...programs].join(', ') },
    'look at them with --dry-run, then give --allow-commands',
  );
}

/** 0 pass, 1 a limit or claim failed, 2 undecided; of an error, its own. */
export function exitCodeOfSequence({ outcome, steps }: SequenceResult): number {
  switch (outcome) {
    case 'pass':
    case 'done':
      return EXIT.pass;
    case 'fail':
      return EXIT.claimFailed;
    case 'inconclusive':
      return EXIT.undecided;
    case 'error':
      return exitCodeOfError(steps.find(({ error }) => error !== null)?.error?.kind ?? 'bug');
  }
}

/** Where a result goes: all into one new folder, or the runs among this person's runs and the result beside them. */
async function makePlace(
  out: string | undefined,
): Promise<{ readonly folder: string; readonly runs: { readonly runsFolder: string; readonly runPrefix: string } }> {
  const stamp = new Date().toISOString().replaceAll(/[:.]/gu, '-');
  const folder = out === undefined ? join(dataFolder(), 'sequences', stamp) : resolve(out);
  const runsFolder = out === undefined ? await withOwnStore((store) => Promise.resolve(store.folder)) : folder;
  try {
    await mkdir(folder, { recursive: true });
    // It must be new, or results would be mixed
    await writeFile(join(folder, 'sequence.yaml'), '', { flag: 'wx' });
  } catch (error) {
    throw storageError(error, 'begin a sequence in the folder', folder);
  }
  return { folder, runs: { runsFolder, runPrefix: out === undefined ? `${stamp}-` : '' } };
}

/** `ampbench run <sequence>`: its steps one after another on one unit; the table (or the JSON) goes to stdout. */
export async function runRun(file: string, options: RunOptions): Promise<number> {
  const text = await readTextFile(file);
  const sequence = readSequence(
    text,
    file === '-' ? 'standard input' : basename(file),
    variablesFrom(options.var ?? []),
  );
  const sequenceFolder = file === '-' ? process.cwd() : dirname(resolve(file));
  const cardOf = (card: string): Promise<CardRef> => sequenceCard(card, sequenceFolder);
  const rigRef = await rigReference(options.rig);
  const serial = options.serial === undefined ? null : unitSerial(options.serial);
  if (options.dryRun === true) {
    const told = await withEngine(options, true, ({ engine }) => dryRun(sequence, engine, rigRef, cardOf));
    if (options.json === true) printJson(told);
    else process.stdout.write(dryRunLines(told));
    return EXIT.pass;
  }
  requireCommandsAllowed(sequence, options.allowCommands === true);
  const place = await makePlace(options.out);
  const { folder } = place;
  await writeFileAtomically(join(folder, 'sequence.yaml'), [Buffer.from(text)]);
  const isSimulated = rigRef.kind === 'listed' && rigRef.id.startsWith('sim:');
  const result = await withEngine(options, isSimulated, async (runs) => {
    // Whatever cannot be done is said before the first step, not after the fiftieth
    await dryRun(sequence, runs.engine, rigRef, cardOf);
    const { rig } = await runs.engine.readRig(rigRef);
    const bench = engineBench(runs, {
      ...{ rig, rigRef, seed: options.seed, cardOf, commandFolder: sequenceFolder, serial },
      ...place.runs,
      batchId: null,
    });
    return runSequence(sequence, bench, serial, systemClock, (event) => {
      process.stderr.write(stepLine(event));
    });
  });
  const document = encodeResult(result);
  await writeFileAtomically(join(folder, 'sequence.json'), [Buffer.from(document)]);
  if (options.junit !== undefined)
    await writeFileAtomically(resolve(options.junit), [Buffer.from(renderJunit(result))]);
  process.stdout.write(options.json === true ? document : resultLines(result));
  process.stderr.write(`kept in ${folder}\n`);
  return exitCodeOfSequence(result);
}
