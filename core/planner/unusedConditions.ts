import type { Claim } from '../card/claim.ts';
import { formatQuantity } from '../units/format.ts';

/** What a claim states and no plan acts on, in one sentence; null where there is nothing. */
export function unusedConditions(claim: Claim): string | null {
  const { quantity, input_level: inputLevel, tolerance_ohm: tolerance, level } = claim;
  const isDistortion = ['thd', 'thd_n', 'sinad', 'imd'].includes(quantity);
  const unused = [
    inputLevel === undefined || isDistortion
      ? null
      : `input level ${formatQuantity(inputLevel.value, inputLevel.unit)}`,
    tolerance === undefined || quantity === 'output_impedance' || quantity === 'input_impedance'
      ? null
      : `tolerance ${tolerance[0]} to +${tolerance[1]} Ω`,
    level !== undefined && (quantity === 'gain' || quantity === 'frequency_response')
      ? `level ${level.value} ${level.unit ?? ''}`.trimEnd()
      : null,
  ].filter((each) => each !== null);
  return unused.length === 0 ? null : `Stated, but of no bearing on how this is measured: ${unused.join(', ')}.`;
}
