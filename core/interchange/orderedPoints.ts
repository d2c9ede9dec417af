import type { CurveQuantity } from './curve.ts';
import { textFault } from './textFault.ts';

/** One row of a curve and where it stands. */
export interface CurvePoint {
  readonly line: number;
  readonly frequencyHz: number;
  readonly value: number;
  readonly phaseRadians: number | null;
}

const HIGHEST_HZ = 1e9;
const LARGEST_DB = 1000;
const LARGEST_OHMS = 1e12;

const sameValues = (a: CurvePoint, b: CurvePoint): boolean => a.value === b.value && a.phaseRadians === b.phaseRadians;

/**
 * Points in the order of their frequencies. A file that runs downwards throughout is turned round, rows that say the same twice are taken once, and a row at
 * 0 Hz is left out: all three are told.
 * @throws AmpbenchError `data/value-out-of-range`, `data/frequencies-unordered`, `data/frequency-twice` (with different values), `data/curve-empty`
 */
export function orderedPoints(
  points: readonly CurvePoint[],
  quantity: CurveQuantity,
  place: string,
): { readonly points: readonly CurvePoint[]; readonly remarks: readonly string[] } {
  for (const point of points) checkRange(point, quantity, place);
  const remarks: string[] = [];
  const falls = points.length > 1 && points[0].frequencyHz > points[points.length - 1].frequencyHz;
  if (falls) remarks.push('the frequencies run downwards and were turned round');
  const kept: CurvePoint[] = [];
  let doubled = 0;
  for (const point of falls ? points.toReversed() : points) {
    const last = kept.at(-1);
    if (point.frequencyHz === 0) remarks.push(`line ${point.line} is at 0 Hz and was left out`);
    else if (last === undefined || point.frequencyHz > last.frequencyHz) kept.push(point);
    else if (point.frequencyHz < last.frequencyHz) throw unordered(point, last, falls, place);
    else if (sameValues(point, last)) doubled++;
    else
      throw textFault(
        'frequency-twice',
        place,
        point.line,
        `${point.frequencyHz} Hz stands on line ${last.line} too, with another value`,
        'Export it with more digits of frequency, or without one of the two.',
      );
  }
  if (doubled > 0)
    remarks.push(
      `${doubled} ${doubled === 1 ? 'row stands' : 'rows stand'} twice and ${doubled === 1 ? 'was' : 'were'} taken once`,
    );
  if (kept.length === 0) throw textFault('curve-empty', place, points[0].line, 'there is no row over 0 Hz');
  return { points: kept, remarks };
}

function unordered(point: CurvePoint, last: CurvePoint, falls: boolean, place: string): Error {
  const [earlier, later] = falls ? [point, last] : [last, point];
  return textFault(
    'frequencies-unordered',
    place,
    later.line,
    `${later.frequencyHz} Hz stands after the ${earlier.frequencyHz} Hz of line ${earlier.line}: the file must run one way`,
  );
}

function checkRange({ line, frequencyHz, value }: CurvePoint, quantity: CurveQuantity, place: string): void {
  const refuse = (what: string): never => {
    throw textFault('value-out-of-range', place, line, what);
  };
  if (frequencyHz < 0 || frequencyHz > HIGHEST_HZ)
    refuse(`the frequency is ${frequencyHz} Hz but must be from 0 to ${HIGHEST_HZ}`);
  if (quantity === 'impedance' && (value < 0 || value > LARGEST_OHMS))
    refuse(`the impedance is ${value} ohm but must be from 0 to ${LARGEST_OHMS}`);
  if (quantity !== 'impedance' && Math.abs(value) > LARGEST_DB)
    refuse(`the level is ${value} dB but must lie within ±${LARGEST_DB}`);
}
