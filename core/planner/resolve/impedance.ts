import { formatQuantity } from '../../units/format.ts';
import { loadOrAssumed } from './conditions.ts';
import { refuse, type Resolver } from './resolved.ts';
import { hasAnalogInput } from './sockets.ts';

export const resolveInputImpedance: Resolver = (stated) => {
  const { claim, value, rules, isUpper, isLower, assume } = stated;
  if (!hasAnalogInput(stated.card))
    return refuse(
      'not-verifiable',
      'not-run',
      'The card names no analog input, so there is no input impedance to measure.',
    );
  const [below, above] = claim.tolerance_ohm ?? [
    -value * rules.inputImpedanceTolerance,
    value * rules.inputImpedanceTolerance,
  ];
  const isPlain = !isUpper && !isLower;
  if (isPlain && claim.tolerance_ohm === undefined)
    assume(`No tolerance stated: ±${rules.inputImpedanceTolerance * 100} % used.`);
  assume('|Z| at 1 kHz.');
  const lower = isPlain ? value + below : value;
  const upper = isPlain ? value + above : value;
  return {
    frequencyHz: 1000,
    decidedBy: 'input-impedance',
    rule: {
      figureId: 'input-impedance',
      lower: isUpper ? null : lower,
      upper: isLower ? null : upper,
      text: isPlain
        ? claim.tolerance_ohm === undefined
          ? `${formatQuantity(value, 'ohm')} ± ${rules.inputImpedanceTolerance * 100} %`
          : `${formatQuantity(lower, 'ohm')} to ${formatQuantity(upper, 'ohm')}`
        : `${claim.comparator} ${formatQuantity(value, 'ohm')}`,
    },
  };
};

export const resolveOutputImpedance: Resolver = (stated) => {
  const { claim, value, rules, isUpper, isLower, assume } = stated;
  assume('|Z| at 1 kHz.');
  const shared = { frequencyHz: 1000, decidedBy: 'output-impedance' } as const;
  if (claim.tolerance_ohm !== undefined && !isUpper && !isLower) {
    const [lower, upper] = [value + claim.tolerance_ohm[0], value + claim.tolerance_ohm[1]];
    const text = `${formatQuantity(lower, 'ohm')} to ${formatQuantity(upper, 'ohm')}`;
    return { ...shared, rule: { figureId: 'output-impedance', lower, upper, text } };
  }
  if (isUpper)
    return {
      ...shared,
      rule: {
        figureId: 'output-impedance',
        lower: null,
        upper: value,
        text: `${claim.comparator} ${formatQuantity(value, 'ohm')}`,
      },
    };
  if (value <= 0)
    return {
      ...shared,
      rule: { figureId: 'output-impedance', lower: null, upper: null, text: 'no limit stated; |Z| at 1 kHz' },
      ...refuse('not-verifiable', 'no-tolerance-stated', 'An output impedance of "near zero" names no limit to test.'),
    };
  const upper = value * rules.outputImpedanceFactor;
  assume(`Stated as a value: at most ${rules.outputImpedanceFactor} × it used, since lower is better.`);
  return {
    ...shared,
    rule: { figureId: 'output-impedance', lower: null, upper, text: `≤ ${formatQuantity(upper, 'ohm')}` },
  };
};

/** A damping factor is a load over the output impedance: with its load it is a limit on the impedance. */
export const resolveDampingFactor: Resolver = (stated) => {
  const { value, isUpper, assume } = stated;
  if (value <= 0 || isUpper)
    return refuse(
      'not-verifiable',
      'unit-missing',
      'A damping factor is tested as "at least", and must be above zero.',
    );
  const loadOhms = loadOrAssumed(stated);
  const upper = loadOhms / value;
  assume(
    `Read as an output impedance of at most ${formatQuantity(upper, 'ohm')}: ${loadOhms} Ω divided by ${value}, at 1 kHz.`,
  );
  return {
    frequencyHz: 1000,
    decidedBy: 'output-impedance',
    rule: {
      figureId: 'output-impedance',
      lower: null,
      upper,
      text: `≥ ${value}, which is ≤ ${formatQuantity(upper, 'ohm')} re ${loadOhms} Ω`,
    },
  };
};
