import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CARD_TEXT_LIMIT } from '../../core/card/cardText.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { CardListing } from '../../electron/ipc/contract.ts';
import { storageError, systemCode } from '../store/storageError.ts';
import { productFolder } from './productFolder.ts';

const indexSchema = z.strictObject({
  schemaVersion: z.literal(1),
  cards: z.array(
    z.strictObject({
      /** The first is the card's own; the others are names people use for it. */
      ids: z.array(z.string().regex(/^[a-z0-9-]+$/)).min(1),
      file: z.string().min(1),
      maker: z.string().min(1),
      product: z.string().min(1),
      kind: z.enum(['amp', 'dac', 'dac-amp', 'headphone']),
      sources: z.array(z.string().min(1)).min(1),
    }),
  ),
});

/** What is known of a card beside its text; every part may be missing. */
export const cardIdentitySchema = z.strictObject({
  maker: z.string().exactOptional(),
  product: z.string().exactOptional(),
  kind: z.enum(['amp', 'dac', 'dac-amp', 'headphone', 'unknown']).exactOptional(),
  sources: z.array(z.string()).exactOptional(),
});

type IndexEntry = z.infer<typeof indexSchema>['cards'][number];

/** A card's text, and what is known of it beside the text. */
export interface LoadedCard {
  /** Null for a file or stdin: the text names itself. */
  readonly id: string | null;
  readonly text: string;
  /** From the library's index: what the maker's text leaves unsaid. Empty for a file. */
  readonly identity: z.infer<typeof cardIdentitySchema>;
}

async function readIndex(folder: string): Promise<readonly IndexEntry[]> {
  const path = join(folder, 'index.json');
  try {
    return indexSchema.parse(JSON.parse(await readFile(path, 'utf8'))).cards;
  } catch (error) {
    throw new AmpbenchError(
      'bug',
      'card-index-broken',
      `the index of the card library, ${path}, cannot be read: ${String(error)}`,
      { path },
    );
  }
}

/** Text of bytes: UTF-8, UTF-16 by its mark, else Windows-1252, which most old pages are in. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function tooLarge(place: string): AmpbenchError {
  return new AmpbenchError(
    'card',
    'card-too-large',
    `${place} is larger than ${CARD_TEXT_LIMIT} bytes, the most that is read of a card`,
    { place, limit: CARD_TEXT_LIMIT },
    'give the specification itself, not the whole site',
  );
}

async function readStandardInput(): Promise<string> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    byteCount += chunk.byteLength;
    if (byteCount > CARD_TEXT_LIMIT) throw tooLarge('standard input');
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
}

async function readCardFile(path: string): Promise<string | null> {
  try {
    if ((await stat(path)).size > CARD_TEXT_LIMIT) throw tooLarge(path);
    return decode(await readFile(path));
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null;
    throw error instanceof AmpbenchError ? error : storageError(error, 'read', path);
  }
}

/**
 * The text of a card.
 * @param ref a card id of the library, a file's path, or `-` for standard input; an id goes before a file of that name
 * @param folder the library; default: the cards shipped with the product
 * @throws AmpbenchError `card/unknown-card` naming what was tried and every id there is; `card/card-too-large`
 */
export async function loadCard(ref: string, folder = join(productFolder(), 'cards')): Promise<LoadedCard> {
  if (ref === '-') return { id: null, text: await readStandardInput(), identity: {} };
  const entries = await readIndex(folder);
  const entry = entries.find((each) => each.ids.includes(ref.toLowerCase()));
  if (entry !== undefined) {
    const path = join(folder, entry.file);
    const text = await readCardFile(path);
    if (text === null)
      throw new AmpbenchError('bug', 'card-file-missing', `the card library names ${path}, which is not there`, {
        path,
      });
    const { maker, product, kind, sources } = entry;
    return { id: entry.ids[0], text, identity: { maker, product, kind, sources } };
  }
  const text = await readCardFile(ref);
  if (text !== null) return { id: null, text, identity: {} };
  const known = entries.flatMap((each) => each.ids);
  throw new AmpbenchError(
    'card',
    'unknown-card',
    `there is no card "${ref}": neither an id of the library (${known.join(', ')}) nor a file of that name`,
    { ref, known: known.join(', ') },
    'give one of these ids, the path of a file, or - to read standard input',
  );
}

/** The cards of the library, each once. */
export async function listCards(folder = join(productFolder(), 'cards')): Promise<readonly CardListing[]> {
  const entries = await readIndex(folder);
  return Promise.all(
    entries.map(async ({ ids: [id], maker, product }) => {
      const { text } = await loadCard(id, folder);
      return { id, maker, product, claimCount: parseCard(text, { id }).claims.length };
    }),
  );
}
