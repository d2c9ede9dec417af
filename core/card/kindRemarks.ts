import type { CardRemark } from './cardText.ts';
import type { Claim, Quantity, SpecCard } from './claim.ts';

/** What only a transducer is specified by, and what only an output is. */
const OF_HEADPHONES = new Set<Quantity>(['sensitivity', 'nominal_impedance', 'max_input_power']);
const OF_OUTPUTS = new Set<Quantity>([
  'output_power',
  'max_output_voltage',
  'output_impedance',
  'gain',
  'max_output_current',
]);

/** What a card says that products of its kind do not have, and a card that is of a transducer though it does not say so. */
export function kindRemarks(kind: SpecCard['kind'], claims: readonly Claim[]): CardRemark[] {
  const foreign = kind === 'headphone' ? OF_OUTPUTS : kind === 'unknown' ? null : OF_HEADPHONES;
  if (foreign === null) {
    const transducer =
      claims.some((claim) => claim.quantity === 'sensitivity') &&
      !claims.some((claim) => OF_OUTPUTS.has(claim.quantity));
    if (!transducer) return [];
    const text =
      'a sensitivity and no output: the card of a headphone or loudspeaker, which has nothing to drive a load';
    return [{ severity: 'warning', text, span: null }];
  }
  return claims
    .filter((claim) => foreign.has(claim.quantity))
    .map((claim) => ({
      severity: 'warning',
      text: `"${claim.asWritten}" is no figure of ${kind === 'amp' ? 'an' : 'a'} ${kind}`,
      span: claim.span,
    }));
}
