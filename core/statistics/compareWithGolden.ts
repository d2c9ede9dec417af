import type { UncertaintyPart } from '../result/figure.ts';

/** A figure of one unit, with what its uncertainty is made of. */
export interface Reading {
  readonly value: number;
  /** k = 2. */
  readonly uncertainty: number;
  readonly uncertaintyParts: readonly UncertaintyPart[];
}

export interface GoldenComparison {
  /** Today's reading less the golden one, in the figure's unit. */
  readonly difference: number;
  /** Of the difference, k = 2. */
  readonly uncertainty: number;
  /** The difference over its uncertainty (ISO 13528:2015, 9.7); null where the uncertainty is zero. */
  readonly en: number | null;
  readonly agrees: boolean;
}

/** What one bench does to every reading alike, so that it drops out of a difference. */
const SHARED_BY_BENCH: ReadonlySet<UncertaintyPart['source']> = new Set([
  'calibration',
  'load-tolerance',
  'series-resistor',
  'baseline',
]);

/**
 * A golden unit measured again against its kept reading: they agree where |En| <= 1.
 * @param isSameBench both were taken on the same rig with the same calibration, whose own errors then drop out of the difference
 */
export function compareWithGolden(golden: Reading, reading: Reading, isSameBench: boolean): GoldenComparison {
  const own = ({ uncertainty, uncertaintyParts }: Reading): number => {
    if (!isSameBench || uncertaintyParts.length === 0) return uncertainty;
    return Math.hypot(
      ...uncertaintyParts.filter(({ source }) => !SHARED_BY_BENCH.has(source)).map(({ value }) => value),
    );
  };
  const difference = reading.value - golden.value;
  const uncertainty = Math.hypot(own(golden), own(reading));
  return {
    difference,
    uncertainty,
    en: uncertainty === 0 ? null : difference / uncertainty,
    agrees: Math.abs(difference) <= uncertainty,
  };
}
