import type { Quantity, ReadSpec } from '../claim.ts';

/** What the line reader can name: what a card's claims can be about, and more that makers publish. */
export type LineQuantity =
  | Quantity
  | 'channel_separation'
  | 'channel_balance'
  | 'dynamic_range'
  | 'imd'
  | 'max_input_level'
  | 'max_output_current'
  | 'nominal_impedance'
  | 'sample_rates';

/**
 * One statement of a line, with every condition the reader understood. Wider than a claim: `narrowSpec` says what of it a claim
 * can carry. `quantity` null: the words that say what it is stand elsewhere (a continuation line).
 */
export interface LineSpec extends Omit<ReadSpec, 'quantity' | 'condition'> {
  readonly quantity: LineQuantity | null;
  readonly condition?: { readonly thd_n_pct_max?: number; readonly thd_pct_max?: number };
  readonly output?: 'balanced' | 'single-ended' | 'unbalanced';
  readonly port?: string;
  readonly freq_cmp?: readonly [string | null, string | null];
  readonly tolerance_ohm?: readonly [number, number];
  readonly input_level?: { readonly value: number; readonly unit: 'V' };
  /** Gain at which it holds: dB, or the name of the setting. */
  readonly gain?: number | string;
  readonly method?: string;
  readonly format?: string;
  /** The maker's number where `value` had to be converted to another unit. */
  readonly as_written?: { readonly value: number; readonly unit: string };
  /** The same statement in a linear unit, derived. */
  readonly canonical?: { readonly value: number; readonly unit: string };
}

export interface LineReading {
  readonly specs: readonly LineSpec[];
  readonly warnings: readonly string[];
}
