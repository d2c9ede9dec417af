import type { Claim, SpecCard } from '../../core/card/claim.ts';

// Part of the made-up verification of exampleVerification.ts: written by hand, nothing was measured.

const claim = (
  id: string,
  label: string,
  value: string,
  read: Omit<Claim, 'id' | 'label' | 'asWritten' | 'span' | 'warnings'>,
  warnings: readonly string[] = [],
): Claim => ({
  id,
  label,
  asWritten: `${label} ${value}`,
  span: { start: 0, end: 10 },
  warnings,
  ...read,
});

export const exampleCard: SpecCard = {
  schemaVersion: 1,
  id: 'pass-labs-hpa-1',
  maker: 'Pass Labs',
  product: 'HPA-1',
  kind: 'amp',
  sources: ['seed document 000_131e80bdece2d91a.txt'],
  claims: [
    claim('c1', 'Gain (dB)', '8 db', { quantity: 'gain', comparator: '=', value: 8, unit: 'dB' }),
    claim(
      'c2',
      'Frequency Response 10hz – 100k',
      '-1 dB',
      {
        quantity: 'frequency_response',
        comparator: '=',
        value: null,
        unit: null,
        freq_hz: [10, 100_000],
        tolerance_db: [-1, null],
      },
      ['the second limit has no Hz: 100 kHz is read'],
    ),
    claim('c3', 'Output Power into 20 ohms', '3500 mW', {
      quantity: 'output_power',
      comparator: '=',
      value: 3.5,
      unit: 'W',
      load_ohm: 20,
    }),
    claim('c4', 'THD + Noise', '< 0.005 at 1V out', {
      quantity: 'thd_n',
      comparator: '<',
      value: 0.005,
      unit: '%',
      level: { value: 1, unit: 'V', at: 'output' },
      unit_assumed: true,
    }),
    claim('c5', 'Out Power into 300 ohms', '200 mW', {
      quantity: 'output_power',
      comparator: '=',
      value: 0.2,
      unit: 'W',
      load_ohm: 300,
    }),
    claim('c6', 'Input Impedance', '50K Ohm', {
      quantity: 'input_impedance',
      comparator: '=',
      value: 50_000,
      unit: 'ohm',
    }),
    claim('c7', 'Output Impedance', '< 2 ohms', {
      quantity: 'output_impedance',
      comparator: '<',
      value: 2,
      unit: 'ohm',
    }),
    claim('c8', 'Power Consumption (Watts)', '23', {
      quantity: 'power_consumption',
      comparator: '=',
      value: 23,
      unit: 'W',
    }),
    claim('c9', 'Unit Dimension (W x D x H) (In.)', '11 x 13.5 x 4', {
      quantity: 'dimensions',
      comparator: '=',
      value: [11, 13.5, 4],
      unit: 'in',
    }),
    claim('c10', 'Unit Weight (LBS)', '14', { quantity: 'weight', comparator: '=', value: 14, unit: 'lb' }),
  ],
  unread: [],
  warnings: [
    'The two power rows cannot both be maxima at one output voltage: 3.5 W into 20 Ω takes 8.37 V, 200 mW into 300 Ω only 7.75 V.',
  ],
};
