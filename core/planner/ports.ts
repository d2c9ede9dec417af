import type { CardPort, SpecCard } from '../card/claim.ts';
import type { ResolvedClaim } from './resolveClaim.ts';

/** The card's entry for an output socket: by its name, or the only one where none is named. */
export function outputPort(card: SpecCard, name: string | null): CardPort | null {
  const outputs = (card.ports ?? []).filter(({ direction }) => direction === 'output');
  if (name === null) return outputs.length === 1 ? outputs[0] : null;
  return outputs.find((port) => port.name === name) ?? null;
}

/** Whether an output must be measured from leg to leg, as far as the card or the claim's own words say. */
export const isBalancedOutput = (card: SpecCard, name: string | null): boolean =>
  outputPort(card, name)?.wiring === 'balanced' || /\bbalanced\b/i.test(name ?? '');

/** A balanced output is named even where the card lists no other: the unit may have a single-ended one that the card leaves out. */
export function withOutputNamed(entry: ResolvedClaim, card: SpecCard): ResolvedClaim {
  const port = entry.output === null ? outputPort(card, null) : null;
  return port?.wiring === 'balanced' ? { ...entry, output: port.name } : entry;
}
