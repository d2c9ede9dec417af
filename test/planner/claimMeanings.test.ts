import { describe, expect, it } from 'vitest';
import type { SpecCard } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import { resolveClaim, type ResolvedClaim } from '../../core/planner/resolveClaim.ts';
import { singleStatements } from '../../core/planner/singleStatements.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { expectClose } from '../expectClose.ts';

/** The first claim of a card in its meaning. */
function meaning(text: string, more: Partial<SpecCard> = {}): ResolvedClaim {
  const card = { ...parseCard(text), ...more };
  return resolveClaim(card.claims[0], card, DEFAULT_RULES);
}
const inDb = (ratio: number | null | undefined): number => 20 * Math.log10(ratio ?? Number.NaN);
const EXACT = { within: 1e-9, unit: 'relative', because: 'conversions of one number' };
const said = ({ assumptions }: ResolvedClaim): string => assumptions.join('\n');

describe('what each quantity means', () => {
  it.each([
    // line, figure, upper limit, decided by
    ['SINAD: 100 dB', 'thd-n', 1e-5, 'thdn'],
    ['THD+N: 0.01 % (20 Hz - 20 kHz)', 'thd-n', 1e-4, 'measurement'],
    ['THD: 0.01 % (20 Hz - 20 kHz)', 'thd', 1e-4, 'measurement'],
    ['THD+N: 0.01 % with 1 V input', 'thd-n', 1e-4, 'measurement'],
    ['IMD (SMPTE): < 0.01 %', 'imd-smpte', 1e-4, 'measurement'],
    ['IMD: < 0.01 % (DIN)', 'imd-din', 1e-4, 'measurement'],
    ['IMD: -80 dB CCIF', 'imd-ccif', 1e-4, 'measurement'],
    ['IMD: < 0.01 % (DIM 30)', 'imd-dim', 1e-4, 'measurement'],
    ['IMD (AES17): < 0.01 %', 'imd-aes-difference', 1e-4, 'measurement'],
    ['IMD: < 0.01 %', 'imd-smpte', 1e-4, 'measurement'],
    ['SNR: 100 dB A-weighted re 2 V', 'noise-a', 2e-5, 'measurement'],
    ['Noise: < 5 uV', 'noise', 5e-6, 'measurement'],
    ['Noise: -100 dBV, ITU-R 468 weighted', 'noise-468', 1e-5, 'measurement'],
    ['Crosstalk: -80 dB at 1 kHz', 'crosstalk', 1e-4, 'measurement'],
    ['Channel separation: 80 dB, 20 Hz - 20 kHz', 'crosstalk-worst', 1e-4, 'measurement'],
    ['Output impedance: < 2 ohms', 'output-impedance', 2, 'output-impedance'],
    ['Damping factor: 100 into 32 ohms', 'output-impedance', 0.32, 'output-impedance'],
    ['Max input level: 4 V', 'thd-n', 0.01, 'measurement'],
  ] as const)('[CLAIM-1] "%s" is %s of at most %f', (line, figureId, upper, decidedBy) => {
    const { rule, decidedBy: by, refused } = meaning(line);
    expect(refused).toBeNull();
    expect(rule).toMatchObject({ figureId, lower: null });
    expectClose((rule?.upper ?? Number.NaN) / upper, 1, EXACT);
    expect(by).toBe(decidedBy);
  });

  it.each([
    ['Output power: 1 W into 32 ohms', 'output-power', 1],
    ['Max output voltage: 40 Vpp', 'max-output', 10 * Math.SQRT2],
    ['Max output level: +20 dBu', 'max-output', Math.sqrt(0.6) * 10],
    ['Max output current: 250 mA into 32 ohms', 'max-output', 8],
    ['Dynamic range: 110 dB', 'dynamic-range-a', 10 ** 5.5],
    ['Dynamic range: 110 dB unweighted', 'dynamic-range-unweighted', 10 ** 5.5],
  ] as const)('[CLAIM-1] "%s" is %s of at least %f', (line, figureId, lower) => {
    const { rule, refused } = meaning(line);
    expect(refused).toBeNull();
    expect(rule).toMatchObject({ figureId, upper: null });
    expectClose((rule?.lower ?? Number.NaN) / lower, 1, EXACT);
  });

  it('[CLAIM-1] a balance is a limit on either side', () => {
    const { rule } = meaning('Channel balance: 0.2 dB');
    expectClose(inDb(rule?.lower), -0.2, { ...EXACT, unit: 'dB' });
    expectClose(inDb(rule?.upper), 0.2, { ...EXACT, unit: 'dB' });
  });

  it('[CLAIM-1] an output impedance with tolerances is a range', () => {
    const card = parseCard('Output impedance: 12 ohms');
    const claim = { ...card.claims[0], tolerance_ohm: [-2, 1] as const };
    expect(resolveClaim(claim, card, DEFAULT_RULES).rule).toMatchObject({ lower: 10, upper: 13 });
  });

  it('[CLAIM-1] a range of tones goes from end to end, as far down and up as makes sense', () => {
    const tones = (line: string): readonly number[] => meaning(line).measurement?.settings.frequenciesHz ?? [];
    const audio = tones('THD+N: 0.01 % (20 Hz - 20 kHz)');
    expect(audio).toHaveLength(16);
    expectClose(audio[0], 20_000, { ...EXACT, unit: 'Hz' });
    expectClose(audio[15], 20, { ...EXACT, unit: 'Hz' });
    for (const line of ['THD: 0.01 % (DC - 100 kHz)', 'THD: 0.01 % (0.1 Hz - 100 kHz)']) {
      expectClose(Math.min(...tones(line)), 10, { ...EXACT, unit: 'Hz' });
      expectClose(Math.max(...tones(line)), 20_000, { ...EXACT, unit: 'Hz' });
    }
  });

  it('[CLAIM-2] an input sensitivity is the gain to the stated output, else to the card’s own', () => {
    expectClose(inDb(meaning('Input sensitivity: 1 V for 3 V out').rule?.lower), 20 * Math.log10(3) - 0.5, {
      ...EXACT,
      unit: 'dB',
    });
    const byCard = meaning('Input sensitivity: 2 V\nOutput power: 2 W into 32 ohms');
    expectClose(inDb(byCard.rule?.upper), 20 * Math.log10(8 / 2) + 0.5, { ...EXACT, unit: 'dB' });
    expect(said(byCard)).toMatch(/2\u00a0V in gives 8\u00a0V out/);
    expect(meaning('Input sensitivity: 2 V').refused?.reasonCode).toBe('unit-missing');
  });

  it('[CLAIM-2] a current without a load proves, and does not disprove', () => {
    expect(meaning('Max output current: 250 mA').rule?.provesNoFailure?.reasonCode).toBe('load-missing');
    expect(meaning('Max output current: 250 mA into 32 ohms').rule?.provesNoFailure).toBeUndefined();
  });

  it('[CLAIM-2] a THD limit of a power is heeded, and said', () => {
    const found = meaning('Output power: 1 W into 32 ohms, THD < 0.1 %');
    expectClose(found.thdnLimitRatio, 0.001, EXACT);
    expect(found.besideThdnRatios).toEqual([]);
    expect(said(found)).toMatch(/THD\+N is read, which is never lower/);
    expect(meaning('Output power: 1 W into 32 ohms').besideThdnRatios).toEqual([0.001, 0.03, 0.05, 0.1]);
  });

  it('[CLAIM-2] a response limit of 0 dB has room, and one from below 2 Hz is judged from there up', () => {
    const { rule } = meaning('Frequency response: 20 Hz - 20 kHz, +0/-0.1 dB');
    expectClose(inDb(rule?.upper), 0.05, { ...EXACT, unit: 'dB' });
    const low = meaning('Frequency response: 0.1 Hz - 100 kHz, -3 dB');
    expect(low.refused).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'baseline-limited' });
    expect(low.bandHz).toEqual([2, 100_000]);
    expect(low.rule?.lower).not.toBeNull();
  });

  it.each([
    ['Jitter: 50 ps', {}, /digital input/],
    ['Noise: > 5 uV', {}, /promises nothing/],
    ['Gain: 8 dB', { kind: 'dac' }, /no analog input/],
    ['Input impedance: 10 kohm', { kind: 'dac' }, /no analog input/],
    ['Output impedance: near 0 ohms', {}, /names no limit/],
    ['Output power: 0 W into 32 ohms', {}, /value of 0 W/],
    ['Output power: 1 W into 0 ohms', {}, /short circuit/],
    ['THD: 0.01 % at 0 V out', {}, /level of 0 V/],
    ['THD: 0 %', {}, /value of 0 %/],
    ['Max output voltage: 0 V', {}, /value of 0 V/],
    ['Frequency response: 20 Hz - 20 kHz', {}, /without a tolerance/],
  ] as const)('[CLAIM-3] "%s" %j cannot be decided, and says why', (line, more, words) => {
    const { refused } = meaning(line, more);
    expect(refused?.verdict).toBe('not-verifiable');
    expect(refused?.text).toMatch(words);
  });

  it.each(['Frequency response: 6 Hz - 48 kHz -3 dB', 'THD: 0.1 %', 'Sensitivity: 100 dB/mW'])(
    '[CLAIM-3] of a headphone, "%s" is left to the person',
    (line) => {
      expect(meaning(line, { kind: 'headphone' }).refused).toMatchObject({
        verdict: 'manual',
        reasonCode: 'not-electrical',
      });
    },
  );
});

