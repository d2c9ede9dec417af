import type { MeasurementKind } from '../../measure/analysis.ts';
import { ratioFromDb } from '../../units/decibel.ts';
import { formatQuantity } from '../../units/format.ts';
import {
  bandOrAssumed,
  frequencyOrAssumed,
  frequencyRange,
  levelOrAssumed,
  loadOrAssumed,
  statedLoad,
} from './conditions.ts';
import { refuse, type ResolvedClaim, type Resolution, type Resolver, type Stated } from './resolved.ts';

/** A statement of distortion as a ratio; null where its unit is none of distortion. */
function ratioOf({ claim, value }: Stated): number | null {
  if (claim.unit === '%') return value / 100;
  if (claim.unit === 'ppm') return value * 1e-6;
  return claim.unit === 'dB' ? ratioFromDb(-Math.abs(value)) : null;
}

/** The limit with its sign, as the maker writes it. */
const limitText = ({ claim, isUpper, value }: Stated): string =>
  `${isUpper ? claim.comparator : '≤'} ${claim.unit === 'dB' ? `−${Math.abs(value)} dB` : `${value} ${claim.unit ?? ''}`}`;

function levelText(
  { outputVoltsRms, driveLevel }: Pick<ResolvedClaim, 'outputVoltsRms' | 'driveLevel'>,
  drive: Stated['drive'],
): string {
  if (driveLevel === null) return `at ${formatQuantity(outputVoltsRms, 'V')}`;
  return drive === 'digital'
    ? `at ${formatQuantity(20 * Math.log10(driveLevel), 'dB')}FS`
    : `with ${formatQuantity(driveLevel, 'V')} in`;
}

/** A distortion into a load at a level: of one tone, or of the worst over a stated range. */
function resolveTone(stated: Stated, figureId: 'thd' | 'thd-n', ratio: number): Resolution {
  const { claim, drive, isLower, assume } = stated;
  if (claim.unit_assumed === true) assume(`Unit not stated: ${claim.unit} assumed.`);
  const range = frequencyRange(stated);
  const frequencyHz = range === null ? frequencyOrAssumed(stated) : stated.rules.frequencyHz;
  const bandHz = bandOrAssumed(stated);
  // An input alone can drive a line output: a DAC without any stated load is tested without
  const isLine = stated.card.kind === 'dac' && statedLoad(stated) === null;
  const loadOhms = isLine ? null : loadOrAssumed(stated);
  const level = levelOrAssumed(stated, loadOhms);
  if (!stated.isUpper) {
    assume(
      claim.quantity === 'sinad'
        ? 'SINAD is THD+N turned upside down.'
        : `Stated with "${claim.comparator}": read as "at most".`,
    );
    if (isLower && claim.quantity !== 'sinad') assume('A distortion of "at least" is taken for a slip.');
  }
  const into = loadOhms === null ? 'without load' : `into ${loadOhms} Ω`;
  const over =
    range === null ? '' : `, worst from ${formatQuantity(range[0], 'Hz')} to ${formatQuantity(range[1], 'Hz')}`;
  const shared = {
    ...level,
    loadOhms,
    frequencyHz,
    bandHz,
    rule: {
      figureId,
      lower: null,
      upper: ratio,
      text: `${limitText(stated)} ${levelText(level, drive)} ${into}${over}`,
    },
  };
  if (range !== null) {
    assume(
      'Tested at tones over the stated range; in the band that counts, harmonics of the highest tones may lie above it.',
    );
    return {
      ...shared,
      decidedBy: 'measurement',
      measurement: {
        kind: 'thdn-vs-frequency',
        settings: { bandHz: [...bandHz], frequenciesHz: tonesOver(range, bandHz[1]) },
      },
    };
  }
  if (level.driveLevel === null) return { ...shared, decidedBy: 'thdn' };
  return {
    ...shared,
    decidedBy: 'measurement',
    measurement: { kind: 'thdn', settings: { frequencyHz, bandHz: [...bandHz] } },
  };
}

