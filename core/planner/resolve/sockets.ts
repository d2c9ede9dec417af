import type { CardGain, CardPort, Claim, Quantity, SpecCard } from '../../card/claim.ts';
import type { Wiring } from '../plan.ts';

/** What only a unit's analog input shows. */
const OF_ANALOG_INPUTS = new Set<Quantity>(['gain', 'input_impedance', 'max_input_level', 'input_sensitivity']);
/** What a maker states at the gain setting that shows it best: the highest for output, the lowest for what noise limits. */
const OF_HIGHEST_GAIN = new Set<Quantity>([
  'gain',
  'output_power',
  'max_output_voltage',
  'max_output_current',
  'input_sensitivity',
]);

const inputs = (card: SpecCard, signal: 'digital' | 'analog'): readonly CardPort[] =>
  (card.ports ?? []).filter(
    (port) => port.direction === 'input' && (port.signal === 'digital') === (signal === 'digital'),
  );

/** Whether the unit has an analog input, as far as its card says. */
export const hasAnalogInput = (card: SpecCard): boolean =>
  card.kind !== 'dac' && (inputs(card, 'digital').length === 0 || inputs(card, 'analog').length > 0);

/** How the unit is driven for a claim: a DAC, and a DAC/amp but for what its analog input shows, by its digital input. */
export function driveOf(claim: Claim, card: SpecCard): Wiring['drive'] {
  if (OF_ANALOG_INPUTS.has(claim.quantity)) return 'analogue';
  if (card.kind === 'dac' || card.kind === 'dac-amp') return claim.input_level === undefined ? 'digital' : 'analogue';
  return card.kind === 'unknown' && claim.level?.unit === 'dBFS' ? 'digital' : 'analogue';
}

const words = (text: string): string => text.toLowerCase().replaceAll(/[\s-]+/g, ' ');

/** How many of the claim's words a port bears out; negative where one speaks against it. */
function fit(port: CardPort, claim: Claim): number {
  const wiring = claim.output === 'unbalanced' ? 'single-ended' : claim.output;
  const byWiring = wiring === undefined || port.wiring === undefined ? 0 : wiring === port.wiring ? 2 : -4;
  if (claim.port === undefined) return byWiring;
  const named = words(claim.port);
  const isNamed = words(port.name).includes(named) || port.signal === named;
  return byWiring + (isNamed ? 3 : -4);
}

function bestPort(ports: readonly CardPort[], claim: Claim): CardPort | null {
  const best = ports
    .map((port) => ({ port, points: fit(port, claim) }))
    .reduce<{ port: CardPort; points: number } | null>(
      (most, each) => (most === null || each.points > most.points ? each : most),
      null,
    );
  return best === null || best.points < 0 ? null : best.port;
}

/** The output socket a claim is about, by the card's name for it or in the claim's own words; null: the only one, or not named. */
export function outputOf(claim: Claim, card: SpecCard, assume: (text: string) => void): string | null {
  const ports = (card.ports ?? []).filter(({ direction }) => direction === 'output');
  const isOfInput = OF_ANALOG_INPUTS.has(claim.quantity) && claim.quantity !== 'gain';
  const said = isOfInput ? claim.output : [claim.output, claim.port].filter((each) => each !== undefined).join(' ');
  if (ports.length > 0) {
    const port = bestPort(ports, claim);
    if (port !== null) {
      if (said === '' && ports.length > 1) assume(`Output not stated: ${port.name} used.`);
      return ports.length === 1 ? null : port.name;
    }
  }
  return said === '' || said === undefined ? null : said;
}

/** The input socket a claim is about; null: the only one, or not named. */
export function inputOf(claim: Claim, card: SpecCard, drive: Wiring['drive']): string | null {
  const ports = inputs(card, drive === 'digital' ? 'digital' : 'analog');
  if (drive === 'digital') return ports.length > 1 ? ports[0].name : null;
  if (!OF_ANALOG_INPUTS.has(claim.quantity) || claim.quantity === 'gain')
    return ports.length > 1 ? ports[0].name : null;
  const port = bestPort(ports, claim);
  if (port !== null) return ports.length === 1 ? null : port.name;
  return claim.port ?? claim.output ?? null;
}

/** Usual names of gain settings, lowest first, for cards that state no decibels. */
const GAIN_ORDER = ['ultra low', 'low', 'normal', 'mid', 'medium', 'high', 'ultra high', 'turbo'];

const rank = ({ name, gainDb }: CardGain): number => gainDb ?? GAIN_ORDER.indexOf(words(name));

/** The same setting by other names. */
const GAIN_SYNONYMS: Readonly<Record<string, string>> = {
  medium: 'mid',
  m: 'mid',
  h: 'high',
  hi: 'high',
  l: 'low',
  lo: 'low',
};

const settingOf = (name: string): string => GAIN_SYNONYMS[words(name)] ?? words(name);

/** A gain setting by the card's name for it. */
export function gainSettingNamed(gain: number | string, card: SpecCard): string {
  const found = (card.gains ?? []).find(({ name, gainDb }) =>
    typeof gain === 'number'
      ? gainDb === gain
      : settingOf(name) === settingOf(gain) || words(name).startsWith(`${words(gain)} `),
  );
  return found?.name ?? (typeof gain === 'number' ? `${gain > 0 ? '+' : ''}${gain} dB` : gain);
}

/** The gain setting a claim holds at; null: the unit has one, or none is named. */
export function gainOf(claim: Claim, card: SpecCard, assume: (text: string) => void): string | null {
  if (claim.gain !== undefined) return gainSettingNamed(claim.gain, card);
  const gains = [...(card.gains ?? [])].sort((one, other) => rank(one) - rank(other));
  if (gains.length < 2) return null;
  const isHighest = OF_HIGHEST_GAIN.has(claim.quantity);
  const setting = isHighest ? gains[gains.length - 1] : gains[0];
  assume(
    `Gain setting not stated: ${setting.name} used, the ${isHighest ? 'highest' : 'lowest, where noise and distortion are least'}.`,
  );
  return setting.name;
}
