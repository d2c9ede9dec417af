import { formatQuantity } from '../../units/format.ts';
import { frequencyOrAssumed, loadOrAssumed, statedLoad } from './conditions.ts';
import { percentText, refuse, type Resolution, type Resolver, type Stated } from './resolved.ts';

/** THD+N limits at which makers and reviewers state power. */
const USUAL_THDN_RATIOS = [0.001, 0.01, 0.03, 0.05, 0.1] as const;

type Limit = Pick<Resolution, 'besideThdnRatios'> & { readonly thdnLimitRatio: number };

/** The distortion limit that output is stated at, or the rule's with the usual ones beside it. */
function distortionLimit({ claim, rules, assume }: Stated): Limit {
  const { thd_n_pct_max: thdnPercent, thd_pct_max: thdPercent } = claim.condition ?? {};
  if (thdnPercent !== undefined) return { thdnLimitRatio: thdnPercent / 100 };
  if (thdPercent !== undefined) {
    assume(`The limit is of THD: THD+N is read, which is never lower, and at ${thdPercent} % noise hardly counts.`);
    return { thdnLimitRatio: thdPercent / 100 };
  }
  assume(
    `Distortion limit not stated: THD+N ≤ ${rules.thdnLimitRatio * 100} %, ${rules.bandHz[0]} Hz to ${rules.bandHz[1] / 1000} kHz, used.`,
  );
  return {
    thdnLimitRatio: rules.thdnLimitRatio,
    besideThdnRatios: USUAL_THDN_RATIOS.filter((ratio) => ratio !== rules.thdnLimitRatio),
  };
}

function outputRule(
  stated: Stated,
  figureId: 'output-power' | 'max-output',
  limit: number,
  said: string,
  loadOhms: number | null,
): Resolution {
  const { claim, isUpper, assume } = stated;
  const distortion = distortionLimit(stated);
  const frequencyHz = frequencyOrAssumed(stated);
  if (claim.comparator === '=' || claim.comparator === '~')
    assume(`Stated with "${claim.comparator}": read as "at least".`);
  assume('Both channels driven.');
  const into = loadOhms === null ? 'without load' : `into ${formatQuantity(loadOhms, 'ohm')}`;
  const { thdnLimitRatio } = distortion;
  return {
    ...distortion,
    frequencyHz,
    loadOhms,
    decidedBy: 'max-output',
    rule: {
      figureId,
      lower: isUpper ? null : limit,
      upper: isUpper ? limit : null,
      text: `${isUpper ? 'at most' : 'at least'} ${said} ${into} with THD+N ≤ ${percentText(thdnLimitRatio)}`,
      thdnLimitRatio,
    },
  };
}

export const resolveOutputPower: Resolver = (stated) => {
  const loadOhms = statedLoad(stated);
  if (loadOhms === null) return refuse('not-verifiable', 'load-missing', 'The line states a power but no load.');
  return outputRule(stated, 'output-power', stated.value, formatQuantity(stated.value, 'W'), loadOhms);
};

export const resolveMaxOutputVoltage: Resolver = (stated) =>
  outputRule(stated, 'max-output', stated.value, formatQuantity(stated.value, 'V'), statedLoad(stated));

/** Amperes are volts over the load: without a stated load, reaching them proves the claim, and missing them does not disprove it. */
export const resolveMaxOutputCurrent: Resolver = (stated) => {
  const isStated = statedLoad(stated) !== null;
  const loadOhms = loadOrAssumed(stated);
  const volts = stated.value * loadOhms;
  const said = `${formatQuantity(stated.value, 'A')} (${formatQuantity(volts, 'V')})`;
  const resolution = outputRule(stated, 'max-output', volts, said, loadOhms);
  if (isStated || resolution.rule === undefined || resolution.rule === null) return resolution;
  const provesNoFailure = {
    reasonCode: 'load-missing',
    text: 'The claim names no load: into a lower one the unit may give more current.',
  } as const;
  return { ...resolution, rule: { ...resolution.rule, provesNoFailure } };
};
