import type { Claim } from '../card/claim.ts';
import type { Curve, Figure } from '../result/figure.ts';
import type { Verification } from '../result/verification.ts';
import { dbvFromVoltsRms } from '../units/decibel.ts';
import { oneTwoFive, roundLinearRange, type Axis } from './axis.ts';
import type { PointMark, Trace } from './chart.ts';
import { claimWords } from './sentences.ts';

/** Widths of the A4 sheet's text, pixels: a full one and one of two side by side. */
export const WIDE_PIXELS = 698;
export const HALF_PIXELS = 337;

/** Display scale of a curve: linear SI in the record, dB, % and dBV on paper. */
export interface Display {
  readonly title: string;
  show(value: number): number;
}

export const PERCENT: Display = { title: 'THD+N (%)', show: (ratio) => ratio * 100 };
export const DBV: Display = { title: 'Level (dBV)', show: dbvFromVoltsRms };
export const KILOHMS: Display = { title: '|Z| (kΩ)', show: (ohms) => ohms / 1000 };

export const asIs = (title: string): Display => ({ title, show: (value) => value });

export function traceOf(curve: Curve, label: string, style: number, display: Display): Trace {
  const y = curve.y.map((value) => display.show(value));
  if (curve.yUncertainty === undefined) return { label, style, x: curve.x, y };
  const uncertainty = curve.yUncertainty;
  return {
    label,
    style,
    x: curve.x,
    y,
    band: {
      low: curve.y.map((value, index) => display.show(value - uncertainty[index])),
      high: curve.y.map((value, index) => display.show(value + uncertainty[index])),
    },
  };
}

/** Least and greatest of the finite values that `keep` lets through; null when there is none. */
export function extent(
  values: readonly number[],
  keep: (value: number) => boolean = () => true,
): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || !keep(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : null;
}

export const positive = (value: number): boolean => value > 0;

export function logAxis(values: readonly number[], title: string): Axis | null {
  const range = extent(values, positive);
  if (range === null) return null;
  const from = oneTwoFive(range[0], -1);
  const to = oneTwoFive(range[1], 1);
  return { scale: 'log', from, to: to > from ? to : from * 10, title };
}

export function linearAxis(from: number, to: number, title: string, parts = 5): Axis {
  const [low, high] = roundLinearRange(from, to, parts);
  return { scale: 'linear', from: low, to: high, title };
}

export const claimsOf = (verification: Verification, quantity: Claim['quantity']): readonly Claim[] =>
  verification.card.claims.filter((claim) => claim.quantity === quantity);

/** The maker may use more words than a chart has room for. */
const MOST_LETTERS = 28;

/** Label of a published limit: the maker's words, cut where they are long. */
export function published(claim: Claim): string {
  const { value } = claimWords(claim);
  return `published ${value.length > MOST_LETTERS ? `${value.slice(0, MOST_LETTERS - 1).trimEnd()}…` : value}`;
}

/** Judged figures of one quantity as points, labelled with their own text. */
export function marksOf(
  verification: Verification,
  quantity: Claim['quantity'],
  place: (figure: Figure) => readonly [number, number] | null,
): PointMark[] {
  return verification.claims.flatMap(({ quantity: judged, measured }) => {
    if (judged !== quantity || measured === null || measured.value === null) return [];
    const at = place(measured);
    return at === null ? [] : [{ x: at[0], y: at[1], label: `${measured.text}, ${measured.channel}` }];
  });
}