describe('how the unit is driven, and where', () => {
  const PORTS: SpecCard['ports'] = [
    { name: 'USB-C', direction: 'input', signal: 'digital' },
    { name: '3.5 mm in', direction: 'input', signal: 'line' },
    { name: '4.4 mm', direction: 'output', signal: 'headphone', wiring: 'balanced' },
    { name: '3.5 mm', direction: 'output', signal: 'headphone', wiring: 'single-ended' },
    { name: 'RCA', direction: 'output', signal: 'line', wiring: 'single-ended' },
  ];
  const GAINS: SpecCard['gains'] = [{ name: 'High' }, { name: 'Low' }, { name: 'Medium' }];

  it.each([
    ['amp', 'THD+N: 0.01 %', 'analogue'],
    ['dac', 'THD+N: 0.01 %', 'digital'],
    ['dac-amp', 'THD+N: 0.01 %', 'digital'],
    ['dac-amp', 'Gain: 8 dB', 'analogue'],
    ['dac-amp', 'THD+N: 0.01 % with 1 V input', 'analogue'],
    ['unknown', 'THD+N: 0.01 % at 0 dBFS', 'digital'],
    ['unknown', 'THD+N: 0.01 %', 'analogue'],
  ] as const)('[CLAIM-4] of kind %s, "%s" is driven %s', (kind, line, drive) => {
    expect(meaning(line, { kind }).drive).toBe(drive);
  });

  it.each([
    ['Output power (balanced): 1 W into 32 ohms', '4.4 mm'],
    ['Output power: 1 W into 32 ohms, single-ended', '3.5 mm'],
    ['Line output level: 2 Vrms', 'RCA'],
    ['Output impedance (unbalanced, headphone): < 2 ohms', '3.5 mm'],
    ['Output power (XLR): 1 W into 32 ohms', 'XLR'],
    ['Output power: 1 W into 32 ohms', '4.4 mm'],
  ])('[CLAIM-4] "%s" is about the output %s', (line, output) => {
    expect(meaning(line, { kind: 'dac-amp', ports: PORTS }).output).toBe(output);
  });

  it('[CLAIM-4] the only output needs no name, and one that nobody lists has the claim’s words', () => {
    expect(meaning('Output power: 1 W into 32 ohms').output).toBeNull();
    expect(meaning('Output power: 1 W into 32 ohms', { ports: PORTS.slice(2, 3) }).output).toBeNull();
    expect(meaning('Output impedance (balanced): < 2 ohms').output).toBe('balanced');
  });

  it.each([
    ['Output power: 1 W into 32 ohms', 'High'],
    ['Noise: < 5 uV', 'Low'],
    ['Noise: < 5 uV, high gain', 'High'],
    ['Output power: 1 W into 32 ohms (medium gain)', 'Medium'],
  ])('[CLAIM-4] "%s" is taken at gain %s', (line, gain) => {
    expect(meaning(line, { gains: GAINS }).gain).toBe(gain);
  });

  it('[CLAIM-5] digital levels are re full scale; without one, 0 dBFS', () => {
    const dac = { kind: 'dac' } as const;
    expectClose(meaning('THD+N: 0.01 % at -20 dBFS', dac).driveLevel ?? Number.NaN, 0.1, EXACT);
    expect(meaning('THD+N: 0.01 %', dac).driveLevel).toBe(1);
    expect(said(meaning('THD+N: 0.01 %', dac))).toMatch(/0 dBFS/);
    expect(meaning('THD+N: 0.01 % at 2 V', dac)).toMatchObject({ driveLevel: null, outputVoltsRms: 2 });
    expect(meaning('SNR: 110 dB', dac).rule).toMatchObject({ figureId: 'snr', upper: null });
    expect(meaning('Jitter: 50 ps', dac).rule).toMatchObject({ figureId: 'jitter', upper: 50e-12 });
  });

  it('[CLAIM-5] full output of an analog unit is what its card states into that load', () => {
    const card = parseCard('THD: 0.01 % at full output into 32 ohms\nOutput power: 2 W into 32 ohms');
    const claim = { ...card.claims[0], level: { value: 'full scale', unit: null } as const, load_ohm: 32 };
    expectClose(resolveClaim(claim, card, DEFAULT_RULES).outputVoltsRms, 8, { ...EXACT, unit: 'V' });
  });
});

