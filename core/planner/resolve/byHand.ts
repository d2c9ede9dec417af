import type { Quantity, SpecCard } from '../../card/claim.ts';
import { refuse, type Resolution } from './resolved.ts';

const MANUAL = (text: string): Resolution => refuse('manual', 'not-electrical', text);

/** What no audio interface decides, with what the person can do instead. */
const BY_HAND: Partial<Record<Quantity, string>> = {
  power_consumption: 'An audio interface cannot decide this; read a mains power meter.',
  dimensions: 'An audio interface cannot decide this; check it with a rule.',
  weight: 'An audio interface cannot decide this; check it with scales.',
  load_impedance:
    'The headphones that the maker recommends: advice and no promise of a figure. What the unit gives into a load is judged where a line states it.',
  sample_rates:
    'Whether the unit plays at each rate is seen when the player opens it there: check it by hand, with a file at each rate.',
  nominal_impedance: "A headphone's impedance is no figure of an output; check it with an impedance meter.",
  sensitivity: "A headphone's sensitivity needs an ear simulator and a calibrated microphone.",
  max_input_power: 'What a headphone stands cannot be tested without risking it.',
};

const ACOUSTIC =
  'A figure of a headphone: it needs an ear simulator and a calibrated microphone, which no audio interface has.';

/** A claim that is left to the person; null where a bench can decide it. */
export function leftToPerson(quantity: Quantity, kind: SpecCard['kind']): Resolution | null {
  const text = BY_HAND[quantity];
  if (text !== undefined) return MANUAL(text);
  return kind === 'headphone' ? MANUAL(ACOUSTIC) : null;
}
