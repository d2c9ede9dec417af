import { AmpbenchError } from '../errors.ts';
import { printable } from '../report/displayWidth.ts';

const SHOWN_CHARACTERS = 40;

/** Words of a file for a message: cut, and without anything that would move a terminal's cursor. */
export const quoted = (text: string): string =>
  `"${printable(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text)}"`;

/** A text file that breaks a rule of docs/interchange.md. @param line counted from 1 */
export function textFault(code: string, place: string, line: number, what: string, tip?: string): AmpbenchError {
  return new AmpbenchError('data', code, `${place}, line ${line}: ${what}`, { place, line }, tip);
}
