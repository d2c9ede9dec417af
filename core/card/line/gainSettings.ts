import type { Found } from './phrases.ts';
import type { Term } from './terms.ts';

/**
 * The setting of each gain, where every one of them has its own name, before it (`low 0 dB, high 10 dB`) or behind it
 * (`0 dB (low) / 10 dB (high)`); else null.
 */
export function namedSettings(values: readonly Term[], names: readonly Found<string>[]): string[] | null {
  if (values.length === 0 || names.length !== values.length) return null;
  const leads = names[0].first < values[0].start;
  const fits = values.every((value, index) => {
    const [from, to] = leads
      ? [values[index - 1]?.last ?? -1, value.start]
      : [value.last, values[index + 1]?.start ?? Infinity];
    return names[index].first > from && names[index].first < to;
  });
  return fits ? names.map((name) => name.meaning) : null;
}
