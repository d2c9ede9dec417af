import { voltsOfLevel } from '../../card/statedLevel.ts';
import { ratioFromDb } from '../../units/decibel.ts';
import { formatQuantity } from '../../units/format.ts';
import { bandOrAssumed, ratedVolts, statedLoad } from './conditions.ts';
import { voltsRmsOf } from '../../card/line/quantityRules.ts';
import { refuse, type Resolution, type Resolver, type Stated } from './resolved.ts';

/** How figures under a weighting are named, and how it reads. */
interface Weighted {
  readonly suffix: '' | '-a' | '-468' | '-ccir-rms';
  readonly text: string;
}

const WEIGHTINGS: readonly (Weighted & { readonly written: RegExp })[] = [
  { written: /^a\b/i, suffix: '-a', text: ' (A)' },
  { written: /ccir-?rms|ccir-?2k|arm/i, suffix: '-ccir-rms', text: ' (CCIR-RMS)' },
  { written: /468|ccir/i, suffix: '-468', text: ' (ITU-R 468)' },
  { written: /^(?:un|z$|flat|none|lin)/i, suffix: '', text: ' unweighted' },
];

/** Null: a weighting that is stated and not known. */
function weightingOf({ claim }: Stated): Weighted | null {
  const { weighting } = claim;
  if (weighting === undefined) return { suffix: '', text: '' };
  return WEIGHTINGS.find(({ written }) => written.test(weighting)) ?? null;
}

const unknownWeighting = (stated: Stated): Resolution =>
  refuse('not-verifiable', 'not-run', `The weighting "${stated.claim.weighting ?? ''}" is none that is measured here.`);

/** Long enough for 1 % of the noise, k = 2. */
const NOISE_SECONDS = 2;

function noiseStep(stated: Stated, bandHz: readonly [number, number]): Resolution {
  return {
    bandHz,
    loadOhms: statedLoad(stated),
    decidedBy: 'measurement',
    measurement: { kind: 'noise', settings: { bandHz: [...bandHz], seconds: NOISE_SECONDS } },
  };
}

export const resolveNoise: Resolver = (stated) => {
  const { claim, value, isLower, assume } = stated;
  const weighting = weightingOf(stated);
  if (weighting === null) return unknownWeighting(stated);
  const volts =
    claim.unit === 'V' ? value : voltsRmsOf(value, claim.unit === 'dBu' || claim.unit === 'dBV' ? claim.unit : null);
  if (volts === null || isLower)
    return refuse(
      'not-verifiable',
      'unit-missing',
      volts === null
        ? `Noise in "${claim.unit ?? ''}" has no reference to test against.`
        : 'A noise of "at least" promises nothing that could be tested.',
    );
  if (weighting.text === '') assume('Weighting not stated: none used.');
  if (claim.comparator === '=' || claim.comparator === '~')
    assume(`Stated with "${claim.comparator}": read as "at most".`);
  return {
    ...noiseStep(stated, bandOrAssumed(stated)),
    driveLevel: stated.drive === 'digital' ? 1 : null,
    rule: {
      figureId: `noise${weighting.suffix}`,
      lower: null,
      upper: volts,
      text: `≤ ${formatQuantity(volts, 'V')}${weighting.text}`,
    },
  };
};

/** The full level a ratio to noise refers to, volts rms; null: a digital unit's own full scale, measured. */
function fullLevel(stated: Stated): number | null {
  const { claim, rules, drive, assume } = stated;
  const volts = voltsOfLevel(claim.level);
  if (volts !== null) return volts;
  if (drive === 'digital') {
    if (claim.level === undefined) assume('Reference level not stated: 0 dBFS used.');
    return null;
  }
  const rated = claim.level?.value === 'full scale' ? ratedVolts(stated, statedLoad(stated)) : null;
  if (rated !== null) {
    assume(`Full output is taken as the ${formatQuantity(rated, 'V')} that the card states.`);
    return rated;
  }
  assume(`Reference level not stated: ${rules.outputVoltsRms} V used.`);
  return rules.outputVoltsRms;
}

export const resolveSnr: Resolver = (stated) => {
  const { value } = stated;
  const weighting = weightingOf(stated);
  if (weighting === null) return unknownWeighting(stated);
  if (weighting.text === '') stated.assume('Weighting not stated: none used.');
  const decibels = Math.abs(value);
  const step = noiseStep(stated, bandOrAssumed(stated));
  const reference = fullLevel(stated);
  if (reference === null)
    return {
      ...step,
      driveLevel: 1,
      rule: {
        figureId: `snr${weighting.suffix}`,
        lower: ratioFromDb(decibels),
        upper: null,
        text: `noise ≤ ${decibels} dB under the output at 0 dBFS${weighting.text}`,
      },
    };
  return {
    ...step,
    driveLevel: stated.drive === 'digital' ? 1 : null,
    outputVoltsRms: reference,
    rule: {
      figureId: `noise${weighting.suffix}`,
      lower: null,
      upper: reference * ratioFromDb(-decibels),
      text: `noise ≤ ${decibels} dB under ${formatQuantity(reference, 'V')}${weighting.text}`,
    },
  };
};

/** Maximum level over what is left of a tone 60 dB under it, after AES17. */
export const resolveDynamicRange: Resolver = (stated) => {
  const { claim, value, drive, assume } = stated;
  const stated468 = weightingOf(stated);
  if (stated468 === null) return unknownWeighting(stated);
  // Makers mean A where they say nothing; AES17 itself weights by CCIR-RMS
  const isSaid = claim.weighting !== undefined;
  if (!isSaid) assume('Weighting not stated: A used, as makers do.');
  const suffix = isSaid ? stated468.suffix : '-a';
  const bandHz = bandOrAssumed(stated);
  const reference = fullLevel(stated);
  const decibels = Math.abs(value);
  const figureId = DYNAMIC_RANGE_IDS[suffix];
  const under = reference === null ? 'the output at 0 dBFS' : formatQuantity(reference, 'V');
  return {
    bandHz,
    loadOhms: statedLoad(stated),
    outputVoltsRms: reference ?? stated.rules.outputVoltsRms,
    driveLevel: drive === 'digital' ? 1 : null,
    decidedBy: 'measurement',
    measurement: {
      kind: 'dynamic-range',
      settings: { bandHz: [...bandHz], ...(reference === null ? {} : { fullLevelRms: reference }) },
    },
    rule: {
      figureId,
      lower: ratioFromDb(decibels),
      upper: null,
      text: `with a tone at −60 dB, what else is heard is ${decibels} dB or more under ${under}${isSaid ? stated468.text : ' (A)'}`,
    },
  };
};

const DYNAMIC_RANGE_IDS: Readonly<Record<Weighted['suffix'], string>> = {
  '': 'dynamic-range-unweighted',
  '-a': 'dynamic-range-a',
  '-468': 'dynamic-range-468',
  '-ccir-rms': 'dynamic-range',
};
