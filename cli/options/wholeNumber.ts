import { AmpbenchError } from '../../core/errors.ts';

/** A whole number from the command line, within limits, or commander's own complaint. */
export function wholeNumber(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new AmpbenchError(
        'usage',
        'option-invalid',
        `${name} is "${text}" but must be a whole number from ${least} to ${most}`,
      );
    }
    return value;
  };
}
