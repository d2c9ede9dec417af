import { describe, expect, it } from 'vitest';
import { driveOf } from '../../core/calibration/drive.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import type { CardPort } from '../../core/card/claim.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { firstGainBound, predictedMaximum } from '../../core/planner/limits.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { whyUnderFloor, rigFloorOf } from '../../core/planner/rigFloor.ts';
import { resolveClaim } from '../../core/planner/resolveClaim.ts';
import { assertSafe } from '../../core/planner/safety.ts';
import { bareWiring, LOOPBACK, OPEN, setUpKey, wiringKey } from '../../core/planner/wiring.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { expectClose } from '../expectClose.ts';
import { cardOf } from './shippedCards.ts';

const rig = createSimulatedBench('sim:studio-384/mojo-2', { seed: 1 }).rig;
const analogueOnly = (bench: Rig): Rig =>
  Object.fromEntries(Object.entries(bench).filter(([key]) => key !== 'digitalOutput')) as Rig;
const DIGITAL: Wiring = { ...OPEN, drive: 'digital' };
const dac = (text: string, ports: readonly CardPort[] = []) => cardOf(text, { kind: 'dac-amp', ports });
const LINE_IN: CardPort = { name: 'RCA', direction: 'input', signal: 'line' };
const USB: CardPort = { name: 'USB-C', direction: 'input', signal: 'digital' };

describe('what a level of drive means', () => {
  it('[PLAN-11] is volts for the interface, and a share of full scale for a unit that plays itself', () => {
    expect(driveOf(rig, OPEN)).toMatchObject({ unit: 'V', maxRms: rig.output.maxVoltsRms, format: rig.format });
    expect(driveOf(rig, OPEN).timeReference).toEqual(rig.timeReference);
    const digital = driveOf(rig, DIGITAL);
    expect(digital).toMatchObject({ unit: 'FS', fullScaleRms: 1, outputChannels: [1, 2], timeReference: null });
    expect(digital.format).toBe(rig.digitalOutput?.format);
    expectClose(digital.maxRms, 1, { within: 1e-4, unit: 'FS', because: 'dither needs two steps of room' });
    expect(driveOf(rig, LOOPBACK).unit).toBe('V');
  });

  it('[PLAN-11] is never over the share of full scale that the rig allows', () => {
    const quieter: Rig = { ...rig, digitalOutput: { ...rig.digitalOutput!, maxFullScale: 0.5 } };
    expect(driveOf(quieter, DIGITAL).maxRms).toBe(0.5);
  });

  it('[PLAN-11] is an error naming the rig where it names no digital output', () => {
    expect(() => driveOf(analogueOnly(rig), DIGITAL)).toThrow(/names no digitalOutput/);
  });
});

describe('a DAC’s claims', () => {
  it('[PLAN-11] go by its digital input, and those of its analogue input by that', () => {
    const card = dac('Maximum output voltage: 5 V\nGain: 6 dB\nInput impedance: 10 kohm', [LINE_IN, USB]);
    const { steps } = planVerification(card, rig);
    const drives = new Map(steps.flatMap((step) => step.claimIds.map((id) => [id, step.wiring.drive] as const)));
    expect(drives.get('c1')).toBe('digital');
    expect(drives.get('c2')).toBe('analogue');
    expect(drives.get('c3')).toBe('analogue');
  });

  it('[PLAN-11] are refused where the rig names no digital output, with what to do and what to buy', () => {
    const plan = planVerification(dac('Maximum output voltage: 5 V'), analogueOnly(rig));
    expect(plan.claims[0].refused).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'input-limited' });
    expect(plan.claims[0].refused?.text).toMatch(/digitalOutput/);
    expect(plan.steps).toEqual([]);
    expect(plan.toBuy).toMatchObject([{ what: 'cable' }]);
  });

  it('[PLAN-11] about the output alone go by the analogue input where nothing can play to the digital one', () => {
    const card = dac('Maximum output voltage: 5 V\nTHD+N: < 0.01 % at 0 dBFS', [LINE_IN, USB]);
    const { claims, steps } = planVerification(card, analogueOnly(rig));
    expect(claims[0].refused).toBeNull();
    expect(claims[0].assumptions.join(' ')).toMatch(/through the RCA input instead/);
    expect(claims[1].refused, 'dBFS are of a digital input').toMatchObject({ reasonCode: 'input-limited' });
    expect(steps.every(({ wiring }) => wiring.drive === 'analogue')).toBe(true);
  });

  it('[PLAN-12] of a balanced output are refused on inputs that would ground a leg', () => {
    const card = dac('Output power into 32 ohms: 1 W', [
      { name: '4.4 mm', direction: 'output', signal: 'headphone', wiring: 'balanced' },
    ]);
    const unbalanced: Rig = { ...rig, input: { ...rig.input, balanced: false } };
    expect(planVerification(card, unbalanced).claims[0].refused).toMatchObject({ reasonCode: 'output-limited' });
    expect(planVerification(card, unbalanced).claims[0].refused?.text).toMatch(/ground one leg/);
    const plan = planVerification(card, rig);
    expect(plan.claims[0].refused).toBeNull();
    expect(plan.steps.at(-1)?.wiring.output, 'named, though the card lists no other').toBe('4.4 mm');
  });
});

