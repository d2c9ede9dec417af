/** A value that lies between two limits. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The most an amp gives into one load, at its distortion limit. */
export interface OutputPoint {
  /** Infinity: no load. */
  readonly loadOhms: number;
  /** A high of Infinity: at least the low. */
  readonly voltsRms: Interval;
}

/** Noise at an amp's output without a signal. */
export interface OutputNoise {
  readonly voltsRms: number;
  readonly weighting: 'a' | 'unweighted';
  /** The amp makes this much at most: a published limit, or the measuring rig's own floor. */
  readonly isUpperBound: boolean;
}

/** What of an amp matters to a headphone. Null where it is not known. */
export interface AmpOutput {
  readonly name: string;
  readonly basis: 'measured' | 'published' | 'stated';
  readonly simulated: boolean;
  readonly points: readonly OutputPoint[];
  /** Infinity: none assumed. */
  readonly maxAmperesRms: number | null;
  readonly outputOhms: Interval | null;
  /** Of the highest gain setting; null for an input that has none, or unknown. */
  readonly gainRatio: Interval | null;
  /** Fed with volts, so that gain and source limit it; false for a digital input. */
  readonly isFedByVolts: boolean;
  readonly noise: OutputNoise | null;
  /** What was assumed or left out in reading it, for people. */
  readonly remarks: readonly string[];
}
