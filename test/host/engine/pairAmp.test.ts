import { describe, expect, it } from 'vitest';
import { listMatchingHeadphones, pairAmp } from '../../../host/engine/pairAmp.ts';
import { loadCard } from '../../../host/system/cardLibrary.ts';
import { parseLoadedCard } from '../../../host/system/parseLoadedCard.ts';

const TARGET = { splDb: 110, as: 'peak', crestFactorDb: 12, sourceVoltsRms: 2 } as const;
const readCard = async (): Promise<ReturnType<typeof parseLoadedCard>> => parseLoadedCard(await loadCard('hpa-1'));

describe('pairing for a page', () => {
  it('answers from a card, with the words and rows of the command line', async () => {
    const [{ name }] = await listMatchingHeadphones('hd 650');
    const { pairing, answer, rows } = await pairAmp(
      {
        amp: { kind: 'card', card: { kind: 'library', id: 'hpa-1' }, balanced: false },
        headphone: name,
        stated: {},
        target: TARGET,
      },
      readCard,
    );
    expect(pairing.verdict).toBe('enough');
    expect(answer).toContain('ENOUGH');
    expect(rows.map(([label]) => label)).toContain('can reach');
  });

  it('answers from what is stated alone, and says when that is nothing', async () => {
    const request = { amp: { kind: 'stated' }, headphone: 'Sennheiser HD650', target: TARGET } as const;
    const { pairing } = await pairAmp({ ...request, stated: { maxVoltsRms: 0.1 } }, readCard);
    expect(pairing.verdict).toBe('not-enough');
    await expect(pairAmp({ ...request, stated: {} }, readCard)).rejects.toMatchObject({ code: 'amp-missing' });
  });

  it('lists a few headphones for an empty filter, and those that fit for a name', async () => {
    expect((await listMatchingHeadphones('')).length).toBeLessThanOrEqual(30);
    expect((await listMatchingHeadphones('hd 650')).map(({ name }) => name)).toContain('Sennheiser HD650');
    expect(await listMatchingHeadphones('no such headphone at all')).toEqual([]);
  });
});
