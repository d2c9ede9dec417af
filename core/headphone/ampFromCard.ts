import type { Claim, SpecCard } from '../card/claim.ts';
import { ratioFromDb } from '../units/decibel.ts';
import type { AmpOutput, Interval, OutputNoise, OutputPoint } from './ampOutput.ts';

interface NumberClaim extends Claim {
  readonly value: number;
}

/** Sockets that no headphone goes into. */
const LINE_PORTS = /\b(RCA|line|pre)\b/i;

const exactly = (value: number): Interval => ({ low: value, high: value });

function isNumber(claim: Claim): claim is NumberClaim {
  return typeof claim.value === 'number' && Number.isFinite(claim.value) && claim.value >= 0;
}

const isBalanced = ({ output }: Claim): boolean => output === 'balanced';

/** Of claims about several sockets, those of one: the single-ended where there is a choice, as most headphones come with that plug. */
function ofOneSocket(claims: readonly Claim[], balanced: boolean): readonly Claim[] {
  const headphone = claims.filter(({ port }) => port === undefined || !LINE_PORTS.test(port));
  const wanted = headphone.filter((claim) => isBalanced(claim) === balanced);
  return wanted.length > 0 ? wanted : headphone;
}

function statedVolts(claim: NumberClaim): Interval {
  if (claim.comparator === '>' || claim.comparator === '>=') return { low: claim.value, high: Infinity };
  if (claim.comparator === '<' || claim.comparator === '<=') return { low: 0, high: claim.value };
  return exactly(claim.value);
}

function pointOf(claim: NumberClaim): OutputPoint | null {
  const load = claim.load_ohm;
  if (typeof load === 'object') return null;
  if (claim.quantity === 'max_output_voltage' && claim.unit === 'V') {
    return { loadOhms: load ?? Infinity, voltsRms: statedVolts(claim) };
  }
  if (claim.quantity !== 'output_power' || claim.unit !== 'W' || load === undefined || load <= 0) return null;
  const { low, high } = statedVolts(claim);
  return { loadOhms: load, voltsRms: { low: Math.sqrt(low * load), high: Math.sqrt(high * load) } };
}

/** An amp has an analog input, but for the jack of a phone or laptop, whose card lists its sockets and no input among them. */
export function isFedByVolts({ kind, ports }: SpecCard): boolean {
  if (kind !== 'amp' && kind !== 'unknown') return false;
  return ports === undefined || ports.some(({ direction, signal }) => direction === 'input' && signal !== 'digital');
}

function noiseOf(claims: readonly NumberClaim[]): OutputNoise | null {
  const found = claims.flatMap((claim): readonly OutputNoise[] => {
    const weighting = claim.weighting === 'A' ? 'a' : 'unweighted';
    if (claim.quantity === 'noise' && claim.unit === 'V') {
      return [{ voltsRms: claim.value, weighting, isUpperBound: true }];
    }
    const level = claim.level;
    if (claim.quantity !== 'snr' || claim.unit !== 'dB' || level?.unit !== 'V' || typeof level.value !== 'number')
      return [];
    return [{ voltsRms: level.value / ratioFromDb(claim.value), weighting, isUpperBound: true }];
  });
  const weighted = found.filter(({ weighting }) => weighting === 'a');
  return (weighted.length > 0 ? weighted : found).reduce<OutputNoise | null>(
    (most, each) => (most === null || each.voltsRms > most.voltsRms ? each : most),
    null,
  );
}

/** The highest gain in dB that the card gives, of all settings. */
function highestGainDb(card: SpecCard, claims: readonly Claim[]): number | null {
  const stated = claims
    .filter(({ quantity, unit }) => quantity === 'gain' && unit === 'dB')
    .flatMap(({ value }) => (typeof value === 'number' ? [value] : (value ?? [])));
  const all = [...stated, ...(card.gains ?? []).flatMap(({ gainDb }) => (gainDb === undefined ? [] : [gainDb]))];
  return all.length === 0 ? null : Math.max(...all);
}

function remarksOf(card: SpecCard, claims: readonly Claim[], points: readonly OutputPoint[], balanced: boolean) {
  const remarks: string[] = [];
  if (claims.length > 0)
    remarks.push('Published figures carry no uncertainty; whether the unit meets them is what ampbench verify tells.');
  const powers = claims.filter(({ quantity }) => quantity === 'output_power' || quantity === 'max_output_voltage');
  if (powers.length > 0 && powers.every(isBalanced) && !balanced)
    remarks.push('The card gives its output for the balanced socket only: a balanced cable is assumed.');
  if (balanced && !powers.some(isBalanced))
    remarks.push('The card gives nothing for a balanced socket: what it gives was taken.');
  for (const claim of powers) {
    if (!isNumber(claim) || pointOf(claim) === null)
      remarks.push(`Not used, as it names no single load or number: “${claim.asWritten}”.`);
  }
  const contradicts = points.some((lower) =>
    points.some((higher) => higher.loadOhms > lower.loadOhms && higher.voltsRms.high < lower.voltsRms.low),
  );
  if (contradicts)
    remarks.push('The card gives fewer volts into a higher load than into a lower one: between the two, both count.');
  if (card.kind === 'headphone') remarks.push('This card is of a headphone, not of an amp.');
  return remarks;
}

/**
 * An amp from its published claims. Power into a load becomes volts, `V = sqrt(P·R)`; a gain with several settings counts as the highest; `<` of an
 * impedance or a noise is taken as reached.
 * @param balanced whether the balanced socket is meant, where the card tells the two apart
 */
export function ampFromCard(card: SpecCard, balanced = false): AmpOutput {
  const claims = ofOneSocket(
    card.claims.filter(({ quantity }) => quantity !== 'gain'),
    balanced,
  );
  const numbers = claims.filter(isNumber);
  const points = numbers.flatMap((claim) => pointOf(claim) ?? []);
  const currents = numbers.filter(({ quantity, unit }) => quantity === 'max_output_current' && unit === 'A');
  const impedances = numbers.filter(({ quantity, unit }) => quantity === 'output_impedance' && unit === 'ohm');
  const gainDb = highestGainDb(card, card.claims);
  return {
    name: [card.maker, card.product ?? card.id].filter((part) => part !== null).join(' '),
    basis: 'published',
    simulated: false,
    points,
    maxAmperesRms: currents.length === 0 ? null : Math.min(...currents.map(({ value }) => value)),
    outputOhms: impedances.length === 0 ? null : exactly(Math.max(...impedances.map(({ value }) => value))),
    gainRatio: gainDb === null ? null : exactly(ratioFromDb(gainDb)),
    isFedByVolts: isFedByVolts(card),
    noise: noiseOf(numbers),
    remarks: remarksOf(card, claims, points, balanced),
  };
}
