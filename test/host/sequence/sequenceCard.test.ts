import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sequenceCard } from '../../../host/sequence/sequenceCard.ts';

const root = mkdtempSync(join(tmpdir(), 'ampbench-card-'));
const folder = join(root, 'sequence');
mkdirSync(join(folder, 'cards'), { recursive: true });
writeFileSync(join(folder, 'cards', 'amp.txt'), 'Gain 8 dB');
writeFileSync(join(root, 'secret.txt'), 'secret');
symlinkSync(join(root, 'secret.txt'), join(folder, 'link.txt'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a card that a sequence names', () => {
  it('is a file in its folder or below, else a card id', async () => {
    expect(await sequenceCard('cards/amp.txt', folder)).toEqual({ kind: 'text', text: 'Gain 8 dB' });
    expect(await sequenceCard('hpa-1', folder)).toEqual({ kind: 'library', id: 'hpa-1' });
  });

  it.each(['../secret.txt', 'link.txt', join(root, 'secret.txt')])('is never a file elsewhere: %s', async (name) => {
    await expect(sequenceCard(name, folder)).rejects.toMatchObject({ code: 'card-outside' });
  });
});
