import type { Quantity, ReadSpec } from './claim.ts';
import { formatQuantity } from '../units/format.ts';
import type { LineQuantity, LineSpec } from './line/lineSpec.ts';

/** Quantities that a claim can be about; the line reader knows more. Complete by its type: a new quantity must be added here. */
const CLAIMABLE: Readonly<Record<Quantity, true>> = {
  gain: true,
  frequency_response: true,
  output_power: true,
  max_output_voltage: true,
  thd_n: true,
  thd: true,
  snr: true,
  noise: true,
  input_impedance: true,
  output_impedance: true,
  load_impedance: true,
  power_consumption: true,
  dimensions: true,
  weight: true,
};

const isClaimable = (quantity: LineQuantity): quantity is Quantity => quantity in CLAIMABLE;

/** A specification as a claim can carry it, with what of its conditions it cannot; or why it is none. */
export type Narrowed =
  { readonly spec: ReadSpec; readonly warnings: readonly string[] } | { readonly spec: null; readonly reason: string };

type ClaimField = Exclude<keyof ReadSpec, 'quantity' | 'condition'>;

/** The fields a claim has in common with a line. Complete by its type. */
const CLAIM_FIELDS: Readonly<Record<ClaimField, true>> = {
  comparator: true,
  value: true,
  unit: true,
  load_ohm: true,
  freq_hz: true,
  tolerance_db: true,
  level: true,
  bandwidth_hz: true,
  weighting: true,
  per_channel: true,
  unit_assumed: true,
};

function claimFields(line: LineSpec): Pick<LineSpec, ClaimField> {
  const kept = Object.entries(line).filter(([field]) => field in CLAIM_FIELDS);
  return Object.fromEntries(kept) as unknown as Pick<LineSpec, ClaimField>;
}

/**
 * Makes a claim's specification of a line's. A condition that a claim has no field for is said in a warning, never dropped in silence.
 */
export function narrowSpec(line: LineSpec): Narrowed {
  const { quantity } = line;
  if (quantity === null) return { spec: null, reason: 'the quantity is not named in this row' };
  if (!isClaimable(quantity)) {
    return {
      spec: null,
      reason: `read as ${quantity.replaceAll('_', ' ')}, which this version has no measurement for`,
    };
  }
  const { condition, output, port, freq_cmp, tolerance_ohm, input_level, gain } = line;
  const thdnLimit = condition?.thd_n_pct_max;
  const lost = [
    output === undefined ? null : `output ${output}`,
    port === undefined ? null : `port ${port}`,
    freq_cmp === undefined ? null : 'limits stated as "beyond"',
    tolerance_ohm === undefined ? null : `tolerance ${tolerance_ohm[0]} to +${tolerance_ohm[1]} Ω`,
    input_level === undefined ? null : `input level ${formatQuantity(input_level.value, input_level.unit)}`,
    gain === undefined ? null : `gain setting ${gain}`,
    condition?.thd_pct_max === undefined ? null : `THD limit ${condition.thd_pct_max} %`,
  ].filter((each) => each !== null);
  return {
    spec: {
      ...claimFields(line),
      quantity,
      ...(thdnLimit === undefined ? {} : { condition: { thd_n_pct_max: thdnLimit } }),
    },
    warnings: lost.length === 0 ? [] : [`stated, but not taken into account by this version: ${lost.join(', ')}`],
  };
}
