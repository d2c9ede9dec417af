import type { Claim } from '../../core/card/claim.ts';
import type { Figure } from '../../core/result/figure.ts';
import type { ClaimVerdict, VerdictWord } from '../../core/result/verification.ts';
import { exampleCard } from './exampleCard.ts';
import { GAIN_L, INPUT, OUTPUT, POWER_20, POWER_300, RESPONSE, THDN, nbsp } from './exampleFigures.ts';

// Part of the made-up verification of exampleVerification.ts: written by hand, nothing was measured.

const verdict = (
  source: Claim,
  rule: string | null,
  measured: Figure | null,
  word: VerdictWord,
  reasonCode: ClaimVerdict['reasonCode'],
  text: string,
  assumptions: readonly string[] = [],
  margin: number | null = null,
): ClaimVerdict => ({
  id: source.id,
  asWritten: source.asWritten,
  label: source.label,
  quantity: source.quantity,
  rule,
  measured,
  verdict: word,
  reasonCode,
  margin,
  text,
  assumptions,
});

const NO_LOAD = 'Load not stated: measured without a load.';
const VOLUME = 'Volume setting not stated: fully clockwise.';
const THD_LIMIT = 'THD limit not stated: THD+N ≤ 1 %, 20 Hz – 20 kHz, both channels driven.';
const manualText = 'Not an electrical figure of the output: read off the unit by hand.';

export const exampleClaims: readonly ClaimVerdict[] = [
  verdict(
    exampleCard.claims[0],
    nbsp('8 ± 0.5 dB'),
    GAIN_L,
    'pass',
    'within',
    'The gain lies inside the limit with its whole uncertainty.',
    [NO_LOAD, VOLUME, 'No tolerance stated: ±0.5 dB.'],
    0.15,
  ),
  verdict(
    exampleCard.claims[1],
    'worst point ≥ −1 dB re 1 kHz, 10 Hz – 100 kHz',
    RESPONSE,
    'pass',
    'within',
    'The lowest point of the whole band stays above −1 dB.',
    [NO_LOAD, VOLUME, 'A bare −1 dB is a lower limit over the whole band.'],
    0.89,
  ),
  verdict(
    exampleCard.claims[2],
    'at least 3.5 W into 20 Ω with THD+N ≤ 1 %',
    POWER_20,
    'fail',
    'exceeds',
    'THD+N reaches 1 % at 2.86 W: less than the 3.5 W published, by more than the uncertainty.',
    [THD_LIMIT, VOLUME],
    -0.64,
  ),
  verdict(
    exampleCard.claims[3],
    '< 0.005 % at 1 V out',
    THDN,
    'inconclusive',
    'guard-band',
    'The figure and the limit are closer together than the uncertainty: neither pass nor fail can be said.',
    [
      'Unit not stated: % (as a bare ratio it would be 0.5 %).',
      'Load not stated: 20 Ω, the lowest on the card.',
      'Frequency and band not stated: 997 Hz, 20 Hz – 20 kHz.',
      VOLUME,
    ],
    -1e-6,
  ),
  verdict(
    exampleCard.claims[4],
    'at least 200 mW into 300 Ω with THD+N ≤ 1 %',
    POWER_300,
    'pass',
    'within',
    'More than the published power is reached before THD+N comes to 1 %.',
    [THD_LIMIT, VOLUME],
    0.12,
  ),
  verdict(
    exampleCard.claims[5],
    '50 kΩ ± 20 % at 1 kHz',
    INPUT,
    'pass',
    'within',
    'The input impedance lies inside the tolerance, 8 % under the published value.',
    ['No tolerance stated: ±20 % of |Z| at 1 kHz.'],
    6000,
  ),
  verdict(
    exampleCard.claims[6],
    '< 2 Ω',
    OUTPUT,
    'pass',
    'within',
    'The output impedance lies under the limit with its whole uncertainty.',
    ['Frequency not stated: 1 kHz.', VOLUME],
    0.65,
  ),
  ...exampleCard.claims.slice(7).map((source) => verdict(source, null, null, 'manual', 'not-electrical', manualText)),
];
