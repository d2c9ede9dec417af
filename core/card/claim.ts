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
  readonly tolerance_db?: readonly [number | null, number | null] | null;
  readonly level?: { readonly value: number; readonly unit: 'V' | 'W'; readonly at: 'output' | 'input' | 'reference' };
  readonly bandwidth_hz?: readonly [number | null, number | null];
  readonly weighting?: string;
  readonly per_channel?: boolean;
  readonly condition?: { readonly thd_n_pct_max?: number };
  readonly unit_assumed?: boolean;
}

export type Comparator = '=' | '<' | '<=' | '>' | '>=' | '~';

export type Quantity =
  | 'gain'
  | 'frequency_response'
  | 'output_power'
  | 'max_output_voltage'
  | 'thd_n'
  | 'thd'
  | 'snr'
  | 'noise'
  | 'input_impedance'
  | 'output_impedance'
  | 'load_impedance'
  | 'power_consumption'
  | 'dimensions'
  | 'weight';

/** Quantities no audio interface can decide: read, shown, left to the person. */
export const MANUAL_QUANTITIES: ReadonlySet<Quantity> = new Set([
  'power_consumption',
  'dimensions',
  'weight',
  'load_impedance',
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
}

/** A product's published specification. */
export interface SpecCard {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly maker: string | null;
  readonly product: string | null;
  readonly kind: 'amp' | 'dac' | 'dac-amp' | 'headphone' | 'unknown';
  readonly sources: readonly string[];
  readonly claims: readonly Claim[];
  /** Rows of the specification that could not be read, with the reason. Marketing text is not listed. */
  readonly unread: readonly { readonly text: string; readonly span: SourceSpan; readonly reason: string }[];
  /** About the card as a whole: contradictions, broken text. */
  readonly warnings: readonly string[];
}
