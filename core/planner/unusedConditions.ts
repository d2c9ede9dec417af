import type { Claim } from '../card/claim.ts';
import { formatQuantity } from '../units/format.ts';

/** What a claim states and the plan does not act on yet, in one sentence; null where there is nothing. */
export function unusedConditions(claim: Claim): string | null {
  const { condition, output, port, freq_cmp, tolerance_ohm, input_level, gain, level } = claim;
  const unused = [
    output === undefined ? null : `output ${output}`,
    port === undefined ? null : `port ${port}`,
    freq_cmp === undefined ? null : 'limits stated as "beyond"',
    tolerance_ohm === undefined ? null : `tolerance ${tolerance_ohm[0]} to +${tolerance_ohm[1]} Ω`,
    input_level === undefined ? null : `input level ${formatQuantity(input_level.value, input_level.unit)}`,
    gain === undefined ? null : `gain setting ${gain}`,
    level?.unit === 'dBFS' ? `level ${level.value} dBFS` : null,
    level?.value === 'full scale' ? 'level full scale' : null,
    condition?.thd_pct_max === undefined ? null : `THD limit ${condition.thd_pct_max} %`,
  ].filter((each) => each !== null);
  return unused.length === 0 ? null : `Stated, but not taken into account by this version: ${unused.join(', ')}.`;
}
