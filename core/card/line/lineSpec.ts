import type { Quantity, ReadSpec } from '../claim.ts';

/** One statement of a line. `quantity` null: the words that say what it is stand elsewhere (a continuation line). */
export interface LineSpec extends Omit<ReadSpec, 'quantity'> {
  readonly quantity: Quantity | null;
}

/** What stands around a line and belongs to it. */
export interface LineContext {
  /** The line's label, when it stands apart from the text. */
  readonly label?: string;
  /** The heading above: `Balanced headphone output (4.4 mm)` names the socket of every line under it. */
  readonly section?: string;
}

/** What a line says, and what of it could not be read or had to be assumed. */
export interface LineReading {
  readonly specs: readonly LineSpec[];
  readonly warnings: readonly string[];
}
