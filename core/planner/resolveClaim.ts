import type { Claim, Quantity, SpecCard } from '../card/claim.ts';
import type { DeviationRules } from '../verdict/deviationRules.ts';
import { leftToPerson } from './resolve/byHand.ts';
import { resolveChannelBalance, resolveChannelSeparation } from './resolve/channels.ts';
import { resolveJitter } from './resolve/digital.ts';
import { resolveDistortion, resolveImd, resolveSinad } from './resolve/distortion.ts';
import { resolveDampingFactor, resolveInputImpedance, resolveOutputImpedance } from './resolve/impedance.ts';
import { resolveGain, resolveInputSensitivity, resolveMaxInputLevel } from './resolve/level.ts';
import { resolveDynamicRange, resolveNoise, resolveSnr } from './resolve/noise.ts';
import { resolveMaxOutputCurrent, resolveMaxOutputVoltage, resolveOutputPower } from './resolve/output.ts';
import { impossibleNumber } from './resolve/impossible.ts';
import { refuse, type ResolvedClaim, type Resolver, type Stated } from './resolve/resolved.ts';
import { resolveFrequencyResponse } from './resolve/response.ts';
import { driveOf, gainOf, inputOf, outputOf } from './resolve/sockets.ts';
import { unusedConditions } from './unusedConditions.ts';

export type { ResolvedClaim } from './resolve/resolved.ts';

/** Quantities a bench can decide, each with what it means; the others are left to the person (resolve/byHand.ts). */
const RESOLVERS: Readonly<Partial<Record<Quantity, Resolver>>> = {
  gain: resolveGain,
  input_sensitivity: resolveInputSensitivity,
  max_input_level: resolveMaxInputLevel,
  frequency_response: resolveFrequencyResponse,
  output_power: resolveOutputPower,
  max_output_voltage: resolveMaxOutputVoltage,
  max_output_current: resolveMaxOutputCurrent,
  thd: resolveDistortion,
  thd_n: resolveDistortion,
  sinad: resolveSinad,
  imd: resolveImd,
  noise: resolveNoise,
  snr: resolveSnr,
  dynamic_range: resolveDynamicRange,
  channel_separation: resolveChannelSeparation,
  channel_balance: resolveChannelBalance,
  input_impedance: resolveInputImpedance,
  output_impedance: resolveOutputImpedance,
  damping_factor: resolveDampingFactor,
  jitter: resolveJitter,
};

/**
 * What a claim means, in numbers: wiring, conditions and decision rule. docs/verdicts.md.
 * @param card where the claim stands: its kind, sockets and gain settings say how the unit is driven, its other claims what is usual for it
 */
export function resolveClaim(claim: Claim, card: SpecCard, rules: DeviationRules): ResolvedClaim {
  const assumptions: string[] = [];
  const assume = (text: string): void => {
    if (!assumptions.includes(text)) assumptions.push(text);
  };
  const unused = unusedConditions(claim);
  if (unused !== null) assume(unused);
  const base = {
    claim,
    rule: null,
    assumptions,
    refused: null,
    decidedBy: null,
    measurement: null,
    drive: 'analogue',
    input: null,
    output: null,
    gain: null,
    loadOhms: typeof claim.load_ohm === 'number' ? claim.load_ohm : null,
    frequencyHz: typeof claim.freq_hz === 'number' ? claim.freq_hz : rules.frequencyHz,
    bandHz: rules.bandHz,
    outputVoltsRms: rules.outputVoltsRms,
    driveLevel: null,
    thdnLimitRatio: rules.thdnLimitRatio,
    besideThdnRatios: [],
  } satisfies ResolvedClaim;
  const byHand = leftToPerson(claim.quantity, card.kind);
  const resolver = RESOLVERS[claim.quantity];
  if (byHand !== null || resolver === undefined) return { ...base, ...byHand };
  const value = typeof claim.value === 'number' ? claim.value : null;
  if (value === null && claim.quantity !== 'frequency_response')
    return { ...base, ...refuse('not-verifiable', 'unit-missing', 'The line states no single number to test.') };
  const impossible = impossibleNumber(claim);
  if (impossible !== null) return { ...base, ...refuse('not-verifiable', 'unit-missing', impossible) };
  const drive = driveOf(claim, card);
  const sockets = {
    drive,
    input: inputOf(claim, card, drive),
    output: outputOf(claim, card, assume),
    gain: gainOf(claim, card, assume),
  };
  const stated: Stated = {
    claim,
    card,
    rules,
    value: value ?? 0,
    isUpper: claim.comparator === '<' || claim.comparator === '<=',
    isLower: claim.comparator === '>' || claim.comparator === '>=',
    drive,
    assume,
  };
  return { ...base, ...sockets, ...resolver(stated) };
}
