import { expect, it } from 'vitest';
import { harmonicTable } from '../../core/report/harmonicTable.ts';

const reading = {
  frequencyHz: 1000.488,
  fundamentalRms: 2,
  harmonicRms: [2, 2e-4, 2e-6, 0, 0, 0, 0, 0, 0, 0],
  harmonicIsBound: [false, false, true, false, false, false, false, false, false, false],
};

it('tells each harmonic’s frequency and its level re the fundamental, a bound as one', () => {
  const rows = harmonicTable([reading, { ...reading, fundamentalRms: null }]);
  expect(rows.map(({ order }) => order)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(rows[0]).toEqual({ order: 2, frequencyText: '2001', levelTexts: ['−80.0', '–'] });
  expect(rows[1]).toEqual({ order: 3, frequencyText: '3001', levelTexts: ['< −120', '–'] });
  expect(rows[2].levelTexts).toEqual(['–', '–']);
});

it('says nothing of a channel that has not been read', () => {
  expect(harmonicTable([undefined])[0]).toEqual({ order: 2, frequencyText: '–', levelTexts: ['–'] });
});
