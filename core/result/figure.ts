/** Linear units a figure may have. `ratio` is dimensionless, `FS` is re full scale. */
export type FigureUnit = 'Hz' | 'V' | 'A' | 'W' | 'ohm' | 'H' | 'F' | 's' | 'rad' | 'V/√Hz' | 'ratio' | 'FS';

/** What the decibels of a figure are relative to. */
export type DbReference =
  | 'fundamental'
  | 'total'
  | 'full-scale-sine'
  | '1V'
  | '1kHz'
  | 'input'
  | 'f2'
  | 'driven-channel'
  | 'channel-1'
  | 'max-output';

/** Conditions a figure was taken under; the unit stands in each name. Absent: does not apply. */
export interface FigureConditions {
  readonly frequencyHz?: number;
  readonly bandHz?: readonly [number, number];
  readonly outputVoltsRms?: number;
  readonly inputVoltsRms?: number;
  /** Level at a digital input: 1 is the rms of a full-scale sine. */
  readonly inputFullScaleRms?: number;
  readonly loadOhms?: number | null;
  readonly sampleRateHz?: number;
  readonly channelsDriven?: readonly string[];
  readonly thdnLimitRatio?: number;
  /** The DUT's sockets and gain setting, as its card names them; absent: its only ones, or not named. */
  readonly input?: string;
  readonly output?: string;
  readonly gain?: string;
}

/** One part of an uncertainty: where it comes from and how much, k = 2, in the figure's unit. */
export interface UncertaintyPart {
  readonly source: 'calibration' | 'repeatability' | 'baseline' | 'load-tolerance' | 'method' | 'series-resistor';
  readonly value: number;
}

/**
 * A measured quantity. `value` and `uncertainty` (k = 2) are linear, in `unit`; `value` is null when the figure cannot be
 * had, and then `reasonCode` says why. Never NaN, never a stand-in.
 */
export interface Figure {
  readonly id: string;
  readonly channel: string;
  readonly value: number | null;
  readonly unit: FigureUnit;
  readonly uncertainty: number | null;
  readonly uncertaintyParts: readonly UncertaintyPart[];
  readonly definitionId: string;
  readonly conditions: FigureConditions;
  readonly flags: readonly string[];
  readonly db?: number;
  readonly dbReference?: DbReference;
  /** As a person would write it, rounded to the uncertainty: `8.350 ± 0.004 dB`. */
  readonly text: string;
  readonly reasonCode?: string;
}

/** A curve: x and y of equal length, y with its k = 2 uncertainty where it is known. */
export interface Curve {
  readonly id: 'frequency-response' | 'output-impedance' | 'thdn-vs-level' | 'spectrum' | 'input-impedance';
  readonly channel: string;
  readonly title: string;
  readonly loadOhms: number | null;
  readonly x: readonly number[];
  readonly xUnit: 'Hz' | 'V';
  readonly y: readonly number[];
  readonly yUnit: 'dB' | 'ohm' | 'ratio' | 'V' | 'rad';
  readonly yUncertainty?: readonly number[];
}
