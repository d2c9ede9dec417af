import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import { findHeadphones } from '../../core/headphone/findHeadphone.ts';
import type { Headphone } from '../../core/headphone/headphone.ts';
import { headphoneFromCard } from '../../core/headphone/headphoneFromCard.ts';
import { headphonesOf } from '../../core/headphone/headphoneLibrary.ts';
import { headphoneLibrarySchema } from '../../core/headphone/headphoneSchema.ts';
import { loadCard } from './cardLibrary.ts';
import { parseLoadedCard } from './parseLoadedCard.ts';
import { productFolder } from './productFolder.ts';

const MOST_CANDIDATES = 12;

/**
 * The headphones shipped with the product, sorted by name.
 * @param path default: `cards/headphones.json` of the product
 * @throws AmpbenchError `bug/headphone-library-broken` naming the file and each field that breaks a rule
 */
export async function listHeadphones(
  path = join(productFolder(), 'cards', 'headphones.json'),
): Promise<readonly Headphone[]> {
  try {
    return headphonesOf(headphoneLibrarySchema.parse(JSON.parse(await readFile(path, 'utf8'))));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', '; ') : String(error);
    throw new AmpbenchError(
      'bug',
      'headphone-library-broken',
      `the library of headphones, ${path}, cannot be read: ${what}`,
      { path },
    );
  }
}

/** A headphone by its spec card; null where the reference names no card. */
async function headphoneOfCard(ref: string): Promise<Headphone | null> {
  try {
    return headphoneFromCard(parseLoadedCard(await loadCard(ref)));
  } catch (error) {
    if (error instanceof AmpbenchError && error.code === 'unknown-card') return null;
    throw error;
  }
}

/**
 * The headphone a person means: one of the library, spelling aside, else a spec card by its id or file.
 * @throws AmpbenchError `usage/headphone-ambiguous` listing the candidates, `usage/unknown-headphone`
 */
export async function loadHeadphone(query: string): Promise<Headphone> {
  const found = findHeadphones(await listHeadphones(), query);
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const names = found.slice(0, MOST_CANDIDATES).map(({ name }) => name);
    const more = found.length > names.length ? ` and ${found.length - names.length} more` : '';
    throw new AmpbenchError(
      'usage',
      'headphone-ambiguous',
      `"${query}" may mean ${found.length} headphones: ${names.join(', ')}${more}`,
      { query, count: found.length },
      'write more of the name',
    );
  }
  const ofCard = await headphoneOfCard(query);
  if (ofCard !== null) return ofCard;
  throw new AmpbenchError(
    'usage',
    'unknown-headphone',
    `there is no headphone "${query}": neither in the library nor a card of that id or file`,
    { query },
    'ampbench pair --headphones lists them; for another write a card: ampbench card init --kind headphone',
  );
}
