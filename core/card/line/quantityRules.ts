import { VOLTS_RMS_AT_0_DBU, ratioFromDb } from '../../units/decibel.ts';
import type { WrittenUnit } from '../../units/siValue.ts';
import type { Quantity } from '../claim.ts';

/** How a quantity is written and what its numbers mean. One row for each; a new quantity is one more row. */
export interface QuantityRule {
  /** Units its value may have, the usual one first. */
  readonly units: readonly WrittenUnit[];
  /** Small values are the good ones: settles `better than` and a trailing `max`. */
  readonly smallIsGood: boolean;
  /** Large values are what a maker boasts of: `up to` names the value and limits nothing. */
  readonly largeIsGood?: boolean;
  /** The unit a value without one is read in, where only one is in use. */
  readonly assumedUnit?: WrittenUnit;
  /** Several values of one line are one list (`0 / 9 / 18 dB`). */
  readonly listed?: boolean;
  /** Units that are conditions: a level it holds at. Absent: such numbers are not read. */
  readonly levelAt?: 'output' | 'input' | 'reference';
  /** Frequencies and loads beside it are its conditions. */
  readonly takesConditions: boolean;
}

/** Units that a voltage is stated in. */
export const VOLTAGE_UNITS: readonly WrittenUnit[] = ['V', 'Vp', 'Vpp', 'dBu', 'dBV'];
const DISTORTION_UNITS: readonly WrittenUnit[] = ['%', 'dB', 'ppm'];
const distortion = { smallIsGood: true, levelAt: 'output', takesConditions: true } as const;
const impedance = { units: ['ohm'], assumedUnit: 'ohm', takesConditions: true } as const;
const bodily = { smallIsGood: false, takesConditions: false } as const;

export const QUANTITY_RULES: Readonly<Record<Quantity, QuantityRule>> = {
  gain: { units: ['dB'], smallIsGood: false, listed: true, takesConditions: true },
  frequency_response: { units: ['Hz'], smallIsGood: false, takesConditions: true },
  output_power: { units: ['W'], smallIsGood: false, largeIsGood: true, takesConditions: true },
  max_output_voltage: { units: VOLTAGE_UNITS, smallIsGood: false, largeIsGood: true, takesConditions: true },
  max_output_current: { units: ['A'], smallIsGood: false, largeIsGood: true, takesConditions: true },
  max_input_level: { units: VOLTAGE_UNITS, smallIsGood: false, takesConditions: true },
  input_sensitivity: { units: VOLTAGE_UNITS, smallIsGood: true, levelAt: 'output', takesConditions: true },
  thd_n: { units: DISTORTION_UNITS, assumedUnit: '%', ...distortion },
  thd: { units: DISTORTION_UNITS, assumedUnit: '%', ...distortion },
  imd: { units: DISTORTION_UNITS, assumedUnit: '%', ...distortion },
  sinad: { units: ['dB'], smallIsGood: false, largeIsGood: true, levelAt: 'output', takesConditions: true },
  snr: { units: ['dB', 'dBV'], smallIsGood: false, largeIsGood: true, levelAt: 'reference', takesConditions: true },
  dynamic_range: { units: ['dB'], smallIsGood: false, largeIsGood: true, levelAt: 'reference', takesConditions: true },
  noise: { units: VOLTAGE_UNITS, smallIsGood: true, takesConditions: true },
  input_impedance: { ...impedance, smallIsGood: false },
  output_impedance: { ...impedance, smallIsGood: true },
  load_impedance: { ...impedance, smallIsGood: false },
  nominal_impedance: { ...impedance, smallIsGood: false },
  channel_separation: {
    units: ['dB'],
    smallIsGood: false,
    largeIsGood: true,
    levelAt: 'output',
    takesConditions: true,
  },
  channel_balance: { units: ['dB'], smallIsGood: true, takesConditions: true },
  damping_factor: { units: [], smallIsGood: false, largeIsGood: true, takesConditions: true },
  jitter: { units: ['s'], smallIsGood: true, takesConditions: true },
  sensitivity: { units: ['dB'], smallIsGood: false, levelAt: 'input', takesConditions: true },
  max_input_power: { units: ['W'], smallIsGood: false, takesConditions: true },
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
    case 'Vp':
      return value / Math.SQRT2;
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
