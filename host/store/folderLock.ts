import { readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { storageError, systemCode } from './storageError.ts';

const LOCK_FILE = 'lock.json';

/** When a process began, as the kernel counts it: tells a process from a later one of the same number. Null: not known here. */
function processBeginning(processId: number): string | null {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // Field 22; the name in field 2 may hold spaces, so count from its closing bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(processId: number, beginning: string | null): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    if (systemCode(error) !== 'EPERM') return false;
  }
  const now = processBeginning(processId);
  return beginning === null || now === null || now === beginning;
}

function parseHolder(text: string): { processId: number; beginning: string | null } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('processId' in value) || !('beginning' in value)) return null;
    const { processId, beginning } = value;
    if (typeof processId !== 'number') return null;
    return { processId, beginning: typeof beginning === 'string' ? beginning : null };
  } catch {
    return null;
  }
}

/**
 * Takes a run folder for this process; a lock left by a process that is gone is taken over.
 * @returns the function that gives it back
 * @throws AmpbenchError `storage/folder-in-use`
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK_FILE);
  const mine = JSON.stringify({ processId: process.pid, beginning: processBeginning(process.pid) });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(path, mine, { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw storageError(error, 'write', path);
    }
    const holder = parseHolder(await readFile(path, 'utf8').catch(() => ''));
    if (holder !== null && isAlive(holder.processId, holder.beginning)) {
      throw new AmpbenchError(
        'storage',
        'folder-in-use',
        `process ${holder.processId} is using the run folder ${folder}`,
        { folder, processId: holder.processId },
        'wait until it has finished, or choose another folder with --out',
      );
    }
    await rm(path, { force: true });
  }
  throw new AmpbenchError('storage', 'folder-in-use', `another process keeps taking the run folder ${folder}`, {
    folder,
  });
}
