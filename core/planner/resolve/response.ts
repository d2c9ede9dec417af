import { ratioFromDb } from '../../units/decibel.ts';
import { formatQuantity } from '../../units/format.ts';
import { frequencyRange, loadOrOpen } from './conditions.ts';
import { refuse, type Resolver } from './resolved.ts';

const signed = (db: number): string => `${db >= 0 ? '+' : ''}${formatQuantity(db, 'dB')}`;

/** Where an audio interface's own coupling hides what the unit does; a sweep of seconds does not reach below either. */
const LOWEST_HZ = 2;

/** The whole band lies within the limits re 1 kHz; limits written as "beyond" name the least band. */
export const resolveFrequencyResponse: Resolver = (stated) => {
  const { claim, rules, assume } = stated;
  const statedRange = frequencyRange(stated);
  if (statedRange === null || statedRange[1] <= LOWEST_HZ)
    return refuse('not-verifiable', 'unit-missing', 'The line states no frequency range.');
  const range = [Math.max(statedRange[0], LOWEST_HZ), statedRange[1]] as const;
  const loadOhms = loadOrOpen(stated);
  assume(`Level not stated: ${rules.outputVoltsRms} V at the output used; 0 dB is 1 kHz.`);
  if (claim.freq_cmp !== undefined)
    assume('The limits are stated as "beyond": the band up to them must hold, and how far it goes on is not judged.');
  const [lowerDb, upperDb] = claim.tolerance_db ?? [null, null];
  const bandText = `${formatQuantity(range[0], 'Hz')} to ${formatQuantity(range[1], 'Hz')}`;
  const shared = { loadOhms, bandHz: range, decidedBy: 'frequency-response' } as const;
  if (lowerDb === null && upperDb === null)
    return {
      ...shared,
      rule: {
        figureId: 'response-deviation',
        lower: null,
        upper: null,
        bandHz: range,
        text: `no limit stated; worst points re 1 kHz, ${bandText}`,
      },
      ...refuse('not-verifiable', 'no-tolerance-stated', 'A response without a tolerance in dB cannot be tested.'),
    };
  if (upperDb === null) assume(`A bare ${formatQuantity(lowerDb ?? 0, 'dB')} is a lower limit over the whole band.`);
  const heldDb = (db: number | null, side: 1 | -1): number | null => (db === 0 ? side * rules.zeroLimitDb : db);
  if (lowerDb === 0 || upperDb === 0)
    assume(`A limit of 0 dB is held to ${rules.zeroLimitDb} dB, since 1 kHz itself is 0 dB.`);
  const [heldLowerDb, heldUpperDb] = [heldDb(lowerDb, -1), heldDb(upperDb, 1)];
  const hidden =
    statedRange[0] >= LOWEST_HZ
      ? {}
      : refuse(
          'not-verifiable',
          'baseline-limited',
          `The claim goes down to ${formatQuantity(statedRange[0], 'Hz')}; below ${LOWEST_HZ} Hz an audio interface's own coupling hides the unit. From there up it is measured all the same.`,
        );
  return {
    ...shared,
    ...hidden,
    rule: {
      figureId: 'response-deviation',
      lower: heldLowerDb === null ? null : ratioFromDb(heldLowerDb),
      upper: heldUpperDb === null ? null : ratioFromDb(heldUpperDb),
      bandHz: range,
      text:
        upperDb === null
          ? `worst point ≥ ${formatQuantity(lowerDb ?? 0, 'dB')} re 1 kHz, ${bandText}`
          : `every point within ${lowerDb === null ? '−∞' : formatQuantity(lowerDb, 'dB')} to ${signed(upperDb)} re 1 kHz, ${bandText}`,
    },
  };
};
