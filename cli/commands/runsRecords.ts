import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exportRecord } from '../../host/store/record/exportRecord.ts';
import { importRecord } from '../../host/store/record/importRecord.ts';
import { importRunFolder } from '../../host/store/record/importRunFolder.ts';
import { verifyRecord } from '../../host/store/record/verifyRecord.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';
import { runFolderOf, withOwnStore } from '../runFolder.ts';

interface JsonOption {
  readonly json?: boolean;
}

/** `ampbench runs export RUN FILE`. */
export async function runRunsExport(reference: string, file: string, options: JsonOption): Promise<number> {
  const path = resolve(file);
  await exportRecord(await runFolderOf(reference), path);
  const byteCount = (await stat(path)).size;
  if (options.json === true) printJson({ file: path, byteCount });
  else process.stderr.write(`${path}: ${byteCount} bytes\n`);
  return EXIT.pass;
}

/** `ampbench runs import FILE|FOLDER`: into the store. */
export async function runRunsImport(source: string, options: JsonOption): Promise<number> {
  const path = resolve(source);
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  const name = await withOwnStore((store) => (isFolder ? importRunFolder(store, path) : importRecord(store, path)));
  if (options.json === true) printJson({ run: name });
  else process.stdout.write(`${name}\n`);
  return EXIT.pass;
}

/** `ampbench runs verify-record FILE`: exit code 5 where any byte was changed. */
export async function runRunsVerifyRecord(file: string, options: JsonOption): Promise<number> {
  const path = resolve(file);
  const faults = await verifyRecord(path);
  if (options.json === true) printJson({ file: path, unchanged: faults.length === 0, faults });
  else if (faults.length === 0) process.stdout.write(`${path}: every byte is as it was exported\n`);
  else for (const { text } of faults) process.stdout.write(`${text}\n`);
  return faults.length === 0 ? EXIT.pass : EXIT.data;
}
