import type { Claim } from '../card/claim.ts';
import { MANUAL_QUANTITIES } from '../card/claim.ts';
import { outputVoltsOf, voltsOfLevel } from '../card/statedLevel.ts';
import { ratioFromDb } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';
import { unusedConditions } from './unusedConditions.ts';
import type { DeviationRules } from '../verdict/deviationRules.ts';
import type { DecisionRule, PlannedClaim, ReasonCode } from './plan.ts';

/** A claim with every condition settled: stated, or assumed by the written rules. */
export interface ResolvedClaim {
  readonly claim: Claim;
  readonly rule: DecisionRule | null;
  readonly assumptions: readonly string[];
  readonly refused: PlannedClaim['refused'];
  readonly loadOhms: number | null;
  readonly frequencyHz: number;
  readonly bandHz: readonly [number, number];
  readonly outputVoltsRms: number;
  readonly thdnLimitRatio: number;
}

const refuse = (
  verdict: 'not-verifiable' | 'manual',
  reasonCode: ReasonCode,
  text: string,
): NonNullable<PlannedClaim['refused']> => ({ verdict, reasonCode, text });

const isUpper = (claim: Claim): boolean => claim.comparator === '<' || claim.comparator === '<=';
const isLower = (claim: Claim): boolean => claim.comparator === '>' || claim.comparator === '>=';

/**
 * What a claim means, in numbers: conditions and decision rule.
 * @param cardLoadsOhms loads that other claims of the card state, ascending
 */
