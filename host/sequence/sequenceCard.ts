import { readFile, realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { CardRef } from '../../electron/ipc/contract.ts';
import { storageError, systemCode } from '../store/storageError.ts';

/**
 * The card that a sequence's step names: a file in the sequence's folder or below it, else a card id. A sequence comes from somebody else at times, so it opens
 * no other files.
 * @param folder the sequence's
 * @throws AmpbenchError `usage/card-outside`, of kind `storage`
 */
export async function sequenceCard(card: string, folder: string): Promise<CardRef> {
  const path = resolve(folder, card);
  let text: string;
  try {
    const [real, home] = [await realpath(path), await realpath(folder)];
    const way = relative(home, real);
    if (way.startsWith('..') || isAbsolute(way))
      throw new AmpbenchError(
        'usage',
        'card-outside',
        `the sequence names the card "${card}", which lies outside its folder ${home}`,
        { card, folder: home },
        'put the card beside the sequence, or name it by its id',
      );
    text = await readFile(real, 'utf8');
  } catch (error) {
    if (error instanceof AmpbenchError) throw error;
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR' || systemCode(error) === 'EISDIR')
      return { kind: 'library', id: card };
    throw storageError(error, 'read', path);
  }
  return { kind: 'text', text };
}
