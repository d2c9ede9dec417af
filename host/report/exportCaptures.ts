import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { sidecarFile } from '../files/captureSidecar.ts';
import { writeFileAtomically } from '../store/atomicFile.ts';
import { captureFile } from '../store/runFolder.ts';
import { storageError, systemCode } from '../store/storageError.ts';
import { readStoredReport } from './storedReport.ts';

/**
 * Copies a finished run's captures into a folder, each with its sidecar; nothing is overwritten.
 * @returns the WAV files
 * @throws AmpbenchError `storage/file-exists`, of kind `storage`, or as `readStoredReport` does
 */
export async function exportCaptures(runFolder: string, outFolder: string): Promise<readonly string[]> {
  const { captures } = await readStoredReport(runFolder);
  await mkdir(outFolder, { recursive: true }).catch((error: unknown) => {
    throw storageError(error, 'make the folder', outFolder);
  });
  const files: string[] = [];
  for (const { takeId, sidecar } of captures) {
    const file = join(outFolder, sidecar.file);
    await copyNew(join(runFolder, captureFile(takeId)), file);
    await writeFileAtomically(sidecarFile(file), [Buffer.from(encodeResult(sidecar))]);
    files.push(file);
  }
  return files;
}

async function copyNew(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw storageError(error, 'copy', from);
    throw new AmpbenchError(
      'storage',
      'file-exists',
      `${to} is there already and is not overwritten`,
      { path: to },
      'Choose another folder with --out.',
    );
  }
}
