/** What a maker's sensitivity is given for. Without it the number says nothing: 300 Ω makes 5.2 dB of difference. */
export type SensitivityReference = 'volt' | 'milliwatt';

/** One way to read a published sensitivity. */
export interface SensitivityReading {
  /** dB SPL at 1 V rms. */
  readonly dbPerVolt: number;
  /** Where it comes from, for people: `97 dB SPL at 1 V, as published`. */
  readonly text: string;
}

/** What is known of a headphone's impedance against frequency. */
export interface ImpedanceExtremes {
  readonly minOhms: number;
  readonly maxOhms: number;
  readonly peakHz: number | null;
  /** The least impedance was not published: the nominal one stands for it. */
  readonly minIsNominal: boolean;
  readonly source: string;
}

/** A headphone as far as its sources go; null where none says. */
export interface Headphone {
  readonly name: string;
  readonly nominalOhms: number | null;
  /** As published first; a second one where the reference of the first is in doubt. Empty: not published. */
  readonly sensitivity: readonly SensitivityReading[];
  readonly impedance: ImpedanceExtremes | null;
  readonly sources: readonly string[];
}