const TONES_PER_DECADE = 5;
/** A tone lower than this lasts for seconds, and no residual band begins there. */
const LOWEST_TONE_HZ = 10;

/** Tones from end to end of a range, no higher than the band that counts; high to low, so that no coupling capacitor is left charged. */
function tonesOver([lowHz, highHz]: readonly [number, number], bandTopHz: number): number[] {
  const low = Math.max(lowHz, LOWEST_TONE_HZ);
  const top = Math.max(Math.min(highHz, bandTopHz), low);
  const steps = Math.max(Math.ceil(Math.log10(top / low) * TONES_PER_DECADE), 1);
  return Array.from({ length: steps + 1 }, (_, index) => top * (low / top) ** (index / steps));
}

const UNIT_MISSING = (unit: string | null): Resolution =>
  refuse('not-verifiable', 'unit-missing', `The unit "${unit ?? ''}" is not one of distortion.`);

export const resolveDistortion: Resolver = (stated) => {
  const ratio = ratioOf(stated);
  if (ratio === null) return UNIT_MISSING(stated.claim.unit);
  return resolveTone(stated, stated.claim.quantity === 'thd' ? 'thd' : 'thd-n', ratio);
};

export const resolveSinad: Resolver = (stated) => {
  if (stated.claim.unit !== 'dB') return UNIT_MISSING(stated.claim.unit);
  return resolveTone({ ...stated, isUpper: false }, 'thd-n', ratioFromDb(-Math.abs(stated.value)));
};

/** Ways of measuring intermodulation by the names makers use. */
const METHODS: Readonly<
  Record<string, { readonly kind: MeasurementKind; readonly figureId: string; readonly tones: string }>
> = {
  SMPTE: { kind: 'imd-smpte', figureId: 'imd-smpte', tones: '60 Hz and 7 kHz, 4:1' },
  DIN: { kind: 'imd-din', figureId: 'imd-din', tones: '250 Hz and 8 kHz, 4:1' },
  CCIF: { kind: 'imd-ccif', figureId: 'imd-ccif', tones: '19 and 20 kHz, 1:1, re their sum' },
  ITU: { kind: 'imd-ccif', figureId: 'imd-ccif', tones: '19 and 20 kHz, 1:1, re their sum' },
  DIM: { kind: 'imd-dim', figureId: 'imd-dim', tones: '3.15 kHz square through 30 kHz and 15 kHz sine' },
  TIM: { kind: 'imd-dim', figureId: 'imd-dim', tones: '3.15 kHz square through 30 kHz and 15 kHz sine' },
  AES: { kind: 'imd-aes-difference', figureId: 'imd-aes-difference', tones: '18 and 20 kHz, 1:1, after AES17' },
};

export const resolveImd: Resolver = (stated) => {
  const { claim, drive, assume } = stated;
  const ratio = ratioOf(stated);
  if (ratio === null) return UNIT_MISSING(claim.unit);
  const key = Object.keys(METHODS).find((name) => claim.method?.toUpperCase().includes(name));
  const method = METHODS[key ?? 'SMPTE'];
  if (key === undefined)
    assume(
      `Method ${claim.method === undefined ? 'not stated' : `"${claim.method}" not known`}: SMPTE type, ${method.tones}, used.`,
    );
  else assume(`Tones ${method.tones}; the level is that of the sine with the same peak.`);
  if (!stated.isUpper) assume(`Stated with "${claim.comparator}": read as "at most".`);
  const loadOhms = stated.card.kind === 'dac' && statedLoad(stated) === null ? null : loadOrAssumed(stated);
  const level = levelOrAssumed(stated, loadOhms);
  const into = loadOhms === null ? 'without load' : `into ${loadOhms} Ω`;
  return {
    ...level,
    loadOhms,
    decidedBy: 'measurement',
    measurement: { kind: method.kind, settings: {} },
    rule: {
      figureId: method.figureId,
      lower: null,
      upper: ratio,
      text: `${limitText(stated)} ${levelText(level, drive)} ${into}`,
    },
  };
};
