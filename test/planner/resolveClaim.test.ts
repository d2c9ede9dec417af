import { describe, expect, it } from 'vitest';
import type { Claim, ReadSpec, SpecCard } from '../../core/card/claim.ts';
import { resolveClaim, type ResolvedClaim } from '../../core/planner/resolveClaim.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { expectClose } from '../expectClose.ts';

const claimOf = (spec: ReadSpec, id = 'c1'): Claim => ({
  id,
  label: 'line',
  asWritten: 'line',
  span: { start: 0, end: 4 },
  warnings: [],
  ...spec,
});

/** The claim on a card that states loads by other claims, and whatever else is given. */
const resolve = (
  spec: ReadSpec,
  cardLoadsOhms: readonly number[] = [],
  more: Partial<SpecCard> = {},
): ResolvedClaim => {
  const claim = claimOf(spec);
  const others = cardLoadsOhms.map((load_ohm, index) =>
    claimOf({ quantity: 'load_impedance', comparator: '=', value: load_ohm, unit: 'ohm', load_ohm }, `c${index + 2}`),
  );
  return resolveClaim(claim, { ...cardOf([claim, ...others]), ...more }, DEFAULT_RULES);
};

const cardOf = (claims: readonly Claim[]): SpecCard => ({
  schemaVersion: 1,
  id: 'test',
  maker: null,
  product: null,
  kind: 'unknown',
  sources: [],
  claims,
  unread: [],
  warnings: [],
});
const inDb = (ratio: number | null | undefined): number => 20 * Math.log10(ratio ?? NaN);
const exact = (unit: string): { within: number; unit: string; because: string } => ({
  within: 1e-9,
  unit,
  because: 'only a conversion to a ratio lies between',
});

describe('a gain', () => {
  it('[GAIN-2] stated with "=" holds within ±0.5 dB, and says that this was assumed', () => {
    const { rule, assumptions } = resolve({ quantity: 'gain', comparator: '=', value: 8, unit: 'dB' });
    expect(rule?.figureId).toBe('gain');
    expectClose(inDb(rule?.lower), 7.5, exact('dB'));
    expectClose(inDb(rule?.upper), 8.5, exact('dB'));
    expect(assumptions.join()).toContain('±0.5 dB');
  });

  it('[GAIN-2] stated as a limit is one, on that side only', () => {
    const { rule } = resolve({ quantity: 'gain', comparator: '>=', value: 8, unit: 'dB' });
    expectClose(inDb(rule?.lower), 8, exact('dB'));
    expect(rule?.upper).toBeNull();
  });
});

describe('distortion', () => {
  it.each([
    ['%', 0.005, 5e-5],
    ['dB', -100, 1e-5],
    ['dB', 100, 1e-5],
  ])('[THDN-9] in %s is an upper limit as a ratio', (unit, value, ratio) => {
    const { rule } = resolve({ quantity: 'thd_n', comparator: '<', value, unit });
    expect(rule).toMatchObject({ figureId: 'thd-n', lower: null });
    expectClose(rule!.upper! / ratio, 1, exact('1'));
  });

  it('[THDN-9] without a load takes the lowest of the card, else 32 Ω, and says so', () => {
    const line: ReadSpec = { quantity: 'thd_n', comparator: '<', value: 0.005, unit: '%' };
    expect(resolve(line, [20, 300]).loadOhms).toBe(20);
    expect(resolve(line, [20, 300]).assumptions.join()).toContain('the lowest load the card states');
    expect(resolve(line).loadOhms).toBe(32);
    expect(resolve({ ...line, load_ohm: 300 }, [20]).loadOhms).toBe(300);
  });

  it('[THDN-9] at a power means the volts that make it in the load', () => {
    const { outputVoltsRms } = resolve({
      quantity: 'thd_n',
      comparator: '<',
      value: 0.01,
      unit: '%',
      load_ohm: 32,
      level: { value: 0.5, unit: 'W', at: 'output' },
    });
    expectClose(outputVoltsRms, 4, exact('V'));
  });

  it('[THDN-9] keeps the stated band, level and frequency and assumes none of them', () => {
    const found = resolve({
      quantity: 'thd_n',
      comparator: '<=',
      value: 0.01,
      unit: '%',
      load_ohm: 33,
      freq_hz: 1000,
      bandwidth_hz: [22, 80_000],
      level: { value: 2, unit: 'V', at: 'output' },
    });
    expect(found).toMatchObject({
      frequencyHz: 1000,
      bandHz: [22, 80_000],
      outputVoltsRms: 2,
      loadOhms: 33,
      assumptions: [],
    });
  });

  it('[THDN-9] in an unknown unit is not verifiable', () => {
    const { refused } = resolve({ quantity: 'thd_n', comparator: '<', value: 5, unit: 'mV' });
    expect(refused).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'unit-missing' });
  });
});

