import type { MeasureSettings } from '../settings.ts';

/** What an instrument counts as residual of a tone. */
export type ThdnMethod = NonNullable<MeasureSettings['method']>;
export type ThdnDenominator = NonNullable<MeasureSettings['denominator']>;

export const THDN_METHODS: readonly ThdnMethod[] = ['lobe', 'aes17-notch', 'ap-bandreject', 'octave'];

/** Quality factor of the standard notch after AES17. */
const NOTCH_Q = 2;
/** Constant of the band reject after Audio Precision: −3 dB near 0.725 and 1.38 times the tone. */
const BAND_REJECT = 0.655;

/**
 * Share of the power at `frequencyHz` that a method passes to its residual meter, the tone being at `toneHz`. MEASUREMENTS "THD, THD+N, SINAD".
 * `lobe`: all of it; only the tone's own line is gone, which every method leaves out.
 */
export function methodPower(method: ThdnMethod, frequencyHz: number, toneHz: number): number {
  if (method === 'lobe') return 1;
  if (frequencyHz === 0) return 1;
  const x = frequencyHz / toneHz;
  if (method === 'octave') return x > Math.SQRT1_2 && x < Math.SQRT2 ? 0 : 1;
  const u = (x - 1 / x) ** 2;
  return method === 'aes17-notch' ? u / (u + 1 / NOTCH_Q ** 2) : (u * u) / (u * u + BAND_REJECT ** 4);
}
