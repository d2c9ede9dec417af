import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintCard } from '../../../core/card/lintCard.ts';
import { parseCard } from '../../../core/card/parseCard.ts';
import { listCards, loadCard } from '../../../host/system/cardLibrary.ts';

interface IndexEntry {
  readonly ids: readonly string[];
  readonly file: string;
  readonly maker: string;
  readonly product: string;
  readonly kind: string;
  readonly sources: readonly string[];
}

const LIBRARY = fileURLToPath(new URL('../../../cards/', import.meta.url));
const index = JSON.parse(readFileSync(join(LIBRARY, 'index.json'), 'utf8')) as { cards: readonly IndexEntry[] };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-cards-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the card library', () => {
  it.each(['hpa-1', 'pass-labs-hpa-1', 'HPA-1'])('knows the HPA-1 as %s', async (ref) => {
    const { id, text, identity } = await loadCard(ref);
    expect(id).toBe('hpa-1');
    expect(identity).toMatchObject({ maker: 'Pass Labs', product: 'HPA-1', kind: 'amp' });
    expect(parseCard(text, { id: 'hpa-1', ...identity })).toMatchObject({ maker: 'Pass Labs', product: 'HPA-1' });
  });

  it('lists each card once, with the number of its claims', async () => {
    const listed = await listCards();
    expect(listed.map(({ id, claimCount }) => [id, claimCount])).toEqual([
      ['hpa-1', 10],
      ['zen-can', 4],
      ['phonitor-xe', 0],
      ['neo-idsd', 0],
      ['mojo-2', 4],
      ['k7', 1],
      ['hd-820', 3],
      ['lensys-professional', 2],
      ['headphone-jack', 0],
    ]);
    expect(listed[0]).toEqual({ id: 'hpa-1', maker: 'Pass Labs', product: 'HPA-1', claimCount: 10 });
  });

  it('reads every shipped card to the last line, by any of its names', async () => {
    for (const { ids, file } of index.cards) {
      for (const ref of [...ids, join(LIBRARY, file)]) {
        const { text, identity } = await loadCard(ref);
        const card = parseCard(text, identity);
        expect(card.unread, ref).toEqual([]);
        expect(lintCard(text, identity).filter((problem) => problem.severity === 'error')).toEqual([]);
      }
    }
  });

  it('says in the index what the card says of itself, and gives a source for each number', async () => {
    for (const { ids, maker, product, kind, sources } of index.cards) {
      const { text } = await loadCard(ids[0]);
      const card = parseCard(text);
      if (ids[0] === 'hpa-1') continue;
      expect(card).toMatchObject({ maker, product, kind, sources });
      expect(card.missing?.length, ids[0]).toBeGreaterThan(0);
      for (const claim of card.claims) expect(claim.source, claim.asWritten).toBeTruthy();
    }
  });

  it('has a file for each card and a card for each file', async () => {
    const files = (await readdir(LIBRARY)).filter((name) => /\.(?:yaml|json)$/.test(name));
    expect(files.toSorted()).toEqual(
      [
        ...index.cards.map((card) => card.file),
        'card.schema.json',
        'headphones.json',
        'headphones.schema.json',
        'index.json',
      ].toSorted(),
    );
  });

  it('reads a file, whatever its encoding', async () => {
    const line = 'Output impedance: < 2 Ω ± 10 %';
    const files: readonly (readonly [string, Buffer, string])[] = [
      ['utf8.txt', Buffer.from(line), line],
      ['utf16.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(line, 'utf16le')]), line],
      ['cp1252.txt', Buffer.from([0x31, 0x20, 0x96, 0x20, 0x32]), '1 – 2'],
    ];
    for (const [name, bytes, text] of files) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      expect(await loadCard(path)).toEqual({ id: null, text, identity: {} });
    }
  });

  it('says what was tried and which cards there are', async () => {
    await expect(loadCard('hpa-2')).rejects.toMatchObject({
      kind: 'card',
      code: 'unknown-card',
      message: `there is no card "hpa-2": neither an id of the library (${index.cards.flatMap((card) => card.ids).join(', ')}) nor a file of that name`,
    });
  });

  it('refuses a folder and a file over the limit', async () => {
    await expect(loadCard(folder)).rejects.toMatchObject({ kind: 'storage' });
    const path = join(folder, 'large.txt');
    await writeFile(path, Buffer.alloc(16 * 1024 * 1024 + 1, 'a'));
    await expect(loadCard(path)).rejects.toMatchObject({ kind: 'card', code: 'card-too-large' });
  });
});
