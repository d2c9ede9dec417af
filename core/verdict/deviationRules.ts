/**
 * What a claim is taken to mean where its maker did not say: one file, printed with every verdict it decides.
 * Sources: MEASUREMENTS "Uncertainty and verdict"; common practice of reviewers where no standard rules.
 */
export interface DeviationRules {
  /** A gain stated with `=` and no tolerance: ± this many dB. */
  readonly gainToleranceDb: number;
  /** An input impedance stated with `=` and no tolerance: ± this share, of |Z| at 1 kHz. */
  readonly inputImpedanceTolerance: number;
  /** An output impedance stated with `=`: at most this many times the figure (lower is better). */
  readonly outputImpedanceFactor: number;
  /** Output power or volts without a distortion limit: THD+N at most this ratio. */
  readonly thdnLimitRatio: number;
  /** Test frequency of a claim that states none, Hz (997: AES17's, no divisor of the usual rates). */
  readonly frequencyHz: number;
  /** Residual band of a claim that states none, Hz. */
  readonly bandHz: readonly [number, number];
  /** Output level of a THD+N claim that states none, volts rms. */
  readonly outputVoltsRms: number;
  /** Load of a THD+N claim that states none and whose card states no load at all, ohms. */
  readonly loadOhms: number;
}

export const DEFAULT_RULES: DeviationRules = {
  gainToleranceDb: 0.5,
  inputImpedanceTolerance: 0.2,
  outputImpedanceFactor: 1.2,
  thdnLimitRatio: 0.01,
  frequencyHz: 997,
  bandHz: [20, 20000],
  outputVoltsRms: 1,
  loadOhms: 32,
};
