import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import { AmpbenchError } from '../core/errors.ts';
import type { CardRef } from '../electron/ipc/contract.ts';
import type { RigRef } from '../electron/ipc/rigRef.ts';
import { storageError } from '../host/store/storageError.ts';
import { parseRig } from '../host/system/rigLibrary.ts';

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}

/** The whole of a file, or of standard input for `-`. */
export async function readTextFile(path: string): Promise<string> {
  if (path === '-') return readStream(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw storageError(error, 'read', path);
  }
}

/** What the person means by `--card C`: an existing file or `-` by its text, anything else as a card id. */
export async function cardReference(card: string): Promise<CardRef> {
  if (card === '-' || (await isFile(card))) {
    const text = await readTextFile(card);
    if (text === '')
      throw new AmpbenchError(
        'card',
        'card-empty',
        `${card === '-' ? 'standard input' : card} is empty: there is no card in it`,
      );
    return { kind: 'text', text };
  }
  return { kind: 'library', id: card };
}

/** What the person means by `--rig R`: a file by its contents, anything else as a rig id. */
export async function rigReference(rig: string): Promise<RigRef> {
  const looksLikeFile = rig.endsWith('.json');
  if (!rig.startsWith('sim:') && (looksLikeFile || (await isFile(rig)))) {
    return { kind: 'given', rig: parseRig(await readTextFile(rig), resolve(rig)) };
  }
  return { kind: 'listed', id: rig };
}
