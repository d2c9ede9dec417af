/**
 * A claim as a careful engineer reads it. Field names and units follow the published JSON shape of `card parse`
 * (docs/card-format.md): volts, watts, ohms, hertz, dB; `%` stays `%` because makers state it so.
 */
export interface ReadSpec {
  readonly quantity: Quantity;
  readonly comparator: Comparator;
  readonly value: number | readonly number[] | null;
  readonly unit: string | null;
  readonly load_ohm?: number | readonly [number, number];
  readonly freq_hz?: number | readonly [number, number];
  /** `<10 Hz - >100 kHz`: the limits are stated as "beyond". */
  readonly freq_cmp?: readonly ['<' | '>' | null, '<' | '>' | null];
  readonly tolerance_db?: readonly [number | null, number | null] | null;
  readonly tolerance_ohm?: readonly [number, number];
  readonly level?: StatedLevel;
  readonly input_level?: { readonly value: number; readonly unit: 'V' };
  readonly bandwidth_hz?: readonly [number | null, number | null];
  readonly weighting?: string;
  readonly per_channel?: boolean;
  readonly condition?: { readonly thd_n_pct_max?: number; readonly thd_pct_max?: number };
  /** Which socket: `RCA`, `XLR`, `4.4 mm`, `headphone`, `line`. */
  readonly port?: string;
  readonly output?: 'balanced' | 'single-ended' | 'unbalanced';
  /** Gain at which it holds: dB, or the name of the setting. */
  readonly gain?: number | string;
  /** Of intermodulation: `SMPTE`, `CCIF`, `DIM`, `DIN`. */
  readonly method?: string;
  /** Of sample rates: `PCM` or `DSD`. */
  readonly format?: string;
  readonly unit_assumed?: boolean;
  /** The maker's number where `value` had to be converted to another unit, or the one of two that disagree. */
  readonly as_written?: { readonly value: number; readonly unit: string };
  /** The same statement in a linear unit, derived. */
  readonly canonical?: { readonly value: number; readonly unit: string };
}

/** A level a claim holds at. Without `at`, where it stands is not stated; `full scale` has no number. */
export interface StatedLevel {
  readonly value: number | 'full scale';
  readonly unit: 'V' | 'W' | 'dBu' | 'dBV' | 'dBFS' | null;
  readonly at?: 'output' | 'input' | 'reference';
}

/** How the measured figure must stand to the value; `~`: about. */
export type Comparator = '=' | '<' | '<=' | '>' | '>=' | '~';

/** Everything a card's claim can be about. */
export const QUANTITIES = [
  'gain',
  'frequency_response',
  'output_power',
  'max_output_voltage',
  'max_output_current',
  'max_input_level',
  'input_sensitivity',
  'thd_n',
  'thd',
  'imd',
  'sinad',
  'snr',
  'dynamic_range',
  'noise',
  'channel_separation',
  'channel_balance',
  'input_impedance',
  'output_impedance',
  'damping_factor',
  'jitter',
  'sample_rates',
  'load_impedance',
  'nominal_impedance',
  'sensitivity',
  'max_input_power',
  'power_consumption',
  'dimensions',
  'weight',
] as const;

/** What a claim is about. */
export type Quantity = (typeof QUANTITIES)[number];

/** Quantities that no audio interface can decide, or that are not about the unit's audio path: read, shown, left to the person. */
export const MANUAL_QUANTITIES: ReadonlySet<Quantity> = new Set([
  'power_consumption',
  'dimensions',
  'weight',
  'load_impedance',
  'sample_rates',
  'nominal_impedance',
  'sensitivity',
  'max_input_power',
]);

/** Where in the card's text something was read: UTF-16 offsets, end exclusive. */
export interface SourceSpan {
  readonly start: number;
  readonly end: number;
}

/** One testable statement of a card. */
export interface Claim extends ReadSpec {
  /** `c1`, `c2`, ... in the card's order. */
  readonly id: string;
  /** What it is about, as the maker labels it: `Output Power into 20 ohms`. */
  readonly label: string;
  /** The maker's words, mended only where the text was broken (mojibake, no-break spaces): label and value. */
  readonly asWritten: string;
  readonly span: SourceSpan;
  readonly warnings: readonly string[];
  /** Where this number was read, when the card says so line by line. */
  readonly source?: string;
}

/** A socket of a product. */
export interface CardPort {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly signal: 'digital' | 'line' | 'headphone';
  readonly wiring?: 'balanced' | 'single-ended';
}

/** A gain setting of a product; without decibels where no source gives them. */
export interface CardGain {
  readonly name: string;
  readonly gainDb?: number;
}

/** A product's published specification. */
export interface SpecCard {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly maker: string | null;
  readonly product: string | null;
  readonly kind: 'amp' | 'dac' | 'dac-amp' | 'headphone' | 'unknown';
  readonly sources: readonly string[];
  /** Sockets and gain settings, where the card states them. */
  readonly ports?: readonly CardPort[];
  readonly gains?: readonly CardGain[];
  /** What no readable source gives: said, not guessed. */
  readonly missing?: readonly string[];
  readonly claims: readonly Claim[];
  /** Rows of the specification that could not be read, with the reason. Marketing text is not listed. */
  readonly unread: readonly { readonly text: string; readonly span: SourceSpan; readonly reason: string }[];
  /** About the card as a whole: contradictions, broken text. */
  readonly warnings: readonly string[];
}