describe('claims of several values', () => {
  const parts = (text: string, more: Partial<SpecCard> = {}): unknown[] =>
    singleStatements({ ...parseCard(text), ...more }).claims.map(({ id, value, load_ohm: load, gain }) => [
      id,
      value,
      load,
      gain,
    ]);

  it('[CLAIM-6] are as many claims: gains by setting, volts with their loads, loads by both ends', () => {
    expect(parts('Gain: 0 dB, 9 dB and 18 dB', { gains: [{ name: 'IEMatch', gainDb: 9 }] })).toEqual([
      ['c1.1', 0, undefined, '0 dB'],
      ['c1.2', 9, undefined, 'IEMatch'],
      ['c1.3', 18, undefined, '+18 dB'],
    ]);
    expect(parts('Output Power: Balanced 2V/6.4V max. (12Ω – 600Ω)')).toEqual([
      ['c1.1', 2, 12, undefined],
      ['c1.2', 6.4, 600, undefined],
    ]);
    expect(parts('SNR: 110 dB\nTHD+N: <= 0.005% @ 32-600 ohms')).toEqual([
      ['c1', 110, undefined, undefined],
      ['c2.1', 0.005, 32, undefined],
      ['c2.2', 0.005, 600, undefined],
    ]);
  });

  it('[CLAIM-6] stay as they are where they are single, or lists of another kind', () => {
    for (const text of [
      'Gain: 8 dB\nSNR: 110 dB',
      'Sample rates: 44.1/48/96 kHz\nHeadphone impedance: 16 - 300 ohms',
    ]) {
      const card = parseCard(text);
      expect(singleStatements(card)).toBe(card);
    }
    const once = singleStatements(parseCard('Gain: 0 dB, 9 dB and 18 dB'));
    expect(singleStatements(once)).toBe(once);
  });
});
