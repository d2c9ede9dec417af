import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../core/planner/plan.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { createBenchContext, setUpOf, type RunContext } from '../../core/run/context.ts';
import { replan } from '../../core/run/replan.ts';
import type { Figure } from '../../core/result/figure.ts';
import { makeFigure } from '../../core/result/makeFigure.ts';
import type { StepRecord } from '../../core/result/verification.ts';
import { createRandom } from '../../core/signal/random.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { expectClose } from '../expectClose.ts';
import { cardOf } from '../planner/shippedCards.ts';

const { rig } = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });

/** A plan of an output without load (at 1 % THD+N, stated) and of a power into 20 Ω. */
function planned(power: string): { context: RunContext; open: PlanStep; loaded: PlanStep; gain: PlanStep } {
  const card = cardOf(`Maximum output voltage: 9 V at 1 % THD+N\n${power}`);
  const plan = planVerification(card, rig);
  const context = { ...createBenchContext(rig, createRandom(1)), card, plan, rules: DEFAULT_RULES, planChanges: [] };
  const stepOf = (kind: PlanStep['kind'], loadOhms: number | null): PlanStep =>
    plan.steps.find((step) => step.kind === kind && step.wiring.loadOhms === loadOhms)!;
  return { context, open: stepOf('max-output', null), loaded: stepOf('max-output', 20), gain: stepOf('gain', null) };
}

const maximum = (voltsRms: number, flags: readonly string[] = []): Figure[] =>
  rig.channels.map(({ name }) =>
    makeFigure({
      id: 'max-output',
      channel: name,
      value: voltsRms,
      unit: 'V',
      parts: [{ source: 'calibration', value: 0.02 }],
      definitionId: 'max-output.thdn-limit',
      conditions: {},
      flags,
    }),
  );
const record = (step: PlanStep, figures: readonly Figure[] = []): StepRecord => ({ step, figures, integrity: [] });

describe('a search under load after the one without', () => {
  const power = 'Output power into 20 ohms: 3500 mW at 1 % THD+N';

  it('[PLAN-17] is dropped where the unit does not reach the volts without any load, and the figure is bounded', () => {
    const { context, open, loaded } = planned(power);
    // 3.5 W into 20 Ω are 8.37 V
    const outcome = replan(context, record(open, maximum(8)), loaded)!;
    expect(outcome.step).toBeNull();
    expect(outcome.change).toMatchObject({ stepId: loaded.id, action: 'dropped' });
    expect(outcome.change.reason).toMatch(/8\.00 ± 0\.02.V.*8\.36/);
    const watts = outcome.figures.find(({ id }) => id === 'output-power')!;
    // Of 20 Ω and the cable's 0.02 Ω
    expectClose(watts.value!, 64 / 20.02, { within: 1e-9, unit: 'W', because: 'arithmetic' });
    expect(watts.flags).toContain('upper-bound');
    expect(watts.text).toMatch(/^≤/);
  });

  it.each([
    ['enough volts', maximum(8.5)],
    ['a maximum that is only a bound of the bench', maximum(8, ['lower-bound', 'input-limited'])],
    ['a maximum within its uncertainty of what is needed', maximum(8.36)],
    ['one channel only', maximum(8).slice(1)],
  ])('[PLAN-17] is run after %s', (_, figures) => {
    const { context, open, loaded } = planned(power);
    expect(replan(context, record(open, figures), loaded)).toBeNull();
  });

  it('[PLAN-17] is run where its distortion limit is looser, or not stated, so that other limits are shown too', () => {
    for (const other of ['Output power into 20 ohms: 3500 mW at 10 % THD+N', 'Output power into 20 ohms: 3500 mW']) {
      const { context, open, loaded } = planned(other);
      expect(replan(context, record(open, maximum(8)), loaded), other).toBeNull();
    }
  });

  it('[PLAN-17] is run after a damaged capture', () => {
    const { context, open, loaded } = planned(power);
    const damage = {
      code: 'clipped',
      channel: 'left',
      atSeconds: 0,
      count: 1,
      damaging: true,
      text: 'cut off',
    } as const;
    expect(replan(context, { ...record(open, maximum(8)), integrity: [damage] }, loaded)).toBeNull();
  });
});

