import { z } from 'zod';
import { formatQuantity } from '../units/format.ts';

const share = z.number().min(0).max(1);
const bandOrdered = 'the lower end must lie under the upper';

/**
 * What a claim is taken to mean where its maker did not say: one file, overridable for each run, kept in its record and printed with its report.
 * Sources: MEASUREMENTS "Uncertainty and verdict"; common practice of reviewers where no standard rules. docs/verdicts.md.
 */
export const deviationRulesSchema = z
  .strictObject({
    /** A gain stated with `=` and no tolerance: ± this many dB. */
    gainToleranceDb: z.number().min(0).max(20),
    /** An input impedance stated with `=` and no tolerance: ± this share, of |Z| at 1 kHz. */
    inputImpedanceTolerance: share,
    /** An output impedance stated with `=`: at most this many times the figure (lower is better). */
    outputImpedanceFactor: z.number().min(1).max(100),
    /** Output power, volts, current or an input level without a distortion limit: THD+N at most this ratio. */
    thdnLimitRatio: z.number().positive().max(1),
    /** A response limit of 0 dB: held to this many dB, since 1 kHz itself is 0 dB and every figure has an uncertainty. */
    zeroLimitDb: z.number().min(0).max(1),
    /** Test frequency of a claim that states none, Hz (997: AES17's, no divisor of the usual rates). */
    frequencyHz: z.number().min(20).max(20_000),
    /** Residual and noise band of a claim that states none, Hz. */
    bandHz: z
      .tuple([z.number().min(1), z.number().max(200_000)])
      .refine(([lowHz, highHz]) => lowHz < highHz, bandOrdered)
      .readonly(),
    /** Output level of a claim that states none, where an analog input is driven, volts rms. */
    outputVoltsRms: z.number().positive().max(100),
    /** Digital level of a claim that states none, where a digital input is driven, dB re a full-scale sine. */
    digitalLevelDbfs: z.number().min(-120).max(0),
    /** Load of a distortion or current claim that states none and whose card states no load at all, ohms. */
    loadOhms: z.number().min(1).max(1_000_000),
  })
  .readonly();

/** Rules as `deviationRulesSchema` reads them. */
export type DeviationRules = z.infer<typeof deviationRulesSchema>;

/** The product's own rules. */
export const DEFAULT_RULES: DeviationRules = {
  gainToleranceDb: 0.5,
  inputImpedanceTolerance: 0.2,
  outputImpedanceFactor: 1.2,
  thdnLimitRatio: 0.01,
  zeroLimitDb: 0.05,
  frequencyHz: 997,
  bandHz: [20, 20000],
  outputVoltsRms: 1,
  digitalLevelDbfs: 0,
  loadOhms: 32,
};

export type DeviationRuleKey = keyof DeviationRules;

const percent = (ratio: number): string => `${Number((ratio * 100).toPrecision(6))} %`;

/** Each rule in a sentence for the report, with the value in use. */
const sentences = (rules: DeviationRules): Readonly<Record<DeviationRuleKey, string>> => ({
  gainToleranceDb: `A gain stated without a tolerance may be off by ${rules.gainToleranceDb} dB either way.`,
  inputImpedanceTolerance: `An input impedance stated without a tolerance may be off by ${percent(rules.inputImpedanceTolerance)} either way, at 1 kHz.`,
  outputImpedanceFactor: `An output impedance stated as a plain figure may be up to ${rules.outputImpedanceFactor} times it: lower is better.`,
  thdnLimitRatio: `Power, volts and current stated without a distortion limit must be reached with THD+N of at most ${percent(rules.thdnLimitRatio)}.`,
  zeroLimitDb: `A response limit of 0 dB is held to ${rules.zeroLimitDb} dB: the response at 1 kHz is 0 dB by definition.`,
  frequencyHz: `Where no frequency is stated, the test tone is ${rules.frequencyHz} Hz.`,
  bandHz: `Where no bandwidth is stated, noise and distortion are counted from ${formatQuantity(rules.bandHz[0], 'Hz')} to ${formatQuantity(rules.bandHz[1], 'Hz')}.`,
  outputVoltsRms: `Where no level is stated, an analog unit is tested at ${formatQuantity(rules.outputVoltsRms, 'V')} at its output.`,
  digitalLevelDbfs: `Where no level is stated, a digital input is driven with ${rules.digitalLevelDbfs} dBFS.`,
  loadOhms: `Where neither the claim nor the card states a load, distortion and current are tested into ${formatQuantity(rules.loadOhms, 'ohm')}.`,
});

/** A rule as a report prints it. */
export interface PrintedRule {
  readonly key: DeviationRuleKey;
  readonly text: string;
  /** It is not the product's own value: the person set it for this run. */
  readonly isOverridden: boolean;
}

/** All rules of a run in words, those that were set for it marked. */
export function printRules(rules: DeviationRules): PrintedRule[] {
  const texts = sentences(rules);
  return (Object.keys(texts) as DeviationRuleKey[]).map((key) => ({
    key,
    text: texts[key],
    isOverridden: JSON.stringify(rules[key]) !== JSON.stringify(DEFAULT_RULES[key]),
  }));
}
