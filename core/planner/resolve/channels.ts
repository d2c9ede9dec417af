import { ratioFromDb } from '../../units/decibel.ts';
import { formatQuantity } from '../../units/format.ts';
import { frequencyRange, levelOrAssumed, statedLoad } from './conditions.ts';
import type { Resolver } from './resolved.ts';

/** What one channel receives of the other's tone, at one frequency or at the worst of a stated range. */
export const resolveChannelSeparation: Resolver = (stated) => {
  const { claim, value, assume } = stated;
  const range = frequencyRange(stated);
  const loadOhms = statedLoad(stated);
  if (loadOhms === null)
    assume('Load not stated: no load but the interface used; a shared return wire shows only under load.');
  const level = levelOrAssumed(stated, loadOhms);
  const frequencyHz = typeof claim.freq_hz === 'number' ? claim.freq_hz : 1000;
  if (claim.freq_hz === undefined) assume('Frequency not stated: 1 kHz used.');
  const decibels = Math.abs(value);
  assume('Both ways; the channel that is not driven gets silence. The worse way counts.');
  const at =
    range === null
      ? `at ${formatQuantity(frequencyHz, 'Hz')}`
      : `worst from ${formatQuantity(range[0], 'Hz')} to ${formatQuantity(range[1], 'Hz')}`;
  return {
    ...level,
    loadOhms,
    frequencyHz,
    ...(range === null ? {} : { bandHz: range }),
    decidedBy: 'measurement',
    measurement: {
      kind: 'crosstalk',
      settings: range === null ? { frequencyHz } : {},
    },
    rule: {
      figureId: range === null ? 'crosstalk' : 'crosstalk-worst',
      lower: null,
      upper: ratioFromDb(-decibels),
      text: `the other channel lies ${decibels} dB or more lower, ${at}`,
    },
  };
};

export const resolveChannelBalance: Resolver = (stated) => {
  const { value, assume } = stated;
  const loadOhms = statedLoad(stated);
  const level = levelOrAssumed(stated, loadOhms);
  const decibels = Math.abs(value);
  assume('At 997 Hz, volume fully clockwise: at other settings of the volume control channels may differ more.');
  return {
    ...level,
    loadOhms,
    decidedBy: 'measurement',
    measurement: { kind: 'channel-balance', settings: { points: 2, lowestDb: -20, frequenciesHz: [997] } },
    rule: {
      figureId: 'channel-balance',
      lower: ratioFromDb(-decibels),
      upper: ratioFromDb(decibels),
      text: `channels within ± ${decibels} dB of each other`,
    },
  };
};