describe('a frequency response', () => {
  const line: ReadSpec = {
    quantity: 'frequency_response',
    comparator: '=',
    value: null,
    unit: null,
    freq_hz: [10, 100_000],
  };

  it('[FR-7] with a bare −1 dB is a lower limit over the whole band', () => {
    const { rule, bandHz, assumptions } = resolve({ ...line, tolerance_db: [-1, null] });
    expect(rule).toMatchObject({ figureId: 'response-deviation', upper: null });
    expectClose(inDb(rule?.lower), -1, exact('dB'));
    expect(bandHz).toEqual([10, 100_000]);
    expect(assumptions.join()).toContain('lower limit over the whole band');
  });

  it('[FR-7] with ±0.1 dB is a limit on both sides', () => {
    const { rule } = resolve({ ...line, tolerance_db: [-0.1, 0.1] });
    expectClose(inDb(rule?.lower), -0.1, exact('dB'));
    expectClose(inDb(rule?.upper), 0.1, exact('dB'));
  });

  it('[FR-7] without a tolerance cannot be decided', () => {
    expect(resolve(line).refused?.reasonCode).toBe('no-tolerance-stated');
    expect(resolve({ ...line, freq_hz: 1000 }).refused?.reasonCode).toBe('unit-missing');
  });
});

describe('power and volts', () => {
  it('[MAX-7] with "=" mean at least, with 1 % of THD+N where none is stated', () => {
    const { rule, thdnLimitRatio, assumptions } = resolve({
      quantity: 'output_power',
      comparator: '=',
      value: 3.5,
      unit: 'W',
      load_ohm: 20,
    });
    expect(rule).toMatchObject({ figureId: 'output-power', lower: 3.5, upper: null });
    expect(thdnLimitRatio).toBe(0.01);
    expect(assumptions.join()).toContain('at least');
  });

  it('[MAX-7] keep the stated distortion limit', () => {
    const found = resolve({
      quantity: 'max_output_voltage',
      comparator: '=',
      value: 10,
      unit: 'V',
      condition: { thd_n_pct_max: 0.1 },
    });
    expectClose(found.thdnLimitRatio, 0.001, exact('1'));
    expect(found.rule).toMatchObject({ figureId: 'max-output', lower: 10 });
    expect(found.loadOhms).toBeNull();
  });

  it('[MAX-7] as a power without a load cannot be decided', () => {
    const { refused } = resolve({ quantity: 'output_power', comparator: '=', value: 1, unit: 'W' });
    expect(refused).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'load-missing' });
  });
});

describe('impedances', () => {
  it('[ZIN-3] an input impedance with "=" holds within ±20 % of |Z| at 1 kHz', () => {
    const { rule, frequencyHz } = resolve({ quantity: 'input_impedance', comparator: '=', value: 50_000, unit: 'ohm' });
    expect(frequencyHz).toBe(1000);
    expectClose(rule!.lower!, 40_000, exact('Ω'));
    expectClose(rule!.upper!, 60_000, exact('Ω'));
  });

  it('[ZOUT-6] an output impedance with "=" means at most 1.2 times it; a limit is taken as it is', () => {
    const stated = resolve({ quantity: 'output_impedance', comparator: '=', value: 2, unit: 'ohm' }).rule;
    expect(stated?.lower).toBeNull();
    expectClose(stated!.upper!, 2.4, exact('Ω'));
    expect(resolve({ quantity: 'output_impedance', comparator: '<', value: 2, unit: 'ohm' }).rule).toMatchObject({
      lower: null,
      upper: 2,
    });
  });
});

describe('noise', () => {
  it('[NOISE-6] as SNR is the noise that far under the reference', () => {
    const { rule } = resolve({
      quantity: 'snr',
      comparator: '>',
      value: 110,
      unit: 'dB',
      level: { value: 2, unit: 'V', at: 'reference' },
      weighting: 'A',
    });
    expect(rule?.figureId).toBe('noise-a');
    expectClose(inDb(rule!.upper! / 2), -110, exact('dB'));
  });

  it('[NOISE-6] without a reference level takes 1 V and says so', () => {
    const { rule, assumptions } = resolve({ quantity: 'snr', comparator: '=', value: 100, unit: 'dB' });
    expectClose(inDb(rule?.upper), -100, exact('dB'));
    expect(assumptions.join()).toContain('1 V');
  });

  it('[NOISE-6] under a weighting that nobody knows is not verifiable', () => {
    const { refused } = resolve({ quantity: 'noise', comparator: '<', value: 1e-6, unit: 'V', weighting: 'pink' });
    expect(refused).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'not-run' });
  });

  it.each([
    ['A', 'noise-a'],
    ['A-weighted', 'noise-a'],
    ['ITU-R 468', 'noise-468'],
    ['CCIR', 'noise-468'],
    ['CCIR-RMS', 'noise-ccir-rms'],
    ['unweighted', 'noise'],
  ])('[NOISE-6] weighted %s is the figure %s', (weighting, figureId) => {
    const { rule } = resolve({ quantity: 'noise', comparator: '<', value: 1e-6, unit: 'V', weighting });
    expect(rule?.figureId).toBe(figureId);
  });

  it.each([
    ['dBV', -100, 1e-5],
    ['dBu', 20 * Math.log10(1e-5 / Math.sqrt(0.6)), 1e-5],
  ])('[NOISE-6] in %s is volts', (unit, value, volts) => {
    const { rule } = resolve({ quantity: 'noise', comparator: '<', value, unit, weighting: 'A' });
    expectClose(rule!.upper! / volts, 1, exact('1'));
  });
});

describe('what no interface can decide', () => {
  it.each(['power_consumption', 'dimensions', 'weight', 'load_impedance'] as const)(
    '%s is left to the person',
    (quantity) => {
      const { refused, rule } = resolve({ quantity, comparator: '=', value: 1, unit: null });
      expect(rule).toBeNull();
      expect(refused).toMatchObject({ verdict: 'manual', reasonCode: 'not-electrical' });
    },
  );
});
