import { ratioFromDb } from '../../units/decibel.ts';
import { formatQuantity } from '../../units/format.ts';
import { loadOrOpen, ratedVolts, statedLoad } from './conditions.ts';
import type { DecisionRule } from '../plan.ts';
import { percentText, refuse, type Resolver, type Stated } from './resolved.ts';
import { hasAnalogInput } from './sockets.ts';

const NO_ANALOG_INPUT = refuse(
  'not-verifiable',
  'not-run',
  'The card names no analog input, and this can only be measured through one.',
);

/** `=` and `~` mean both sides; a limit only its own. */
function gainRule({ value, claim, rules, isUpper, isLower, assume }: Stated, db = value): DecisionRule {
  const tolerance = rules.gainToleranceDb;
  const isPlain = !isUpper && !isLower;
  if (isPlain) assume(`No tolerance stated: ±${tolerance} dB used.`);
  return {
    figureId: 'gain',
    lower: isUpper ? null : ratioFromDb(isPlain ? db - tolerance : db),
    upper: isLower ? null : ratioFromDb(isPlain ? db + tolerance : db),
    text: isPlain ? `${formatQuantity(db, 'dB')} ± ${tolerance} dB` : `${claim.comparator} ${formatQuantity(db, 'dB')}`,
  };
}

export const resolveGain: Resolver = (stated) => {
  if (!hasAnalogInput(stated.card)) return NO_ANALOG_INPUT;
  const rule = gainRule(stated);
  const loadOhms = loadOrOpen(stated);
  stated.assume('Measured at 1 kHz, volume fully clockwise.');
  return { rule, loadOhms, frequencyHz: 1000, decidedBy: 'gain' };
};

/** The input that gives the rated output is a gain: rated volts over it. */
export const resolveInputSensitivity: Resolver = (stated) => {
  const { claim, value, assume } = stated;
  if (!hasAnalogInput(stated.card)) return NO_ANALOG_INPUT;
  const level = claim.level?.value;
  const load = statedLoad(stated);
  const outputVolts = typeof level === 'number' && claim.level?.unit === 'V' ? level : ratedVolts(stated, load);
  if (outputVolts === null || value <= 0)
    return refuse(
      'not-verifiable',
      'unit-missing',
      'An input sensitivity is the input that gives the rated output, and the card states no such output.',
    );
  assume(
    `Read as a gain: ${formatQuantity(value, 'V')} in gives ${formatQuantity(outputVolts, 'V')} out, volume fully clockwise.`,
  );
  const rule = gainRule({ ...stated, isLower: false, isUpper: false }, 20 * Math.log10(outputVolts / value));
  return { rule, loadOhms: load, frequencyHz: 1000, decidedBy: 'gain' };
};

/** The input must take the level: THD+N with that drive stays under the limit. */
export const resolveMaxInputLevel: Resolver = (stated) => {
  const { value, rules, assume } = stated;
  if (!hasAnalogInput(stated.card)) return NO_ANALOG_INPUT;
  assume(
    `Read as: driven with ${formatQuantity(value, 'V')}, THD+N stays at or under ${percentText(rules.thdnLimitRatio)}.`,
  );
  assume('Measured at the lowest gain setting, no load but the interface.');
  return {
    rule: {
      figureId: 'thd-n',
      lower: null,
      upper: rules.thdnLimitRatio,
      text: `THD+N ≤ ${percentText(rules.thdnLimitRatio)} with ${formatQuantity(value, 'V')} at the input`,
      provesNoFailure: {
        reasonCode: 'output-limited',
        text: 'At this input the output stage may be what distorts; turned down, the input might still take the level.',
      },
    },
    loadOhms: null,
    driveLevel: value,
    decidedBy: 'measurement',
    measurement: { kind: 'thdn', settings: { frequencyHz: rules.frequencyHz, bandHz: [...rules.bandHz] } },
  };
};