describe('a search beyond what the rig can drive', () => {
  it('[PLAN-17] plays only the top of the range, with the volts in its reason', () => {
    const { context, gain, loaded } = planned('Output power into 20 ohms: 3500 mW');
    // 6.9 V of drive through 0 dB never reach 8.37 V
    setUpOf(context, gain.wiring).openGain = [1, 1];
    const outcome = replan(context, record(gain), loaded)!;
    expect(outcome.change).toMatchObject({ stepId: loaded.id, action: 'shortened' });
    expect(outcome.change.reason).toMatch(/6\.90.V.*8\.37/);
    expect(outcome.step?.settings.isTopOnly).toBe(true);
    expect(outcome.step?.seconds).toBeLessThan(loaded.seconds);
  });

  it('[PLAN-17] is run as planned where the gain suffices', () => {
    const { context, gain, loaded } = planned('Output power into 20 ohms: 3500 mW');
    setUpOf(context, gain.wiring).openGain = [2.5, 2.5];
    expect(replan(context, record(gain), loaded)).toBeNull();
  });

  it('[PLAN-17] is not changed by another set-up, nor is any other kind of step', () => {
    const { context, gain, loaded } = planned('Output power into 20 ohms: 3500 mW');
    setUpOf(context, gain.wiring).openGain = [1, 1];
    expect(replan(context, record(gain), { ...loaded, wiring: { ...loaded.wiring, gain: 'low' } })).toBeNull();
    expect(replan(context, record(gain), { ...loaded, kind: 'thdn' })).toBeNull();
  });
});

describe('a level that the bench cannot bring the unit to', () => {
  const card = cardOf('THD+N: < 0.01 % at 9 V into 300 ohms\nSNR: 110 dB re 9 V');
  const outcomeOf = (bench: typeof rig, gainRatio: number, kind: PlanStep['kind'] = 'thdn') => {
    // Planned before the limit was known
    const plan = planVerification(card, rig);
    const context = {
      ...createBenchContext(bench, createRandom(1)),
      card,
      plan,
      rules: DEFAULT_RULES,
      planChanges: [],
    };
    const check = plan.steps.find((step) => step.kind === 'output-impedance')!;
    const thdn = plan.steps.find((step) => step.kind === 'thdn')!;
    setUpOf(context, check.wiring).openGain = [gainRatio, gainRatio];
    return replan(context, record(check), { ...thdn, kind });
  };

  it('[PLAN-18] for want of drive leaves the step out and the claim input-limited, with both volts', () => {
    const outcome = outcomeOf(rig, 1);
    expect(outcome).toMatchObject({
      step: null,
      figures: [],
      change: { action: 'dropped', reasonCode: 'input-limited' },
    });
    expect(outcome?.change.reason).toMatch(/at 9\.00.V.*drive of 6\.90.V.*to 6\.90.V/);
  });

  it('[PLAN-18] for a limit of the bench leaves the step out and the claim output-limited, with what sets it', () => {
    const outcome = outcomeOf({ ...rig, limits: { ...rig.limits, outputVoltsRms: 8 } }, 2.5);
    expect(outcome?.change).toMatchObject({ action: 'dropped', reasonCode: 'output-limited' });
    expect(outcome?.change.reason).toMatch(/limit set for this rig, 8.V/);
  });

  it('[PLAN-18] is no matter where it can, nor for a step that is not about a level', () => {
    expect(outcomeOf(rig, 2.5)).toBeNull();
    expect(outcomeOf(rig, 1, 'noise')).toBeNull();
  });
});
