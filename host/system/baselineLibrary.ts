import { mkdir, readFile } from 'node:fs/promises';
import { AmpbenchError } from '../../core/errors.ts';
import { rigBaselineSchema, type RigBaseline } from '../../core/rigCheck/baseline.ts';
import { writeFileAtomically } from '../store/atomicFile.ts';
import { storageError, systemCode } from '../store/storageError.ts';
import { rigFile, rigsFolder } from './rigLibrary.ts';

export const BASELINE_ENDING = '.baseline.json';

/** Keeps a baseline beside its rig, in place of an older one. */
export async function saveBaseline(baseline: RigBaseline, folder = rigsFolder()): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw storageError(error, 'make the rig folder', folder);
  }
  await writeFileAtomically(rigFile(baseline.rig.id, folder, BASELINE_ENDING), [
    Buffer.from(`${JSON.stringify(baseline)}\n`),
  ]);
}

/**
 * What a rig showed of itself; null where it was never measured.
 * @throws AmpbenchError `data/baseline-invalid` where the file is not one
 */
export async function loadBaseline(rigId: string, folder = rigsFolder()): Promise<RigBaseline | null> {
  const path = rigFile(rigId, folder, BASELINE_ENDING);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw storageError(error, 'read', path);
  }
  try {
    return rigBaselineSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new AmpbenchError(
      'data',
      'baseline-invalid',
      `${path} is not a baseline: ${String(error).slice(0, 200)}`,
      { path },
      'Measure it anew: ampbench rig baseline RIG',
    );
  }
}
