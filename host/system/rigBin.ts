import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { storageError } from '../store/storageError.ts';
import { BASELINE_ENDING } from './baselineLibrary.ts';
import { isSimulatedId, RIG_ENDING, rigFile, rigsFolder } from './rigLibrary.ts';

/** Where deleted rigs wait to be asked back; its name is no rig's. */
const DELETED_FOLDER = '.deleted';

const inBin = (path: string): string => join(dirname(path), DELETED_FOLDER, basename(path));

const unknown = (rigId: string, where: string): AmpbenchError =>
  new AmpbenchError('rig', 'unknown-rig', `there is no rig "${rigId}" in ${where}`, { id: rigId });

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  } catch (error) {
    throw storageError(error, 'move', from);
  }
}

/**
 * Puts a saved rig and its baseline aside: deleting the wrong one must cost nothing.
 * @throws AmpbenchError `rig/unknown-rig`, `rig/rig-id-reserved`
 */
export async function deleteRig(rigId: string, folder = rigsFolder()): Promise<void> {
  if (isSimulatedId(rigId))
    throw new AmpbenchError('rig', 'rig-id-reserved', `"${rigId}" is a simulated bench and cannot be deleted`, {
      id: rigId,
    });
  const rig = rigFile(rigId, folder, RIG_ENDING);
  if (!existsSync(rig)) throw unknown(rigId, folder);
  const baseline = rigFile(rigId, folder, BASELINE_ENDING);
  if (existsSync(baseline)) await move(baseline, inBin(baseline));
  await move(rig, inBin(rig));
}

/**
 * Brings a deleted rig back, with its baseline.
 * @throws AmpbenchError `rig/unknown-rig`, `rig/rig-exists` where another one was saved under its id meanwhile
 */
export async function undeleteRig(rigId: string, folder = rigsFolder()): Promise<void> {
  const rig = rigFile(rigId, folder, RIG_ENDING);
  if (!existsSync(inBin(rig))) throw unknown(rigId, join(folder, DELETED_FOLDER));
  if (existsSync(rig))
    throw new AmpbenchError(
      'rig',
      'rig-exists',
      `a rig "${rigId}" was saved meanwhile in ${folder}`,
      { id: rigId },
      'Save that one under another id first.',
    );
  const baseline = rigFile(rigId, folder, BASELINE_ENDING);
  if (existsSync(inBin(baseline)) && !existsSync(baseline)) await move(inBin(baseline), baseline);
  await move(inBin(rig), rig);
}
