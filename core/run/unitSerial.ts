import { AmpbenchError } from '../errors.ts';

const LONGEST_SERIAL = 200;

/**
 * A unit's serial number as it is kept and compared: any script, NFC, without blanks at its ends (scanners add them), so
 * that the same label read twice is the same unit.
 * @throws AmpbenchError `usage/serial-invalid` where it is empty, longer than 200 characters, holds control characters or
 *   halves of surrogate pairs
 */
export function unitSerial(text: string): string {
  const serial = text.trim().normalize('NFC');
  const length = Array.from(serial).length;
  const broken =
    length === 0
      ? 'is empty'
      : length > LONGEST_SERIAL
        ? `has ${length} characters but may have at most ${LONGEST_SERIAL}`
        : /\p{Cc}/u.test(serial)
          ? 'holds a control character'
          : /\p{Cs}/u.test(serial)
            ? 'is not valid Unicode'
            : null;
  if (broken === null) return serial;
  const shown = JSON.stringify(text.slice(0, LONGEST_SERIAL));
  throw new AmpbenchError(
    'usage',
    'serial-invalid',
    `the serial number ${shown} ${broken}`,
    {},
    'scan or type it again',
  );
}