export function resolveClaim(claim: Claim, cardLoadsOhms: readonly number[], rules: DeviationRules): ResolvedClaim {
  const unused = unusedConditions(claim);
  const assumptions: string[] = unused === null ? [] : [unused];
  const statedLoad = typeof claim.load_ohm === 'number' ? claim.load_ohm : null;
  const statedFrequency = typeof claim.freq_hz === 'number' ? claim.freq_hz : null;
  const band = claim.bandwidth_hz;
  const base = {
    claim,
    rule: null,
    assumptions,
    refused: null,
    loadOhms: statedLoad,
    frequencyHz: statedFrequency ?? rules.frequencyHz,
    bandHz: [band?.[0] ?? rules.bandHz[0], band?.[1] ?? rules.bandHz[1]] as const,
    outputVoltsRms: outputVoltsOf(claim.level) ?? rules.outputVoltsRms,
    thdnLimitRatio:
      claim.condition?.thd_n_pct_max !== undefined ? claim.condition.thd_n_pct_max / 100 : rules.thdnLimitRatio,
  };
  if (MANUAL_QUANTITIES.has(claim.quantity)) {
    return {
      ...base,
      refused: refuse('manual', 'not-electrical', 'An audio interface cannot decide this; check it by hand.'),
    };
  }
  const value = typeof claim.value === 'number' ? claim.value : null;
  const numeric = value ?? 0;
  if (value === null && claim.quantity !== 'frequency_response') {
    return { ...base, refused: refuse('not-verifiable', 'unit-missing', 'The line states no single number to test.') };
  }
  switch (claim.quantity) {
    case 'gain': {
      const tolerance = rules.gainToleranceDb;
      if (claim.comparator === '=') assumptions.push(`No tolerance stated: ±${tolerance} dB used.`);
      if (statedLoad === null) assumptions.push('Load not stated: no load but the interface used.');
      assumptions.push('Measured at 1 kHz, volume fully clockwise.');
      const lowerDb = isUpper(claim) ? null : isLower(claim) ? numeric : numeric - tolerance;
      const upperDb = isLower(claim) ? null : isUpper(claim) ? numeric : numeric + tolerance;
      return {
        ...base,
        frequencyHz: 1000,
        rule: {
          figureId: 'gain',
          lower: lowerDb === null ? null : ratioFromDb(lowerDb),
          upper: upperDb === null ? null : ratioFromDb(upperDb),
          text:
            claim.comparator === '=' || claim.comparator === '~'
              ? `${numeric} dB ± ${tolerance} dB`
              : `${claim.comparator} ${numeric} dB`,
        },
      };
    }
    case 'frequency_response': {
      const range = Array.isArray(claim.freq_hz) ? (claim.freq_hz as readonly [number, number]) : null;
      if (range === null) {
        return { ...base, refused: refuse('not-verifiable', 'unit-missing', 'The line states no frequency range.') };
      }
      const lowerDb = claim.tolerance_db?.[0] ?? null;
      const upperDb = claim.tolerance_db?.[1] ?? null;
      if (statedLoad === null) assumptions.push('Load not stated: no load but the interface used.');
      assumptions.push(`Level not stated: ${rules.outputVoltsRms} V at the output used; 0 dB is 1 kHz.`);
      if (lowerDb === null && upperDb === null) {
        return {
          ...base,
          bandHz: range,
          refused: refuse(
            'not-verifiable',
            'no-tolerance-stated',
            'A response without a tolerance in dB cannot be tested.',
          ),
        };
      }
      if (upperDb === null)
        assumptions.push(`A bare ${formatQuantity(lowerDb ?? 0, 'dB')} is a lower limit over the whole band.`);
      const bandText = `${formatQuantity(range[0], 'Hz')} to ${formatQuantity(range[1], 'Hz')}`;
      return {
        ...base,
        bandHz: range,
        rule: {
          figureId: 'response-deviation',
          lower: lowerDb === null ? null : ratioFromDb(lowerDb),
          upper: upperDb === null ? null : ratioFromDb(upperDb),
          text:
            upperDb === null
              ? `worst point ≥ ${formatQuantity(lowerDb ?? 0, 'dB')} re 1 kHz, ${bandText}`
              : `every point within ${lowerDb === null ? '−∞' : formatQuantity(lowerDb, 'dB')} to +${upperDb} dB re 1 kHz, ${bandText}`,
        },
      };
    }
    case 'output_power':
    case 'max_output_voltage': {
      if (statedLoad === null && claim.quantity === 'output_power') {
        return { ...base, refused: refuse('not-verifiable', 'load-missing', 'The line states a power but no load.') };
      }
      const loadText = statedLoad === null ? 'without load' : `into ${formatQuantity(statedLoad, 'ohm')}`;
      if (claim.condition?.thd_n_pct_max === undefined) {
        assumptions.push(
          `Distortion limit not stated: THD+N ≤ ${rules.thdnLimitRatio * 100} %, ${rules.bandHz[0]} Hz to ${rules.bandHz[1] / 1000} kHz, used.`,
        );
      }
      if (statedFrequency === null) assumptions.push(`Frequency not stated: ${rules.frequencyHz} Hz used.`);
      if (claim.comparator === '=') assumptions.push('Stated with "=": read as "at least".');
      assumptions.push('Both channels driven.');
      const unit = claim.quantity === 'output_power' ? 'W' : 'V';
      return {
        ...base,
        rule: {
          figureId: claim.quantity === 'output_power' ? 'output-power' : 'max-output',
          lower: isUpper(claim) ? null : numeric,
          upper: isUpper(claim) ? numeric : null,
          text: `${isUpper(claim) ? 'at most' : 'at least'} ${formatQuantity(numeric, unit)} ${loadText} with THD+N ≤ ${Number((base.thdnLimitRatio * 100).toPrecision(6))} %`,
        },
      };
    }
    case 'thd_n':
    case 'thd': {
      const ratio = claim.unit === '%' ? numeric / 100 : claim.unit === 'dB' ? ratioFromDb(-Math.abs(numeric)) : null;
      if (ratio === null) {
        return {
          ...base,
          refused: refuse('not-verifiable', 'unit-missing', `The unit "${claim.unit ?? ''}" is not one of distortion.`),
        };
      }
      if (claim.unit_assumed === true) assumptions.push(`Unit not stated: ${claim.unit} assumed.`);
      if (statedFrequency === null) assumptions.push(`Frequency not stated: ${rules.frequencyHz} Hz used.`);
      if (band === undefined) {
        assumptions.push(`Bandwidth not stated: ${rules.bandHz[0]} Hz to ${rules.bandHz[1] / 1000} kHz used.`);
      }
      const loadOhms = statedLoad ?? cardLoadsOhms.at(0) ?? rules.loadOhms;
      if (statedLoad === null) {
        assumptions.push(
          `Load not stated: ${loadOhms} Ω used, ${cardLoadsOhms.length > 0 ? 'the lowest load the card states' : 'a usual headphone'}.`,
        );
      }
      const outputVoltsRms =
        claim.level?.unit === 'W' && typeof claim.level.value === 'number'
          ? Math.sqrt(claim.level.value * loadOhms)
          : base.outputVoltsRms;
      if (claim.level === undefined) assumptions.push(`Level not stated: ${outputVoltsRms} V at the output used.`);
      if (claim.comparator === '=') assumptions.push('Stated with "=": read as "at most".');
      const sign = isUpper(claim) ? claim.comparator : '≤';
      return {
        ...base,
        loadOhms,
        outputVoltsRms,
        rule: {
          figureId: claim.quantity === 'thd' ? 'thd' : 'thd-n',
          lower: null,
          upper: ratio,
          text: `${sign} ${claim.unit === 'dB' ? `−${Math.abs(numeric)} dB` : `${numeric} %`} at ${formatQuantity(outputVoltsRms, 'V')} into ${loadOhms} Ω`,
        },
      };
    }
    case 'input_impedance': {
      const tolerance = rules.inputImpedanceTolerance;
      if (claim.comparator === '=') assumptions.push(`No tolerance stated: ±${tolerance * 100} % used.`);
      assumptions.push('|Z| at 1 kHz.');
      return {
        ...base,
        frequencyHz: 1000,
        rule: {
          figureId: 'input-impedance',
          lower: isUpper(claim) ? null : isLower(claim) ? numeric : numeric * (1 - tolerance),
          upper: isLower(claim) ? null : isUpper(claim) ? numeric : numeric * (1 + tolerance),
          text:
            claim.comparator === '=' || claim.comparator === '~'
              ? `${formatQuantity(numeric, 'ohm')} ± ${tolerance * 100} %`
              : `${claim.comparator} ${formatQuantity(numeric, 'ohm')}`,
        },
      };
    }
    case 'output_impedance': {
      assumptions.push('|Z| at 1 kHz.');
      const upper = isUpper(claim) ? numeric : numeric * rules.outputImpedanceFactor;
      if (!isUpper(claim)) {
        assumptions.push(`Stated as a value: at most ${rules.outputImpedanceFactor} × it used, since lower is better.`);
      }
      return {
        ...base,
        frequencyHz: 1000,
        rule: {
          figureId: 'output-impedance',
          lower: null,
          upper,
          text: `${isUpper(claim) ? claim.comparator : '≤'} ${formatQuantity(upper, 'ohm')}`,
        },
      };
    }
    case 'snr':
    case 'noise':
      return { ...base, ...resolveNoise(claim, numeric, assumptions, rules) };
    default:
      return {
        ...base,
        refused: refuse(
          'not-verifiable',
          'not-run',
          `This version has no measurement for ${claim.quantity.replaceAll('_', ' ')}.`,
        ),
      };
  }
}

