import { describe, expect, it } from 'vitest';
import { pairHeadphone } from '../../core/headphone/pairHeadphone.ts';
import type { PairingTarget } from '../../core/headphone/pairing.ts';
import { expectClose } from '../expectClose.ts';
import { amp, HEADPHONE, point } from './exampleAmps.ts';

const ROUNDING = { within: 1e-9, unit: 'dB', because: 'closed form in f64' } as const;

const target = (splDb: number, more: Partial<PairingTarget> = {}): PairingTarget => ({
  splDb,
  as: 'peak',
  crestFactorDb: 15,
  sourceVoltsRms: 2,
  allowDangerousLevel: false,
  ...more,
});

/** 100 dB SPL at the headphone's 50 ohms. */
const ONE_VOLT = amp({ points: [point(50, 1)] });

describe('the verdict', () => {
  it.each([
    [97, 'enough'],
    [97.01, 'enough-without-headroom'],
    [100, 'enough-without-headroom'],
    [100.01, 'not-enough'],
  ])('[PAIR-7] for %d dB SPL of an amp that reaches 100 is %s', (splDb, verdict) => {
    expect(pairHeadphone(ONE_VOLT, HEADPHONE, target(splDb)).verdict).toBe(verdict);
  });

  it('[PAIR-7] cannot be said where what is known spans the target, or is nothing', () => {
    const between = amp({ points: [point(16, 0.5), point(300, 5)] });
    expect(pairHeadphone(between, HEADPHONE, target(100)).verdict).toBe('cannot-be-said');
    expect(pairHeadphone(amp({}), HEADPHONE, target(100)).verdict).toBe('cannot-be-said');
    expect(pairHeadphone(ONE_VOLT, { ...HEADPHONE, sensitivity: [] }, target(100)).verdict).toBe('cannot-be-said');
    expect(pairHeadphone(ONE_VOLT, { ...HEADPHONE, nominalOhms: null }, target(100)).verdict).toBe('cannot-be-said');
  });

  it('[PAIR-7] is enough or not enough only where every reading of the sensitivity says so', () => {
    const doubtful = {
      ...HEADPHONE,
      sensitivity: [...HEADPHONE.sensitivity, { dbPerVolt: 113, text: 'or 113 dB SPL at 1 V' }],
    };
    expect(pairHeadphone(ONE_VOLT, doubtful, target(97)).verdict).toBe('enough');
    expect(pairHeadphone(ONE_VOLT, doubtful, target(105)).verdict).toBe('cannot-be-said');
    expect(pairHeadphone(ONE_VOLT, doubtful, target(114)).verdict).toBe('not-enough');
  });

  it('[PAIR-2] of an average counts its peaks', () => {
    const { verdict, target: wanted } = pairHeadphone(ONE_VOLT, HEADPHONE, target(90, { as: 'average' }));
    expect(verdict).toBe('not-enough');
    expectClose(wanted.peakSplDb, 90 + 15 - 10 * Math.log10(2), ROUNDING);
  });
});

