import type { Claim, StatedLevel } from '../../core/card/claim.ts';
import { formatQuantity } from '../../core/units/format.ts';

const hertz = (value: number): string => formatQuantity(value, 'Hz');

function levelText({ value, unit }: StatedLevel): string {
  if (value === 'full scale') return 'full scale';
  return unit === null ? String(value) : formatQuantity(value, unit);
}

function rangeText(low: number | null, high: number | null): string {
  if (low === null) return high === null ? '' : `to ${hertz(high)}`;
  return high === null ? `from ${hertz(low)}` : `${hertz(low)}–${hertz(high)}`;
}

/** What the maker's line says of the conditions, as it was read. */
export function statedConditions(claim: Claim): readonly string[] {
  const { load_ohm, freq_hz, level, input_level, bandwidth_hz, weighting, condition, port, output, gain, method } =
    claim;
  const parts: string[] = [];
  if (load_ohm !== undefined)
    parts.push(
      typeof load_ohm === 'number'
        ? formatQuantity(load_ohm, 'ohm')
        : `${formatQuantity(load_ohm[0], 'ohm')}–${formatQuantity(load_ohm[1], 'ohm')}`,
    );
  if (freq_hz !== undefined)
    parts.push(typeof freq_hz === 'number' ? hertz(freq_hz) : rangeText(freq_hz[0], freq_hz[1]));
  if (level !== undefined) parts.push(`${levelText(level)}${level.at === undefined ? '' : ` ${level.at}`}`);
  if (input_level !== undefined) parts.push(`${formatQuantity(input_level.value, input_level.unit)} in`);
  if (bandwidth_hz !== undefined) parts.push(`band ${rangeText(bandwidth_hz[0], bandwidth_hz[1])}`);
  if (weighting !== undefined) parts.push(`${weighting}-weighted`);
  if (condition?.thd_n_pct_max !== undefined) parts.push(`THD+N ≤ ${condition.thd_n_pct_max} %`);
  if (condition?.thd_pct_max !== undefined) parts.push(`THD ≤ ${condition.thd_pct_max} %`);
  if (port !== undefined) parts.push(port);
  if (output !== undefined) parts.push(output);
  if (gain !== undefined) parts.push(typeof gain === 'number' ? `gain ${formatQuantity(gain, 'dB')}` : `gain ${gain}`);
  if (method !== undefined) parts.push(method);
  return parts;
}
