import { describe, expect, it } from 'vitest';
import type { LineSpec } from '../../../core/card/line/lineSpec.ts';
import { parseSpecLine } from '../../../core/card/line/parseSpecLine.ts';

const ELECTRICAL = new Set([
  'gain',
  'frequency_response',
  'output_power',
  'max_output_voltage',
  'thd_n',
  'thd',
  'snr',
  'noise',
  'input_impedance',
  'output_impedance',
]);

const electrical = (line: string): string[] =>
  parseSpecLine(line)
    .specs.map((spec) => spec.quantity ?? '')
    .filter((quantity) => ELECTRICAL.has(quantity));

const one = (line: string): LineSpec => {
  const { specs } = parseSpecLine(line);
  expect(specs, line).toHaveLength(1);
  return specs[0];
};

describe('what is no audio claim', () => {
  it.each([
    'Power Consumption (Watts) 23',
    'Power consumption: 15 W max',
    'Idle power 30W',
    'Standby power: < 0.5 W',
    'Leistungsaufnahme 20 W',
    'Power: 23 W',
    'Power supply: 24 V 1 A',
    'Unit Dimension (W x D x H) (In.) 11 x 13.5 x 4',
    'Dimensions (WxDxH): 280 x 340 x 100 mm',
    'Size: 10" x 3" x 8"',
    'Unit Weight (LBS) 14',
    'Weight: 2.3 kg (5.1 lb)',
    'Shipping weight 20 lbs',
    'price: 3500',
    'Price: $3500',
    'shipping: 100',
    'Input Sensitivity: 1.6 V for full output',
    'Damping factor > 200',
    'Slew rate: 50 V/us',
    'Headphone out: 4.4 mm balanced, 6.35 mm',
    'Headphone impedance: 16 - 600 ohm',
    'date_of_review: 2020-06-30',
    'HPA-1',
    'updated_at: 1692904101',
  ])('reads nothing electrical from "%s"', (line) => {
    expect(electrical(line)).toEqual([]);
  });
});

describe('what is never guessed', () => {
  it.each([
    'Gain 8',
    'Output power 3500',
    'Output power 3500 MW into 20 ohms',
    'Weight 14',
    'Dimensions 11 x 13 x 4',
    'SNR 114',
    'THD is unchanged when the capture is scaled by 0.1',
    'Input impedance of the model from 2019',
    'Input impedance 50 zorks',
    'THD',
  ])('reads no value from "%s" and says why', (line) => {
    const { specs, warnings } = parseSpecLine(line);
    expect(specs).toEqual([]);
    expect(warnings.length).toBeGreaterThan(0);
  });

  it('names a number that it had no use for', () => {
    const { warnings } = parseSpecLine('Frequency response 10 Hz - 100 kHz -1 dB / -3 dB at 200 kHz');
    expect(warnings).toContain('not read: "200 kHz"');
    expect(warnings).toContain('not read: "-3 dB"');
  });

  it('drops a band that runs backwards', () => {
    expect(parseSpecLine('Frequency response 100 kHz - 10 Hz, -1 dB').specs).toEqual([]);
  });

  it('says that a line is too long instead of reading it', () => {
    expect(parseSpecLine(`Gain 8 dB ${'x'.repeat(3000)}`)).toEqual({
      specs: [],
      warnings: ['the line is 3010 characters long, more than 2000: not read'],
    });
  });
});

