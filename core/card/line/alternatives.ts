import { ratioFromDb } from '../../units/decibel.ts';
import { magnitudeOf, valueOf } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { voltsRmsOf } from './quantityRules.ts';
import type { Term } from './terms.ts';

/** Two statements of one figure that differ by more than rounding explains: 0.00006 % for -125 dB is 7 % off. */
const AGREE_WITHIN = 0.1;

const agree = (one: number, two: number): boolean => Math.abs(one - two) <= AGREE_WITHIN * Math.max(one, two);

/** Distortion as a percentage, to compare two ways of stating it. */
function percentOf(amount: Amount): number {
  if (amount.unit === 'dB') return ratioFromDb(-magnitudeOf(amount)) * 100;
  return amount.unit === 'ppm' ? magnitudeOf(amount) / 1e4 : magnitudeOf(amount);
}

/** The statement to hold the maker to, and the other where it is worth keeping. */
export interface Chosen {
  readonly term: Term;
  readonly other: Term | null;
}

/** Of a distortion stated twice (`-110 dB or 0.00039 %`): the first, or the weaker where they disagree. */
export function chooseDistortion(values: readonly Term[], warnings: Set<string>): Chosen {
  const first = values[0];
  const second = values.at(1);
  if (second === undefined) return { term: first, other: null };
  const [one, two] = [percentOf(first.amounts[0]), percentOf(second.amounts[0])];
  if (agree(one, two)) return { term: first, other: null };
  const write = (amount: Amount): string => `${valueOf(amount)} ${amount.unit ?? ''}`;
  warnings.add(
    `${write(first.amounts[0])} is ${Number(one.toPrecision(2))} % and ${write(second.amounts[0])} is ${Number(two.toPrecision(2))} %: the two disagree, the weaker one is taken`,
  );
  return two > one ? { term: second, other: first } : { term: first, other: second };
}

/** Of a voltage stated in decibels and in volts that agree (`-0.5 dBu, equalling 0.73 Vrms`): the volts. Null: two statements. */
export function chooseVoltage(values: readonly Term[]): Chosen | null {
  const [first, second] = values.map((term) => term.amounts[0]);
  if (values.length !== 2 || first.unit === second.unit) return null;
  const [one, two] = [voltsRmsOf(valueOf(first), first.unit), voltsRmsOf(valueOf(second), second.unit)];
  if (one === null || two === null || !agree(one, two)) return null;
  return second.unit === 'V' ? { term: values[1], other: values[0] } : { term: values[0], other: values[1] };
}

export function sameStatement(one: Term, two: Term): boolean {
  return one.amounts[0].unit === two.amounts[0].unit && valueOf(one.amounts[0]) === valueOf(two.amounts[0]);
}