describe('before the first digital tone', () => {
  it('[PLAN-13] full scale is taken for the card’s own maximum and 6 dB more, and that is said', () => {
    const bound = firstGainBound(cardOf('Output power into 300 ohms: 300 mW\nMax output voltage: 5 V'), rig, DIGITAL);
    // √(0.3 W · 300 Ω) = 9.49 V is the higher of the two
    expectClose(bound.ratio, Math.sqrt(90) * 10 ** 0.3, { within: 1e-9, unit: 'V', because: 'arithmetic' });
    expect(bound.by).toMatch(/card's own maximum, 9\.487/);
  });

  it('[PLAN-13] or for the person’s limit where the card states none', () => {
    const bound = firstGainBound(cardOf('SNR: 110 dB'), rig, DIGITAL);
    expect(bound.ratio).toBe(rig.limits.outputVoltsRms);
    expect(bound.by).toMatch(/limit set for this rig/);
    expect(predictedMaximum(cardOf('SNR: 110 dB'), rig, DIGITAL)).toBeLessThanOrEqual(rig.limits.outputVoltsRms);
  });

  it('[PLAN-8] a take over full scale or over a limit is stopped, naming FS', () => {
    const codeOf = (level: number, bound: number): string | null => {
      try {
        assertSafe(rig, DIGITAL, level, bound, 'power.level-1');
        return null;
      } catch (error) {
        if (!(error instanceof AmpbenchError)) throw error;
        return `${error.code} ${error.message}`;
      }
    };
    expect(codeOf(1, 5)).toBeNull();
    expect(codeOf(1.1, 5)).toMatch(/drive-over-limit.*digitalOutput\.maxFullScale/);
    expect(codeOf(1, 1000)).toMatch(/output-over-limit/);
  });
});

describe('the names of wirings', () => {
  it.each([
    [OPEN, 'open'],
    [LOOPBACK, 'loopback'],
    [{ ...OPEN, loadOhms: 20 }, 'load-20'],
    [{ ...OPEN, seriesOhms: 10_000 }, 'series-10000'],
    [DIGITAL, 'digital-open'],
    [{ ...DIGITAL, output: '4.4 mm', gain: 'High', loadOhms: 32 }, 'digital-from-4.4-mm-gain-high-load-32'],
    [{ ...OPEN, input: 'XLR', gain: '−6 dB' }, 'to-xlr-gain-minus-6-db-open'],
    [{ ...OPEN, gain: '+6 dB' }, 'gain-plus-6-db-open'],
    [{ ...OPEN, output: '耳机' }, 'from-8033-673a-open'],
  ])('[PLAN-14] %j is %s', (wiring, key) => {
    expect(wiringKey(wiring)).toBe(key);
  });

  it('[PLAN-14] tell set-ups apart, and a bare wiring has nothing but its set-up', () => {
    expect(setUpKey(OPEN)).toBe('');
    expect(setUpKey({ ...OPEN, gain: 'low' })).not.toBe(setUpKey({ ...OPEN, gain: 'high' }));
    expect(bareWiring({ ...DIGITAL, gain: 'low' })).toEqual({ ...DIGITAL, gain: 'low' });
  });
});

describe('the rig’s floor', () => {
  const floor = { thdnRatio: 1e-4, noiseVoltsRms: 10e-6 };
  const refusalOf = (line: string) => {
    const card = cardOf(line);
    return whyUnderFloor(resolveClaim(card.claims[0], card, DEFAULT_RULES), floor, DEFAULT_RULES);
  };

  it('[PLAN-15] a limit under it is refused before measuring, one over it is not', () => {
    expect(refusalOf('THD+N: < 0.005 % at 1 V')).toMatchObject({ reasonCode: 'baseline-limited' });
    expect(refusalOf('THD+N: < 0.05 % at 1 V')).toBeNull();
    expect(refusalOf('Noise: < 5 uV')).toMatchObject({ reasonCode: 'baseline-limited' });
    expect(refusalOf('Noise: < 50 uV')).toBeNull();
  });

  it('[PLAN-15] says nothing of another band or another quantity', () => {
    expect(refusalOf('THD+N: < 0.005 % at 1 V, 80 kHz bandwidth')).toBeNull();
    expect(refusalOf('Output impedance: < 2 ohms')).toBeNull();
  });

  it('[PLAN-15] is part of a plan where it is given: the claim is measured all the same', () => {
    const plan = planVerification(cardOf('THD+N: < 0.005 % at 1 V into 300 ohms'), rig, DEFAULT_RULES, floor);
    expect(plan.claims[0].refused?.reasonCode).toBe('baseline-limited');
    expect(plan.claims[0].stepIds).not.toEqual([]);
  });

  it('[PLAN-15] is the worst channel’s, at the level of the capture', () => {
    const figure = (id: string, value: number, inputVoltsRms?: number) => ({
      id,
      value,
      channel: 'left',
      unit: 'ratio' as const,
      uncertainty: 0,
      uncertaintyParts: [],
      definitionId: '',
      flags: ['baseline'],
      text: '',
      conditions: inputVoltsRms === undefined ? {} : { inputVoltsRms },
    });
    const step = { ...planVerification(cardOf('Gain: 8 dB'), rig).steps[0] };
    const figures = [
      figure('thd-n', 1e-3, 0.1),
      figure('thd-n', 1e-5, 1),
      figure('thd-n', 2e-5, 1),
      figure('noise', 3e-6),
    ];
    expect(rigFloorOf([{ step, figures }])).toEqual({ thdnRatio: 2e-5, noiseVoltsRms: 3e-6 });
    expect(rigFloorOf([])).toBeNull();
  });
});
