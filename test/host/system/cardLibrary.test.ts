import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCard } from '../../../core/card/parseCard.ts';
import { listCards, loadCard } from '../../../host/system/cardLibrary.ts';

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
    expect(await listCards()).toEqual([{ id: 'hpa-1', maker: 'Pass Labs', product: 'HPA-1', claimCount: 10 }]);
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
      message:
        'there is no card "hpa-2": neither an id of the library (hpa-1, pass-labs-hpa-1) nor a file of that name',
    });
  });

  it('refuses a folder and a file over the limit', async () => {
    await expect(loadCard(folder)).rejects.toMatchObject({ kind: 'storage' });
    const path = join(folder, 'large.txt');
    await writeFile(path, Buffer.alloc(16 * 1024 * 1024 + 1, 'a'));
    await expect(loadCard(path)).rejects.toMatchObject({ kind: 'card', code: 'card-too-large' });
  });
});
