import { describe, expect, it } from 'vitest';
import type { SpecCard } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import { ampFromCard } from '../../core/headphone/ampFromCard.ts';
import { ampFromVerification } from '../../core/headphone/ampFromVerification.ts';
import { headphoneFromCard } from '../../core/headphone/headphoneFromCard.ts';
import { withStated } from '../../core/headphone/statedAmp.ts';
import type { Figure } from '../../core/result/figure.ts';
import type { Verification } from '../../core/result/verification.ts';
import { expectClose } from '../expectClose.ts';
import { exampleVerification } from '../report/exampleVerification.ts';

const EXACT = { within: 1e-12, unit: 'V', because: 'closed form in f64' } as const;

const card = (...lines: readonly string[]) =>
  parseCard(
    `maker: M\nproduct: P\nkind: amp\nclaims:\n${lines.map((line) => `  - ${JSON.stringify(line)}\n`).join('')}`,
  );

describe('a published amp', () => {
  it('[PAIR-4] puts sqrt(P·R) volts into each load that is named, and its volts without load at none', () => {
    const { points } = ampFromCard(card('Output power: 2 W into 32 ohms', 'Maximum output voltage: 9 V'));
    expect(points.map(({ loadOhms }) => loadOhms)).toEqual([32, Infinity]);
    expectClose(points[0].voltsRms.high, 8, EXACT);
    expect(points[1].voltsRms).toEqual({ low: 9, high: 9 });
  });

  it('[PAIR-4] does not use a power without a load, and says so', () => {
    const { points, remarks } = ampFromCard(card('Output power: 250 mW'));
    expect(points).toEqual([]);
    expect(remarks).toContainEqual(expect.stringContaining('Not used'));
  });

  it('[PAIR-4] counts for the single-ended socket unless the other is asked for', () => {
    const both = card('Output power: 2 W into 32 ohms balanced', 'Output power: 0.5 W into 32 ohms single-ended');
    expectClose(ampFromCard(both).points[0].voltsRms.low, 4, EXACT);
    expectClose(ampFromCard(both, true).points[0].voltsRms.low, 8, EXACT);
    expect(ampFromCard(card('Output power: 2 W into 32 ohms balanced')).remarks).toContainEqual(
      expect.stringContaining('a balanced cable is assumed'),
    );
  });

  it('[PAIR-5] has the highest of its gains', () => {
    expectClose(ampFromCard(card('Gain: 0 dB, 6 dB, 12 dB and 20 dB')).gainRatio!.high, 10, {
      ...EXACT,
      unit: 'ratio',
    });
  });

  it('[PAIR-5] is fed by volts unless its card lists sockets without an analog input', () => {
    const amp = card('Gain: 6 dB');
    const jack = { name: 'jack', direction: 'output', signal: 'headphone' } as const;
    const usb = { name: 'USB-C', direction: 'input', signal: 'digital' } as const;
    const line = { name: 'RCA', direction: 'input', signal: 'line' } as const;
    const isFed = (ports: SpecCard['ports']): boolean =>
      ampFromCard(ports === undefined ? amp : { ...amp, ports }).isFedByVolts;
    expect([isFed(undefined), isFed([jack]), isFed([jack, usb]), isFed([jack, usb, line])]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(ampFromCard({ ...amp, kind: 'dac-amp' }).isFedByVolts).toBe(false);
  });

  it('[PAIR-9] has noise from volts, or from a signal-to-noise ratio with its level', () => {
    expect(ampFromCard(card('Noise: < 2 uV A-weighted')).noise).toEqual({
      voltsRms: 2e-6,
      weighting: 'a',
      isUpperBound: true,
    });
    expectClose(ampFromCard(card('SNR: 120 dB re 2 V')).noise!.voltsRms, 2e-6, EXACT);
    expect(ampFromCard(card('SNR: 120 dB')).noise).toBeNull();
  });

  it('[PAIR-4] whose card contradicts itself is told', () => {
    const { remarks } = ampFromCard(card('Output power: 3500 mW into 20 ohms', 'Output power: 200 mW into 300 ohms'));
    expect(remarks).toContainEqual(expect.stringContaining('fewer volts into a higher load'));
  });
});

describe('a measured amp', () => {
  const figure = (id: string, value: number | null, more: Partial<Figure> = {}): Figure => ({
    id,
    channel: 'left',
    value,
    unit: 'V',
    uncertainty: 0.1,
    uncertaintyParts: [],
    definitionId: id,
    conditions: {},
    flags: [],
    text: '',
    ...more,
  });
  const [{ step }] = exampleVerification.steps;
  const measured = (...figures: readonly Figure[]): Verification => ({
    ...exampleVerification,
    steps: [
      { step: { ...step, kind: 'max-output' }, figures, integrity: [] },
      { step: { ...step, kind: 'baseline' }, figures: [figure('noise-a', 1)], integrity: [] },
    ],
  });

  it('[PAIR-4] has the weaker channel into each load, with its uncertainty', () => {
    const loadOhms = 32;
    const amp = ampFromVerification(
      measured(
        figure('max-output', 4, { conditions: { loadOhms, thdnLimitRatio: 0.01 } }),
        figure('max-output', 3, { channel: 'right', conditions: { loadOhms, thdnLimitRatio: 0.01 } }),
        figure('max-output', 6, { conditions: { loadOhms, thdnLimitRatio: 0.1 } }),
        figure('max-output', 2, { conditions: { loadOhms, thdnLimitRatio: 0.001 } }),
      ),
    );
    expect(amp.points).toEqual([{ loadOhms: 32, voltsRms: { low: 2.9, high: 3.1 } }]);
    expect(amp).toMatchObject({ basis: 'measured', simulated: true });
  });

  it('[PAIR-4] of which the bench found only that it gives at least so much has no upper limit', () => {
    const found = figure('max-output', 4, { conditions: { loadOhms: null }, flags: ['lower-bound'] });
    expect(ampFromVerification(measured(found)).points).toEqual([
      { loadOhms: Infinity, voltsRms: { low: 3.9, high: Infinity } },
    ]);
  });

  it('[PAIR-6] has the output impedance that is known best, of the worse channel', () => {
    const impedance = (value: number, loadOhms: number, uncertainty: number, channel = 'left'): Figure =>
      figure('output-impedance', value, { unit: 'ohm', uncertainty, channel, conditions: { loadOhms } });
    const { outputOhms } = ampFromVerification(
      measured(impedance(1, 20, 0.25), impedance(2, 20, 0.25, 'right'), impedance(5, 300, 3)),
    );
    expect(outputOhms).toEqual({ low: 1.75, high: 2.25 });
  });

  it('[PAIR-9] has A-weighted noise of the louder channel, never the noise of the rig itself', () => {
    const { noise } = ampFromVerification(
      measured(
        figure('noise', 9e-6),
        figure('noise-a', 4e-6),
        figure('noise-a', 5e-6, { flags: ['baseline-limited'], channel: 'right' }),
      ),
    );
    expect(noise).toEqual({ voltsRms: 5e-6, weighting: 'a', isUpperBound: true });
    expect(ampFromVerification(measured()).noise).toBeNull();
  });

  it('[PAIR-10] lacks what could not be measured', () => {
    expect(ampFromVerification(measured(figure('max-output', null), figure('gain', null)))).toMatchObject({
      points: [],
      gainRatio: null,
      outputOhms: null,
    });
  });
});

describe('a stated amp', () => {
  it('[PAIR-4] has no current limit where none is stated', () => {
    expect(withStated({ maxVoltsRms: 1 })).toMatchObject({
      basis: 'stated',
      maxAmperesRms: Infinity,
      points: [{ loadOhms: Infinity, voltsRms: { low: 1, high: 1 } }],
    });
  });

  it.each([
    [{ maxVoltsRms: 0 }, /maxVoltsRms is 0 but must be from/],
    [{ maxVoltsRms: 1e300 }, /maxVoltsRms is 1e\+300/],
    [{ maxAmperesRms: Number.NaN }, /maxAmperesRms is NaN/],
    [{ outputOhms: -1 }, /outputOhms is -1/],
    [{ noiseVoltsRms: Infinity }, /noiseVoltsRms is Infinity/],
    [{ gainDb: 1e9 }, /gainDb is 1000000000/],
  ])('[PAIR-10] with %o is refused by name, value and rule', (stated, message) => {
    expect(() => withStated(stated)).toThrow(message);
  });

  it('[PAIR-4] goes before what a card says, and a remark tells', () => {
    const known = ampFromCard(card('Output power: 2 W into 32 ohms', 'Output impedance: 5 ohms'));
    const amp = withStated({ outputOhms: 100 }, known);
    expect(amp.outputOhms).toEqual({ low: 100, high: 100 });
    expect(amp.points).toEqual(known.points);
    expect(amp.remarks.at(-1)).toContain('What you stated');
    expect(withStated({}, known)).toEqual(known);
  });
});

describe('a headphone from its card', () => {
  const headphone = (...lines: readonly string[]) => headphoneFromCard({ ...card(...lines), kind: 'headphone' });

  it('[PAIR-3] keeps the reference of its sensitivity', () => {
    const { sensitivity } = headphone('Nominal impedance: 250 ohms', 'Sensitivity: 96 dB/mW');
    expect(sensitivity).toHaveLength(1);
    expectClose(sensitivity[0].dbPerVolt, 96 + 10 * Math.log10(4), { ...EXACT, unit: 'dB' });
  });

  it('[PAIR-3] has both readings where the card gives no reference', () => {
    expect(headphone('Nominal impedance: 250 ohms', 'Sensitivity: 96 dB').sensitivity).toHaveLength(2);
  });

  it('[PAIR-3] has none where the card has none, or no impedance', () => {
    expect(headphone('Nominal impedance: 26 ohms')).toMatchObject({ nominalOhms: 26, sensitivity: [] });
    expect(headphone('Sensitivity: 96 dB/mW')).toMatchObject({ nominalOhms: null, sensitivity: [] });
  });
});