describe('the numbers', () => {
  it.each([
    ['voltage', amp({ points: [point(Infinity, 1)], maxAmperesRms: 1 }), 100],
    ['current', amp({ points: [point(Infinity, 10)], maxAmperesRms: 0.01 }), 100 - 20 * Math.log10(2)],
    ['power', amp({ points: [point(50, 2), point(300, 10)] }), 100 + 20 * Math.log10(2)],
    [
      'gain-and-source',
      amp({ points: [point(50, 10)], isFedByVolts: true, gainRatio: { low: 1.5, high: 1.5 } }),
      100 + 20 * Math.log10(3),
    ],
  ])('[PAIR-5] say when %s bites first, and the level it leaves', (limit, device, splDb) => {
    const { output, readings } = pairHeadphone(device, HEADPHONE, target(95));
    expect(output?.limitedBy).toBe(limit);
    expectClose(readings[0].reachableSplDb.high!, splDb, ROUNDING);
  });

  it('[PAIR-1] count the least impedance for the current, where it is below the nominal one', () => {
    const limited = amp({ points: [point(Infinity, 10)], maxAmperesRms: 0.02 });
    const impedance = { minOhms: 25, maxOhms: 90, peakHz: null, minIsNominal: false, source: 'a lab' };
    expect(pairHeadphone(limited, HEADPHONE, target(90)).output?.highVoltsRms).toBe(1);
    expect(pairHeadphone(limited, { ...HEADPHONE, impedance }, target(90)).output?.highVoltsRms).toBe(0.5);
  });

  it('[PAIR-5] hold the gain needed from the source, output impedance included', () => {
    const { readings } = pairHeadphone({ ...ONE_VOLT, outputOhms: { low: 50, high: 50 } }, HEADPHONE, target(100));
    expectClose(readings[0].neededGainDb, 0, ROUNDING);
  });

  it('[PAIR-6] hold level lost, damping factor and response change with its uncertainty', () => {
    const clear = {
      ...HEADPHONE,
      nominalOhms: 55,
      impedance: { minOhms: 59.2, maxOhms: 320, peakHz: 51, minIsNominal: false, source: 'a lab' },
    };
    const { sourceImpedance } = pairHeadphone({ ...ONE_VOLT, outputOhms: { low: 9, high: 11 } }, clear, target(90));
    expectClose(sourceImpedance!.dampingFactor!, 5.5, { within: 1e-12, unit: '', because: 'closed form in f64' });
    expectClose(sourceImpedance!.levelLossDb!, 20 * Math.log10(65 / 55), ROUNDING);
    expectClose(sourceImpedance!.responseChange!.db, 1.088, {
      within: 0.001,
      unit: 'dB',
      because: 'the required accuracy of the published example',
    });
    expectClose(sourceImpedance!.responseChange!.uncertaintyDb, (20 / Math.LN10) * (1 / 69.2 - 1 / 330), {
      within: 1e-5,
      unit: 'dB',
      because: 'the slope at 10 ohms; over ±1 ohm the third derivative adds 2/3 · 4.34 · 69^-3 = 9e-6 dB',
    });
  });

  it('[PAIR-9] hold the noise at the ear of the most sensitive reading', () => {
    const noisy = { ...ONE_VOLT, noise: { voltsRms: 1e-5, weighting: 'a', isUpperBound: true } } as const;
    expectClose(pairHeadphone(noisy, HEADPHONE, target(90)).noise!.splDb, 0, ROUNDING);
  });
});

describe('what may hurt', () => {
  it('[PAIR-8] is said from 110 dB SPL on, of the target and of what the pair can do', () => {
    const loud = amp({ points: [point(50, 10)] });
    expect(pairHeadphone(ONE_VOLT, HEADPHONE, target(100)).warnings).toEqual([]);
    expect(pairHeadphone(loud, HEADPHONE, target(100)).warnings).toEqual([
      expect.stringContaining('as loud as 123.0 dB SPL'),
    ]);
    expect(pairHeadphone(loud, HEADPHONE, target(110.5)).warnings).toHaveLength(2);
  });

  it('[PAIR-8] is refused over 120 dB SPL of peaks, unless asked for', () => {
    expect(() => pairHeadphone(ONE_VOLT, HEADPHONE, target(121))).toThrow(/level-dangerous|must not be over 120/);
    expect(() => pairHeadphone(ONE_VOLT, HEADPHONE, target(110, { as: 'average' }))).toThrow(/122\.0 dB SPL/);
    expect(pairHeadphone(ONE_VOLT, HEADPHONE, target(121, { allowDangerousLevel: true })).verdict).toBe('not-enough');
  });
});

describe('hostile input', () => {
  it.each([
    [{ splDb: Number.NaN }, /splDb is NaN but must be from 0 to 200/],
    [{ splDb: 1e9 }, /splDb is 1000000000/],
    [{ crestFactorDb: -1 }, /crestFactorDb is -1/],
    [{ sourceVoltsRms: 0 }, /sourceVoltsRms is 0/],
    [{ sourceVoltsRms: Infinity }, /sourceVoltsRms is Infinity/],
  ])('[PAIR-10] %o is told by name, value and rule', (wrong, message) => {
    expect(() => pairHeadphone(ONE_VOLT, HEADPHONE, target(90, wrong))).toThrow(message);
  });

  it('[PAIR-10] an amp without output gives no level and no number that is none', () => {
    const dead = amp({ points: [point(50, 0)], noise: { voltsRms: 0, weighting: 'a', isUpperBound: false } });
    const text = JSON.stringify(pairHeadphone(dead, HEADPHONE, target(90)));
    expect(JSON.parse(text)).toMatchObject({
      verdict: 'not-enough',
      noise: null,
      readings: [{ reachableSplDb: { low: null, high: null } }],
    });
  });
});
