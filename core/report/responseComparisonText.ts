import type { ResponseComparison } from '../interchange/compareResponse.ts';
import { formatQuantity } from '../units/format.ts';
import { printable } from './displayWidth.ts';

const DECIBEL_DIGITS = 3;

/** A measured response against another curve, for a terminal. @param place the other curve's file */
export function renderResponseComparison({ title, channels }: ResponseComparison, place: string): string {
  const db = (value: number): string => formatQuantity(value, 'dB', DECIBEL_DIGITS);
  const hertz = (value: number): string => formatQuantity(value, 'Hz', 4);
  return [
    printable(`response less ${place}${title === '' ? '' : ` (${title})`}, both 0 dB at 1 kHz`),
    ...channels.flatMap(({ channel, bandHz, largest, rmsDb, figures }) => [
      `channel ${channel}: largest ${db(largest.differenceDb)} at ${hertz(largest.frequencyHz)}, rms ${db(rmsDb)}, ${hertz(bandHz[0])} to ${hertz(bandHz[1])}`,
      ...Object.values(figures).map(({ id, text }) => `  ${id} of the difference: ${text}`),
    ]),
  ].join('\n');
}
