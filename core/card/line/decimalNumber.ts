/** Longer digits are an identifier or a slip. */
const LONGEST_NUMBER = 15;

/**
 * A written number as plain decimal digits with a point. A comma or point before exactly three digits, with one to three digits
 * before it, separates thousands where the language has it so: `3,500` in English, `4.000` in German. `0,005` has no thousands.
 * @returns null where the separators fit no reading (`1.2.3`): nothing is guessed
 */
export function decimalFromWritten(written: string, german: boolean): string | null {
  if (written.length > LONGEST_NUMBER) return null;
  const [thousands, decimal] = german ? ['.', ','] : [',', '.'];
  const parts = written.split(thousands);
  const head = parts[0];
  const looksGrouped =
    parts.length > 1 &&
    head.length >= 1 &&
    head.length <= 3 &&
    !head.startsWith('0') &&
    !head.includes(decimal) &&
    parts.slice(1).every((part, index) => (index === parts.length - 2 ? part.split(decimal)[0] : part).length === 3);
  if (looksGrouped) return plainDecimal(parts.join(''), decimal);
  if (parts.length === 1) return plainDecimal(written, decimal);
  // The other language's decimal sign: `0,5 dB` in an English line, `1.5 W` in a German one.
  return parts.length === 2 && !written.includes(decimal) ? plainDecimal(written, thousands) : null;
}

function plainDecimal(written: string, decimal: string): string | null {
  const parts = written.split(decimal);
  if (parts.length > 2) return null;
  return parts.length === 1 ? parts[0] : `${parts[0] === '' ? '0' : parts[0]}.${parts[1]}`;
}
