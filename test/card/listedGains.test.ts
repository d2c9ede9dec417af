import { expect, it } from 'vitest';
import { cardOf } from '../planner/shippedCards.ts';
import { splitListedGains } from '../../core/card/listedGains.ts';

const listed = cardOf('Gain: 0 dB, 6 dB and 12 dB').claims;
const GAINS = [
  { name: 'low', gainDb: 0 },
  { name: 'mid', gainDb: 6 },
  { name: 'high', gainDb: 12 },
];

it('[PLAN-9] a list of gains is one claim for each setting of the same decibels, in the maker’s words', () => {
  expect(splitListedGains(listed, GAINS).map(({ value, gain }) => [value, gain])).toEqual([
    [0, 'low'],
    [6, 'mid'],
    [12, 'high'],
  ]);
  for (const { asWritten } of splitListedGains(listed, GAINS)) expect(asWritten).toBe(listed[0].asWritten);
});

it('[PLAN-9] a list that the settings do not bear out stays as it is, and so does everything else', () => {
  expect(splitListedGains(listed, GAINS.slice(1))).toEqual(listed);
  expect(splitListedGains(listed, [])).toEqual(listed);
  const other = cardOf('Gain: 6 dB\nOutput impedance: < 2 ohms').claims;
  expect(splitListedGains(other, GAINS)).toEqual(other);
});
