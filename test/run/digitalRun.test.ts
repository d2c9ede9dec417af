import { describe, expect, it } from 'vitest';
import { driveOf } from '../../core/calibration/drive.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import type { Claim } from '../../core/card/claim.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import type { ClaimVerdict } from '../../core/result/verification.ts';
import { expectClose } from '../expectClose.ts';
import { cardOf } from '../planner/shippedCards.ts';
import { driveRun, finished } from './driveRun.ts';

const BENCH = 'sim:studio-384/line-dac';
/** At 48 kHz, for the time it takes. */
const rig: Rig = { ...createSimulatedBench(BENCH, { seed: 1 }).rig, sampleRateHz: 48_000 };
const card = cardOf(
  [
    'Maximum output voltage: 2.0 V at 1 % THD+N',
    'Maximum output voltage: 2.3 V at 1 % THD+N',
    'Frequency response: 20 Hz - 20 kHz, +/-0.5 dB',
    'Output impedance: < 200 ohms',
    'Output power into 600 ohms: 12 mW at 1 % THD+N',
  ].join('\n'),
  { kind: 'dac' },
);

describe('a DAC that plays itself, on a clock of its own', () => {
  const run = driveRun(card, BENCH, { rig });
  const verification = finished(run);
  const verdictOf = (quantity: Claim['quantity'], value?: number): ClaimVerdict =>
    verification.claims.find(
      (claim, index) => claim.quantity === quantity && (value === undefined || card.claims[index].value === value),
    )!;

  it('[PLAN-11] plays every take through the DUT but the loopback’s, which the interface plays', () => {
    for (const { take, wiring } of run.takes)
      expect(driveOf(rig, take.wiring).kind, take.id).toBe(wiring.path === 'loopback' ? 'analogue' : 'digital');
  });

  it('[PLAN-13] begins at −60 dBFS and says what the volts rest on until they are measured', () => {
    const [first, second] = run.takes.filter(({ take }) => take.stepId === 'gain-digital');
    expect(first.take.description).toMatch(/at −60\.0 dBFS \(by the card's own maximum, 2\.683.V, and 6 dB more\)/);
    expect(second.take.description).not.toMatch(/by the card/);
    expectClose(second.take.predictedOutputVoltsRms, 2.05e-3 * 1.995 * 1.122, {
      within: 0.05e-3,
      unit: 'V',
      because: '6 dB over the first level of 2.05 V full scale, with 1 dB of headroom until two levels agree',
    });
  });

  it('[PLAN-11] what it gives at 0 dBFS is its own maximum: definite, whether it passes or fails', () => {
    const reached = verdictOf('max_output_voltage', 2);
    expect(reached).toMatchObject({ verdict: 'pass', reasonCode: 'within' });
    expect(reached.measured?.flags).toContain('full-scale');
    expectClose(reached.measured?.value ?? 0, 2.05 * 10 ** (-0.04 / 20), {
      within: 0.005,
      unit: 'V',
      because: 'the worse channel of the model, ±0.1 % of calibration',
    });
    expect(verdictOf('max_output_voltage', 2.3)).toMatchObject({ verdict: 'fail', reasonCode: 'exceeds' });
  });

  it('[PLAN-11] its impedance and response come out as they are', () => {
    expect(verdictOf('frequency_response')).toMatchObject({ verdict: 'pass' });
    const impedance = verdictOf('output_impedance').measured;
    expectClose(impedance?.value ?? 0, 100, {
      within: impedance?.uncertainty ?? 0,
      unit: 'ohm',
      because: 'the model’s own, within the stated uncertainty',
    });
  });

  it('[PLAN-17] a power that its volts without load cannot make is a fail, its search is left out, and that is said', () => {
    // 12 mW into 600 Ω are 2.68 V
    const power = verdictOf('output_power');
    expect(power).toMatchObject({ verdict: 'fail', reasonCode: 'exceeds' });
    expect(power.measured?.flags).toContain('from-unloaded');
    const dropped = verification.planChanges?.find(({ action }) => action === 'dropped');
    expect(dropped?.reason).toMatch(/a load only takes volts away/);
    expect(run.takes.some(({ take }) => take.stepId === dropped?.stepId)).toBe(false);
    expect(run.notes).toContain(dropped?.reason);
  });

  it('[PLAN-11] the clock in the record is the player’s', () => {
    expectClose(verification.clock?.ppm ?? 0, 31, {
      within: 1,
      unit: 'ppm',
      because: 'the model is 31 ppm fast and wanders by 0.8 ppm',
    });
    expect(verification.warnings).toEqual([]);
  });
});
