import { dbFromRatio } from '../units/decibel.ts';
import { formatWithUncertainty } from '../units/format.ts';
import type { DbReference, Figure, FigureConditions, FigureUnit, UncertaintyPart } from './figure.ts';

interface FigureInput {
  readonly id: string;
  readonly channel: string;
  readonly value: number;
  readonly unit: FigureUnit;
  readonly parts: readonly UncertaintyPart[];
  readonly definitionId: string;
  readonly conditions: FigureConditions;
  readonly flags?: readonly string[];
  /** Says the figure in decibels in its text. */
  readonly dbReference?: DbReference;
  /** How the text is written; default: the unit itself, dB where `dbReference` is given. */
  readonly textAs?: 'percent' | 'unit';
  /** The value is a bound: `<` below it or `≥` above it. */
  readonly bound?: '<' | '≥';
}

/**
 * A figure with its uncertainty combined and its text rounded to it. Parts add by root sum of squares, but a `baseline` part adds in full: the rig's own
 * residual adds to the DUT's as a vector of unknown phase (docs/spec/thdn.md, THDN-6).
 */
export function makeFigure(input: FigureInput): Figure {
  const { value, unit, parts, dbReference } = input;
  const baseline = parts.filter((part) => part.source === 'baseline').reduce((sum, part) => sum + part.value, 0);
  const others = Math.hypot(...parts.filter((part) => part.source !== 'baseline').map((part) => part.value));
  const uncertainty = others + baseline;
  const asDb = dbReference !== undefined && input.textAs === undefined;
  const shown = asDb
    ? formatWithUncertainty(dbFromRatio(value), dbFromRatio(1 + uncertainty / value), 'dB')
    : input.textAs === 'percent'
      ? formatWithUncertainty(value * 100, uncertainty * 100, '%')
      : formatWithUncertainty(value, uncertainty, unit);
  return {
    id: input.id,
    channel: input.channel,
    value,
    unit,
    uncertainty,
    uncertaintyParts: parts,
    definitionId: input.definitionId,
    conditions: input.conditions,
    flags: input.flags ?? [],
    ...(dbReference === undefined ? {} : { db: dbFromRatio(value), dbReference }),
    text: input.bound === undefined ? shown : `${input.bound} ${shown}`,
  };
}

/** A figure that cannot be had, with the reason. */
export function absentFigure(
  input: Pick<FigureInput, 'id' | 'channel' | 'unit' | 'definitionId' | 'conditions'>,
  reasonCode: string,
  text: string,
): Figure {
  return { ...input, value: null, uncertainty: null, uncertaintyParts: [], flags: [], text, reasonCode };
}
