import { resolve } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { shoppingLines } from '../../core/report/shoppingText.ts';
import { renderTable } from '../../core/report/table.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { unitSerial } from '../../core/run/unitSerial.ts';
import type { VerifyRequest } from '../../electron/ipc/contract.ts';
import { exitCodeOfVerification } from '../exitCodes.ts';
import type { OperatorOptions } from '../operators/chooseOperator.ts';
import { terminalColumns } from '../output.ts';
import { rulesFrom, type RuleOptions } from '../options/ruleOptions.ts';
import { cardReference, rigReference } from '../references.ts';
import { newRunFolder, runFolderOf } from '../runFolder.ts';
import { runToEnd } from '../runToEnd.ts';
import { shareRun, sharedAddress } from '../sharedStore.ts';

export interface VerifyOptions extends OperatorOptions, RuleOptions {
  readonly card?: string;
  readonly rig?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly serial?: string;
  readonly store?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

const DEFAULT_SEED = 1;

async function requestFrom(options: VerifyOptions): Promise<VerifyRequest> {
  if (options.resume !== undefined) return { kind: 'resume', folder: await runFolderOf(options.resume) };
  const { card, rig, out, serial } = options;
  if (card === undefined || rig === undefined) {
    const missing = [card === undefined ? '--card' : '', rig === undefined ? '--rig' : ''].filter(Boolean);
    throw new AmpbenchError(
      'usage',
      'option-missing',
      `verify needs ${missing.join(', ')}, or --resume with a run`,
      {},
      'ampbench verify --help shows examples',
    );
  }
  const rules = await rulesFrom(options);
  return {
    kind: 'new',
    ...(rules === undefined ? {} : { rules }),
    card: await cardReference(card),
    rig: await rigReference(rig),
    seed: options.seed ?? DEFAULT_SEED,
    ...(serial === undefined ? {} : { serial: unitSerial(serial) }),
    folder: await newRunFolder(out, 'verification'),
  };
}

/** `ampbench verify`: the main job. The table (or the JSON) goes to stdout, everything else to stderr. */
export async function runVerify(options: VerifyOptions): Promise<number> {
  const request = await requestFrom(options);
  const shared = await sharedAddress(options.store);
  const verification = await runToEnd(
    options,
    (engine) => engine.verify(request),
    (event) => (event.type === 'run-finished' ? event.verification : undefined),
  );
  if (options.json === true) {
    process.stdout.write(encodeResult(verification));
  } else {
    const color = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
    process.stdout.write(`${renderTable(verification, { width: terminalColumns(), color })}\n`);
  }
  if (verification.steps.length === 0)
    process.stderr.write('nothing was measured: the card states no figure that this rig can decide\n');
  for (const line of shoppingLines(verification.toBuy ?? [])) process.stderr.write(`to buy: ${line}\n`);
  process.stderr.write(`report: ${resolve(request.folder, 'report.html')}\n`);
  await shareRun(request.folder, shared);
  return exitCodeOfVerification(verification);
}
