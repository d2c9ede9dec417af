import { dbFromRatio } from '../units/decibel.ts';
import { formatBound, formatWithUncertainty } from '../units/format.ts';
import type { DbReference, Figure, FigureConditions, FigureUnit, UncertaintyPart } from './figure.ts';

/** Decibels of a level say what they are relative to; those of a ratio are plain. */
const DECIBEL_UNITS: Readonly<Partial<Record<DbReference, string>>> = { '1V': 'dBV', 'full-scale-sine': 'dBFS' };
/** A bound is known to no more. */
const BOUND_DIGITS = 3;

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
  /** The value is a bound: `<` or `≤` below it, `≥` above it. */
  readonly bound?: '<' | '≤' | '≥';
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
  const written = asWritten(input, uncertainty);
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
    text:
      input.bound === undefined
        ? formatWithUncertainty(written.value, written.uncertainty, written.unit)
        : formatBound(input.bound, written.value, written.unit, BOUND_DIGITS),
  };
}

/** Value and uncertainty in the unit they are told in. */
function asWritten(
  { value, unit, dbReference, textAs }: FigureInput,
  uncertainty: number,
): { readonly value: number; readonly uncertainty: number; readonly unit: string } {
  if (textAs === 'percent') return { value: value * 100, uncertainty: uncertainty * 100, unit: '%' };
  if (dbReference === undefined || textAs === 'unit') return { value, uncertainty, unit };
  const decibels = { value: dbFromRatio(value), uncertainty: dbFromRatio(1 + uncertainty / value) };
  return { ...decibels, unit: DECIBEL_UNITS[dbReference] ?? 'dB' };
}

/** A figure that cannot be had, with the reason. */
export function absentFigure(
  input: Pick<FigureInput, 'id' | 'channel' | 'unit' | 'definitionId' | 'conditions'>,
  reasonCode: string,
  text: string,
): Figure {
  return { ...input, value: null, uncertainty: null, uncertaintyParts: [], flags: [], text, reasonCode };
}
