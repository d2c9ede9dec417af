import { describe, expect, it } from 'vitest';
import type { Rig } from '../../core/calibration/rig.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import type { ClaimVerdict } from '../../core/result/verification.ts';
import { expectClose } from '../expectClose.ts';
import { cardOf } from '../planner/shippedCards.ts';
import { driveRun, finished } from './driveRun.ts';

const BENCH = 'sim:usb-192/zen-can';
/** At 48 kHz, for the time it takes. */
const rig: Rig = { ...createSimulatedBench(BENCH, { seed: 1 }).rig, sampleRateHz: 48_000 };
const GAINS = [0, 6, 12, 18].map((gainDb) => ({ name: `${gainDb} dB`, gainDb }));
const card = {
  ...cardOf('Gain: 0 dB\nGain: 6 dB\nGain: 12 dB\nOutput impedance: < 1 ohm', { gains: GAINS }),
};
const atSettings = {
  ...card,
  claims: card.claims.map((claim) =>
    claim.quantity === 'gain' ? { ...claim, gain: `${String(claim.value)} dB` } : claim,
  ),
};

describe('a unit with several gain settings', () => {
  const run = driveRun(atSettings, BENCH, { rig });
  const { claims } = finished(run);

  it('[PLAN-16] is asked for each setting once, by its name', () => {
    const wired = run.prompts.filter(({ kind }) => kind === 'wire');
    expect(new Set(wired.map(({ id }) => id)).size).toBe(wired.length);
    for (const { name } of GAINS.slice(1, 3))
      expect(
        wired.some(({ text }) => text.startsWith(`Set the gain to ${name}`)),
        name,
      ).toBe(true);
  });

  it('[PLAN-1] has each gain measured at its own setting, and its figure says at which', () => {
    for (const [index, { gainDb, name }] of GAINS.slice(0, 3).entries()) {
      const { measured, verdict }: ClaimVerdict = claims[index];
      expectClose(20 * Math.log10(measured?.value ?? 0), gainDb, {
        within: 0.25,
        unit: 'dB',
        because: 'the input impedance is not known (0.19 dB), and the channels of the model differ by 0.06 dB',
      });
      expect(measured?.conditions.gain).toBe(name);
      expect(verdict).toBe('pass');
    }
  });
});

describe('a setting that the person cannot choose', () => {
  const run = driveRun(atSettings, BENCH, {
    rig,
    answer: ({ id }) => ({ answer: id === 'wire-gain-6-db-open' ? 'skip' : 'done' }),
  });
  const verification = finished(run);

  it('[PLAN-18] leaves its claims not run, with the reason, and the others as they are', () => {
    expect(verification.claims.map(({ verdict, reasonCode }) => [verdict, reasonCode])).toEqual([
      ['pass', 'within'],
      ['not-verifiable', 'not-run'],
      ['pass', 'within'],
      ['pass', 'within'],
    ]);
    expect(verification.claims[1].text).toMatch(/"gain-6-db-open" was skipped/);
    expect(run.takes.some(({ wiring }) => wiring.gain === '6 dB')).toBe(false);
    expect(
      run.prompts.filter(({ id }) => id === 'wire-gain-6-db-open'),
      'asked once',
    ).toHaveLength(1);
    const stepsAt6dB = planVerification(atSettings, rig)
      .steps.filter(({ wiring }) => wiring.gain === '6 dB')
      .map(({ id }) => id);
    const skipped = verification.planChanges?.filter(({ action }) => action === 'skipped') ?? [];
    expect(skipped.map(({ stepId }) => stepId)).toEqual(stepsAt6dB);
  });
});
