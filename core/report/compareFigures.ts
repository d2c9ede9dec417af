import type { Figure, UncertaintyPart } from '../result/figure.ts';
import { dbFromRatio } from '../units/decibel.ts';
import { formatWithUncertainty } from '../units/format.ts';

/** Two figures of the same definition against each other: the first less the second. */
export interface FigureDifference {
  /** In `unit`; of two figures that have decibels, in dB. Null where it cannot be had. */
  readonly value: number | null;
  readonly unit: string;
  /** k = 2, in `unit`. */
  readonly uncertainty: number | null;
  /** True where the difference is greater than its uncertainty; null where there is none. */
  readonly isSignificant: boolean | null;
  /** `+0.12 ± 0.05 dB`, or why there is none. */
  readonly text: string;
}

/** What one rig does to all of its figures alike. */
const SHARED: ReadonlySet<UncertaintyPart['source']> = new Set(['calibration', 'load-tolerance', 'series-resistor']);

/** Bounds are written with a sign of comparison. */
const isBound = ({ text }: Figure): boolean => /^[<≤≥>]/u.test(text);

const absent = (unit: string, text: string): FigureDifference => ({
  value: null,
  unit,
  uncertainty: null,
  isSignificant: null,
  text,
});

function sharesOf({ uncertaintyParts }: Figure, sources: (source: UncertaintyPart['source']) => boolean): number {
  return Math.hypot(...uncertaintyParts.filter(({ source }) => sources(source)).map(({ value }) => value));
}

/**
 * Expanded uncertainty of a difference, each side in units of `scale`. Parts that both sides share cancel as far as they are alike (GUM, JCGM 100, 5.2.2
 * with a correlation of 1); all others are independent.
 */
function combined(first: Figure, second: Figure, scale: readonly [number, number], sameRig: boolean): number {
  const isShared = (source: UncertaintyPart['source']): boolean => sameRig && SHARED.has(source);
  const own = [first, second].map((figure, index) => {
    // A figure's uncertainty may be more than the root of its parts' squares: a baseline adds in full
    const shared = sharesOf(figure, isShared);
    return Math.sqrt(Math.max(0, (figure.uncertainty ?? 0) ** 2 - shared ** 2)) / scale[index];
  });
  const shared = sharesOf(first, isShared) / scale[0] - sharesOf(second, isShared) / scale[1];
  return Math.hypot(...own, shared);
}

/**
 * The first figure less the second, with their combined uncertainty.
 * @param sameRig both were measured with one rig, calibration and loads: what these do to both cancels
 */
export function figureDifference(first: Figure, second: Figure, sameRig: boolean): FigureDifference {
  const inDecibels = first.db !== undefined && second.db !== undefined;
  const unit = inDecibels ? 'dB' : first.unit;
  if (first.definitionId !== second.definitionId || first.unit !== second.unit)
    return absent(unit, `other definition: ${second.definitionId}`);
  if (first.value === null || second.value === null || first.uncertainty === null || second.uncertainty === null)
    return absent(unit, '');
  if (isBound(first) || isBound(second)) return absent(unit, 'a bound');
  if (inDecibels && !(first.value > 0 && second.value > 0)) return absent(unit, '');
  const value = inDecibels ? dbFromRatio(first.value / second.value) : first.value - second.value;
  const linear = combined(first, second, inDecibels ? [first.value, second.value] : [1, 1], sameRig);
  const uncertainty = inDecibels ? dbFromRatio(1 + linear) : linear;
  const written = formatWithUncertainty(value, uncertainty, unit);
  return {
    value,
    unit,
    uncertainty,
    isSignificant: Math.abs(value) > uncertainty,
    text: value > 0 && Number.parseFloat(written) !== 0 ? `+${written}` : written,
  };
}