describe('ways of writing', () => {
  it.each([
    ['Output impedance: 2 Ω', 2],
    ['Output impedance 2 ohms', 2],
    ['OUTPUT IMPEDANCE: 2 OHM', 2],
    ['Output impedance 2Ω', 2],
    ['Output\u00a0impedance\u00a02\u202fΩ', 2],
    ['Output impedance: 2 Ω', 2],
    ['Ｏｕｔｐｕｔ impedance： ２Ω', 2],
    ['**Output impedance:** `2 Ω`', 2],
    ['Output impedance \\_ 2 ohms', 2],
    ['Output impedance: 2 Î©', 2],
    ['Output impedance: 2 &Omega;', 2],
    ['Output impedance: 2R', 2],
    ['Ausgangsimpedanz: 0,5 Ohm', 0.5],
    ['Output impedance: 100 mΩ', 0.1],
    ['Output impedance - 2 ohms', 2],
    ['| Output impedance | 2 ohms |', 2],
  ])('"%s" is an output impedance of %d Ω', (line, ohms) => {
    expect(one(line)).toMatchObject({ quantity: 'output_impedance', value: ohms, unit: 'ohm' });
  });

  it.each([
    ['less than 0.01 %', '<'],
    ['< 0.01 %', '<'],
    ['≤ 0.01 %', '<='],
    ['better than 0.01 %', '<'],
    ['0.01 % max', '<='],
    ['0.01 % or less', '<='],
    ['typically 0.01 %', '~'],
    ['0.01 %', '='],
  ])('THD+N "%s" compares by %s', (text, comparator) => {
    expect(one(`THD+N: ${text}`)).toMatchObject({ quantity: 'thd_n', comparator, value: 0.01, unit: '%' });
  });

  it.each([
    ['SNR better than 110 dB', '>'],
    ['SNR exceeds 110 dB', '>'],
    ['SNR at least 110 dB', '>='],
    ['SNR: 110 dB or more', '>='],
  ])('"%s" compares by %s', (line, comparator) => {
    expect(one(line)).toMatchObject({ quantity: 'snr', comparator, value: 110 });
  });

  it('reads conditions in any order', () => {
    const conditions = ['1 kHz', '32 Ω', '2 Vrms', '20 kHz bandwidth'];
    const expected = { ...one(`THD+N 0.001 % (${conditions.join(', ')})`) };
    expect(expected).toMatchObject({
      freq_hz: 1000,
      load_ohm: 32,
      level: { value: 2, unit: 'V' },
      bandwidth_hz: [null, 20_000],
    });
    for (let turn = 1; turn < conditions.length; turn++) {
      const turned = [...conditions.slice(turn), ...conditions.slice(0, turn)];
      expect(one(`THD+N 0.001 % (${turned.join(', ')})`)).toEqual(expected);
      expect(one(`THD+N 0.001 % (${turned.toReversed().join(' / ')})`)).toEqual(expected);
    }
  });

  it('gives each power its own load, whichever comes first', () => {
    const expected = [
      [3, 16],
      [0.25, 300],
    ];
    for (const line of [
      'Output power: 3 W into 16 ohms, 250 mW into 300 ohms',
      'Output power into 16 ohms 3 W, into 300 ohms 250 mW',
      'Max. output power: 3000mW @16Ω/ 250mW @300Ω',
      '3W (16 Ω); 250 mW (300 Ω)',
    ]) {
      expect(
        parseSpecLine(line).specs.map((spec) => [spec.value, spec.load_ohm]),
        line,
      ).toEqual(expected);
    }
  });

  it('takes the sockets of two inputs apart', () => {
    expect(parseSpecLine('Input impedance: 10kΩ (RCA), 20 kΩ (XLR)').specs).toMatchObject([
      { value: 10_000, port: 'RCA' },
      { value: 20_000, port: 'XLR' },
    ]);
  });

  it('reads the value with the label given apart as with the label in the line', () => {
    const apart = parseSpecLine('< 0.005 at 1V out', { label: 'THD + Noise' });
    expect(apart).toEqual(parseSpecLine('THD + Noise < 0.005 at 1V out'));
  });

  it.each([
    ['Ausgangsleistung: 4.000 mW an 32 Ohm', 4],
    ['Ausgangsleistung: 1,5 W an 32 Ohm', 1.5],
    ['Output power 3,500 mW into 32 ohm', 3.5],
    ['Output power 0,5 W into 32 ohm', 0.5],
    ['Output power 1.250 W into 32 ohm', 1.25],
    ['Output power .5 W into 32 ohm', 0.5],
  ])('reads the number style of "%s" as %d W', (line, watts) => {
    expect(one(line)).toMatchObject({ quantity: 'output_power', value: watts, load_ohm: 32 });
  });
});
