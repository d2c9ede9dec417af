/** One row of a weighting curve's table: what it shall read and how far from it a network may be; null: no lower limit. */
export interface WeightingRow {
  readonly hz: number;
  readonly db: number;
  readonly upperDb: number;
  readonly lowerDb: number | null;
}

/**
 * A-weighting of IEC 61672-1, table 3, with the limits of class 1, at nominal third-octave frequencies; the values hold at the exact base-ten
 * frequencies 1000 · 10^(n/10).
 */
export const A_WEIGHTING_TABLE: readonly WeightingRow[] = [
  { hz: 10, db: -70.4, upperDb: 3, lowerDb: null },
  { hz: 12.5, db: -63.4, upperDb: 2.5, lowerDb: null },
  { hz: 16, db: -56.7, upperDb: 2, lowerDb: -4 },
  { hz: 20, db: -50.5, upperDb: 2, lowerDb: -2 },
  { hz: 25, db: -44.7, upperDb: 2, lowerDb: -1.5 },
  { hz: 31.5, db: -39.4, upperDb: 1.5, lowerDb: -1.5 },
  { hz: 40, db: -34.6, upperDb: 1, lowerDb: -1 },
  { hz: 50, db: -30.2, upperDb: 1, lowerDb: -1 },
  { hz: 63, db: -26.2, upperDb: 1, lowerDb: -1 },
  { hz: 80, db: -22.5, upperDb: 1, lowerDb: -1 },
  { hz: 100, db: -19.1, upperDb: 1, lowerDb: -1 },
  { hz: 125, db: -16.1, upperDb: 1, lowerDb: -1 },
  { hz: 160, db: -13.4, upperDb: 1, lowerDb: -1 },
  { hz: 200, db: -10.9, upperDb: 1, lowerDb: -1 },
  { hz: 250, db: -8.6, upperDb: 1, lowerDb: -1 },
  { hz: 315, db: -6.6, upperDb: 1, lowerDb: -1 },
  { hz: 400, db: -4.8, upperDb: 1, lowerDb: -1 },
  { hz: 500, db: -3.2, upperDb: 1, lowerDb: -1 },
  { hz: 630, db: -1.9, upperDb: 1, lowerDb: -1 },
  { hz: 800, db: -0.8, upperDb: 1, lowerDb: -1 },
  { hz: 1000, db: 0, upperDb: 0.7, lowerDb: -0.7 },
  { hz: 1250, db: 0.6, upperDb: 1, lowerDb: -1 },
  { hz: 1600, db: 1, upperDb: 1, lowerDb: -1 },
  { hz: 2000, db: 1.2, upperDb: 1, lowerDb: -1 },
  { hz: 2500, db: 1.3, upperDb: 1, lowerDb: -1 },
  { hz: 3150, db: 1.2, upperDb: 1, lowerDb: -1 },
  { hz: 4000, db: 1, upperDb: 1, lowerDb: -1 },
  { hz: 5000, db: 0.5, upperDb: 1.5, lowerDb: -1.5 },
  { hz: 6300, db: -0.1, upperDb: 1.5, lowerDb: -2 },
  { hz: 8000, db: -1.1, upperDb: 1.5, lowerDb: -2.5 },
  { hz: 10000, db: -2.5, upperDb: 2, lowerDb: -3 },
  { hz: 12500, db: -4.3, upperDb: 2, lowerDb: -5 },
  { hz: 16000, db: -6.6, upperDb: 2.5, lowerDb: -16 },
  { hz: 20000, db: -9.3, upperDb: 3, lowerDb: null },
];

/** Weighting of ITU-R BS.468-4, table 1, with its tolerances; at 6.3 kHz there is none: it is the reference. */
export const ITU_468_TABLE: readonly WeightingRow[] = [
  { hz: 31.5, db: -29.9, upperDb: 2, lowerDb: -2 },
  { hz: 63, db: -23.9, upperDb: 1.4, lowerDb: -1.4 },
  { hz: 100, db: -19.8, upperDb: 1, lowerDb: -1 },
  { hz: 200, db: -13.8, upperDb: 0.85, lowerDb: -0.85 },
  { hz: 400, db: -7.8, upperDb: 0.7, lowerDb: -0.7 },
  { hz: 800, db: -1.9, upperDb: 0.55, lowerDb: -0.55 },
  { hz: 1000, db: 0, upperDb: 0.5, lowerDb: -0.5 },
  { hz: 2000, db: 5.6, upperDb: 0.5, lowerDb: -0.5 },
  { hz: 3150, db: 9, upperDb: 0.5, lowerDb: -0.5 },
  { hz: 4000, db: 10.5, upperDb: 0.5, lowerDb: -0.5 },
  { hz: 5000, db: 11.7, upperDb: 0.5, lowerDb: -0.5 },
  { hz: 6300, db: 12.2, upperDb: 0, lowerDb: 0 },
  { hz: 7100, db: 12, upperDb: 0.2, lowerDb: -0.2 },
  { hz: 8000, db: 11.4, upperDb: 0.4, lowerDb: -0.4 },
  { hz: 9000, db: 10.1, upperDb: 0.6, lowerDb: -0.6 },
  { hz: 10000, db: 8.1, upperDb: 0.8, lowerDb: -0.8 },
  { hz: 12500, db: 0, upperDb: 1.2, lowerDb: -1.2 },
  { hz: 14000, db: -5.3, upperDb: 1.4, lowerDb: -1.4 },
  { hz: 16000, db: -11.7, upperDb: 1.6, lowerDb: -1.6 },
  { hz: 20000, db: -22.2, upperDb: 2, lowerDb: -2 },
  { hz: 31500, db: -42.7, upperDb: 2.8, lowerDb: null },
];
