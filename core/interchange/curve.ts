/** What the values of a curve are. A `spectrum` has levels of what was there, not of a path: no phase. */
export type CurveQuantity = 'response' | 'impedance' | 'spectrum';

/** Unit of a curve's values: `ohm` for an impedance, otherwise decibels re what the file names; `dB` where it names nothing. */
export type CurveUnit = 'dB' | 'dBV' | 'dBu' | 'dBFS' | 'dB SPL' | 'ohm';

/** A curve against frequency as it is exchanged with other programs: FRD, ZMA, REW text, CSV. */
export interface Curve {
  readonly quantity: CurveQuantity;
  readonly unit: CurveUnit;
  /** For people; empty where there is none. */
  readonly title: string;
  /** Strictly ascending, over 0. */
  readonly frequenciesHz: readonly number[];
  /** In `unit`, finite; impedances are magnitudes, at least 0. */
  readonly values: readonly number[];
  /** One for each value; null where phase is not known. */
  readonly phasesRadians: readonly number[] | null;
}

/** A curve that was read, and what of its file was read otherwise than it stands or left out: sentences, each with its line. */
export interface ReadCurve {
  readonly curve: Curve;
  readonly remarks: readonly string[];
}
