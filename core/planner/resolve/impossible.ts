import type { Claim } from '../../card/claim.ts';

const isNotPositive = (value: number | readonly number[] | null | undefined): boolean =>
  typeof value === 'number' ? !(value > 0) : Array.isArray(value) && value.some((each) => !(each > 0));

/** A number that no unit can have, in a sentence: volts, watts and loads are above zero, whatever the text says; null: all is possible. */
export function impossibleNumber({
  quantity,
  value,
  unit,
  load_ohm: load,
  level,
  freq_hz: frequency,
}: Claim): string | null {
  const isLinear = unit !== null && !unit.startsWith('dB');
  // An output impedance of zero is a boast, and read as one
  const mayBeZero = quantity === 'output_impedance' && value === 0;
  if (isLinear && !mayBeZero && isNotPositive(value))
    return `A value of ${String(value)} ${unit} is none that can be tested.`;
  if (isNotPositive(load)) return 'A load of 0 Ω is a short circuit, and none that can be tested.';
  if (typeof frequency === 'number' && !(frequency > 0)) return 'A tone of 0 Hz is none that can be tested.';
  const isLinearLevel = level !== undefined && (level.unit === 'V' || level.unit === 'W');
  if (isLinearLevel && typeof level.value === 'number' && !(level.value > 0))
    return `A level of ${level.value} ${level.unit} is none that can be tested.`;
  return null;
}
