import { VOLTS_RMS_AT_0_DBU, ratioFromDb } from '../../units/decibel.ts';
import type { WrittenUnit } from '../../units/siValue.ts';
import type { LineQuantity } from './lineSpec.ts';

/** How a quantity is written and what its numbers mean. One row for each; a new quantity is one more row. */
export interface QuantityRule {
  /** Units its value may have, the usual one first. */
  readonly units: readonly WrittenUnit[];
  /** Small values are the good ones: settles `better than` and a trailing `max`. */
  readonly smallIsGood: boolean;
  /** The unit a value without one is read in, where only one is in use. */
  readonly assumedUnit?: WrittenUnit;
  /** Several values of one line are one list (`0 / 9 / 18 dB`). */
  readonly listed?: boolean;
  /** Units that are conditions: a level it holds at. Absent: such numbers are not read. */
  readonly levelAt?: 'output' | 'reference';
  /** Frequencies and loads beside it are its conditions. */
  readonly takesConditions: boolean;
}

const VOLTS: readonly WrittenUnit[] = ['V', 'Vpp', 'dBu', 'dBV'];
const distortion = { smallIsGood: true, levelAt: 'output', takesConditions: true } as const;
const impedance = { units: ['ohm'], assumedUnit: 'ohm', takesConditions: true } as const;
const bodily = { smallIsGood: false, takesConditions: false } as const;

export const QUANTITY_RULES: Readonly<Record<LineQuantity, QuantityRule>> = {
  gain: { units: ['dB'], smallIsGood: false, listed: true, takesConditions: true },
  frequency_response: { units: ['Hz'], smallIsGood: false, takesConditions: true },
  output_power: { units: ['W'], smallIsGood: false, takesConditions: true },
  max_output_voltage: { units: VOLTS, smallIsGood: false, takesConditions: true },
  max_output_current: { units: ['A'], smallIsGood: false, takesConditions: true },
  max_input_level: { units: VOLTS, smallIsGood: false, takesConditions: true },
  thd_n: { units: ['%', 'dB'], assumedUnit: '%', ...distortion },
  thd: { units: ['%', 'dB'], assumedUnit: '%', ...distortion },
  imd: { units: ['%', 'dB'], assumedUnit: '%', ...distortion },
  snr: { units: ['dB', 'dBV'], smallIsGood: false, levelAt: 'reference', takesConditions: true },
  dynamic_range: { units: ['dB'], smallIsGood: false, levelAt: 'reference', takesConditions: true },
  noise: { units: VOLTS, smallIsGood: true, takesConditions: true },
  input_impedance: { ...impedance, smallIsGood: false },
  output_impedance: { ...impedance, smallIsGood: true },
  load_impedance: { ...impedance, smallIsGood: false },
  nominal_impedance: { ...impedance, smallIsGood: false },
  channel_separation: { units: ['dB'], smallIsGood: false, levelAt: 'output', takesConditions: true },
  channel_balance: { units: ['dB'], smallIsGood: true, takesConditions: true },
  sample_rates: { units: ['Hz'], smallIsGood: false, listed: true, takesConditions: false },
  power_consumption: { units: ['W'], ...bodily },
  dimensions: { units: ['in', 'mm', 'cm'], ...bodily },
  weight: { units: ['lb', 'kg', 'g', 'oz'], ...bodily },
};

/** Volts rms of a number in a unit of voltage, or null for another unit. */
export function voltsRmsOf(value: number, unit: WrittenUnit | null): number | null {
  switch (unit) {
    case 'V':
      return value;
    case 'Vpp':
      // Of a sine.
      return value / (2 * Math.SQRT2);
    case 'dBV':
      return ratioFromDb(value);
    case 'dBu':
      return VOLTS_RMS_AT_0_DBU * ratioFromDb(value);
    default:
      return null;
  }
}
