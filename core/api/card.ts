/**
 * Published specifications: one line, or a whole card, read into claims in SI units.
 * @module ampbench/card
 */
export { QUANTITIES } from '../card/claim.ts';
export type {
  CardGain,
  CardPort,
  Claim,
  Comparator,
  Quantity,
  ReadSpec,
  SourceSpan,
  SpecCard,
  StatedLevel,
} from '../card/claim.ts';
export type { LineContext, LineReading, LineSpec } from '../card/line/lineSpec.ts';
export { parseSpecLine } from '../card/line/parseSpecLine.ts';
export { parseCard } from '../card/parseCard.ts';
export type { CardOptions } from '../card/parseCard.ts';