function resolveNoise(
  claim: Claim,
  value: number,
  assumptions: string[],
  rules: DeviationRules,
): Pick<ResolvedClaim, 'rule' | 'refused'> {
  const weighted = claim.weighting === 'A';
  if (claim.bandwidth_hz === undefined)
    assumptions.push(`Bandwidth not stated: ${rules.bandHz[0]} Hz to ${rules.bandHz[1] / 1000} kHz used.`);
  if (!weighted && claim.weighting !== undefined) {
    return {
      rule: null,
      refused: refuse('not-verifiable', 'not-run', `This version does not weight by ${claim.weighting}.`),
    };
  }
  if (claim.quantity === 'noise') {
    if (claim.unit !== 'V') {
      return {
        rule: null,
        refused: refuse(
          'not-verifiable',
          'unit-missing',
          `Noise in "${claim.unit ?? ''}" has no reference to test against.`,
        ),
      };
    }
    return {
      rule: {
        figureId: weighted ? 'noise-a' : 'noise',
        lower: null,
        upper: value,
        text: `≤ ${formatQuantity(value, 'V')}${weighted ? ' (A)' : ''}`,
      },
      refused: null,
    };
  }
  const reference = voltsOfLevel(claim.level) ?? rules.outputVoltsRms;
  if (claim.level === undefined) assumptions.push(`Reference level not stated: ${reference} V used.`);
  return {
    rule: {
      figureId: weighted ? 'noise-a' : 'noise',
      lower: null,
      upper: reference * ratioFromDb(-Math.abs(value)),
      text: `noise ≤ ${Math.abs(value)} dB under ${formatQuantity(reference, 'V')}${weighted ? ' (A)' : ''}`,
    },
    refused: null,
  };
}
