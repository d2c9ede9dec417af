import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Rig } from '../../core/calibration/rig.ts';
import type { SpecCard } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { PlannedClaim, VerificationPlan, Wiring } from '../../core/planner/plan.ts';
import { findLoad, outputLimit, predictedGainRatio } from '../../core/planner/limits.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { assertSafe } from '../../core/planner/safety.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { expectClose } from '../expectClose.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';

const card = parseCard(readFileSync(new URL('../../cards/pass-labs-hpa-1.seed.yaml', import.meta.url), 'utf8'), {
  id: 'hpa-1',
});
const rigOf = (bench: string): Rig => createSimulatedBench(`sim:${bench}/hpa-1`, { seed: 1 }).rig;
const claim = (plan: VerificationPlan, id: string): PlannedClaim => plan.claims.find((entry) => entry.claimId === id)!;
const cardOf = (text: string): SpecCard => parseCard(text, { id: 'test' });
const wiringOf = ({ path, loadOhms, seriesOhms }: Wiring): string => `${path} ${loadOhms ?? 'open'} ${seriesOhms}`;

describe('the gain that predictions are made with', () => {
  it.each([
    ['Gain: 8 dB', 9],
    ['Gain: Low 0 dB, High +10 dB', 11],
    ['Gain: low 0 dB', 31],
    ['SNR: 110 dB', 30],
  ])('[PLAN-1] "%s" can be up to %d dB', (line, db) => {
    expectClose(20 * Math.log10(predictedGainRatio(cardOf(line))), db, {
      within: 1e-9,
      unit: 'dB',
      because: 'rounding of a power and a logarithm',
    });
  });
});

describe.each(['studio-384', 'split-384'])('the HPA-1 on %s', (bench) => {
  const rig = rigOf(bench);
  const plan = planVerification(card, rig);

  it('[PLAN-1] goes from loopback over no load to each load, low level first, power last', () => {
    expect(plan.steps.map((step) => step.id)).toEqual([
      'baseline',
      'gain',
      'response',
      'noise',
      'input-impedance',
      'load-20',
      'thdn-20-c4',
      'power-20-c3',
      'load-300',
      'power-300-c5',
    ]);
  });

  it('[PLAN-2] decides every electrical claim and leaves three to the person', () => {
    expect(plan.claims.filter((entry) => entry.refused === null).map((entry) => entry.claimId)).toEqual([
      'c1',
      'c2',
      'c3',
      'c4',
      'c5',
      'c6',
      'c7',
    ]);
    for (const id of ['c8', 'c9', 'c10']) {
      expect(claim(plan, id).refused).toMatchObject({ verdict: 'manual', reasonCode: 'not-electrical' });
      expect(claim(plan, id).stepIds).toEqual([]);
    }
    expect(claim(plan, 'c4').stepIds).toEqual(['thdn-20-c4']);
    expect(claim(plan, 'c7').stepIds).toEqual(['response', 'load-20']);
  });

  it('[PLAN-3] predicts nothing over a limit of rig, load or person', () => {
    for (const step of plan.steps) {
      const load = step.wiring.loadOhms === null ? null : findLoad(rig, step.wiring.loadOhms)!;
      expect(step.predictedOutputVoltsRms).toBeLessThanOrEqual(outputLimit(rig, load).voltsRms);
      if (load !== null) {
        expect(step.predictedLoadWatts).toBeLessThanOrEqual(load.ratedWatts * rig.limits.loadRatingShare * (1 + 1e-12));
      }
    }
  });

  it('[PLAN-4] says what it assumed where the card says nothing', () => {
    const assumed = claim(plan, 'c4').assumptions.join(' ');
    expect(assumed).toMatch(/Load not stated: 20 Ω/);
    expect(assumed).toMatch(/997 Hz/);
    expect(assumed).toMatch(/Unit not stated: % assumed/);
    expect(claim(plan, 'c3').assumptions.join(' ')).toMatch(/THD\+N ≤ 1 %/);
  });
});

describe('any plan', () => {
  const cards = [
    card,
    cardOf('Gain: 20 dB\nTHD+N: < 0.01 % into 300 ohms\nOutput power into 20 ohms: 100 mW\nSNR: 110 dB'),
  ];

  it.each(['studio-384', 'split-384', 'usb-192'])('[PLAN-1] connects no wiring twice on %s', (bench) => {
    for (const each of cards) {
      const visits = planVerification(each, rigOf(bench))
        .steps.map((step) => wiringOf(step.wiring))
        .filter((wiring, index, all) => wiring !== all[index - 1]);
      expect(new Set(visits).size).toBe(visits.length);
    }
  });

  it('[PLAN-1] is the same for the same card and rig, and adds its seconds up', () => {
    const plan = planVerification(card, rigOf('studio-384'));
    expect(planVerification(card, rigOf('studio-384'))).toEqual(plan);
    expectClose(
      plan.seconds,
      plan.steps.reduce((sum, step) => sum + step.seconds, 0),
      { within: 1e-9, unit: 's', because: 'the same sum' },
    );
  });
});

describe('the HPA-1 on usb-192', () => {
  const plan = planVerification(card, rigOf('usb-192'));

  it('[PLAN-5] is refused its 100 kHz response, with the rate that it needs, and measured all the same', () => {
    const refused = claim(plan, 'c2').refused!;
    expect(refused).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'beyond-nyquist' });
    expect(refused.text).toMatch(/100\u00a0kHz.*192 kHz.*86\.4\u00a0kHz.*223 kHz/);
    expect(claim(plan, 'c2').stepIds).toEqual(['response']);
  });
});

describe('what a rig cannot do', () => {
  const studio = rigOf('studio-384');

  it('[PLAN-6] a missing load is named with its ohms and the watts it must stand', () => {
    const plan = planVerification(card, { ...studio, loads: studio.loads.filter((load) => load.ohms !== 20) });
    const refused = claim(plan, 'c3').refused!;
    expect(refused).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'load-missing' });
    // 3.5 W at half the rating
    expect(refused.text).toContain('20\u00a0Ω');
    expect(refused.text).toMatch(/rated 7 W/);
    expect(claim(plan, 'c3').stepIds).toEqual([]);
    expect(claim(plan, 'c5').refused).toBeNull();
    expect(plan.steps.some((step) => step.wiring.loadOhms === 20)).toBe(false);
  });

  it('[PLAN-6] a load within 2 % serves, one beyond does not', () => {
    const load = { ohms: 20.3, relativeTolerance: 0.002, ratedWatts: 10 };
    expect(findLoad({ ...studio, loads: [load] }, 20)).toBe(load);
    expect(findLoad({ ...studio, loads: [{ ...load, ohms: 20.5 }] }, 20)).toBeUndefined();
  });

  it('[PLAN-6] without any load there is no output impedance, without a series resistor no input impedance', () => {
    const plan = planVerification(card, { ...studio, loads: [], seriesResistor: null });
    expect(claim(plan, 'c7').refused?.reasonCode).toBe('load-missing');
    expect(claim(plan, 'c6').refused?.reasonCode).toBe('load-missing');
    expect(claim(plan, 'c1').refused).toBeNull();
  });

  it('[PLAN-7] a claim over the load’s rating is refused by the rating, in words', () => {
    const weak = studio.loads.map((load) => ({ ...load, ratedWatts: load.ohms === 20 ? 5 : load.ratedWatts }));
    const refused = claim(planVerification(card, { ...studio, loads: weak }), 'c3').refused!;
    expect(refused.reasonCode).toBe('output-limited');
    expect(refused.text).toContain('5\u00a0W rating');
  });

  it('[PLAN-5] a slow rig is refused nothing that needs no bandwidth: gain and impedances at 44.1 kHz', () => {
    const plan = planVerification(card, { ...studio, sampleRateHz: 44_100 });
    for (const id of ['c1', 'c6', 'c7']) expect(claim(plan, id).refused, id).toBeNull();
    expect(claim(plan, 'c4').refused, 'THD+N to 20 kHz lies below 22.05 kHz').toBeNull();
    expect(claim(plan, 'c2').refused?.reasonCode).toBe('beyond-nyquist');
    const wide: SpecCard = { ...card, claims: [{ ...card.claims[3], load_ohm: 20, bandwidth_hz: [20, 80_000] }] };
    expect(planVerification(wide, { ...studio, sampleRateHz: 96_000 }).claims[0].refused?.reasonCode).toBe(
      'beyond-nyquist',
    );
    expect(planVerification(wide, { ...studio, sampleRateHz: 192_000 }).claims[0].refused).toBeNull();
  });
});

describe('limits and predictions', () => {
  const rig = rigOf('studio-384');

  it('[PLAN-3] take the least of person, input and load', () => {
    expect(outputLimit(rig, null)).toMatchObject({ voltsRms: 11 });
    expectClose(outputLimit(rig, findLoad(rig, 20)!).voltsRms, 10, {
      within: 1e-9,
      unit: 'V',
      because: 'half of 10 W into 20 Ω',
    });
    expectClose(outputLimit(rig, findLoad(rig, 300)!).voltsRms, 11, {
      within: 1e-9,
      unit: 'V',
      because: 'half of 2 W into 300 Ω is 17.3 V, over the person’s 11 V',
    });
  });

  it('[PLAN-3] take more gain than any card states for what it does not state', () => {
    expectClose(20 * Math.log10(predictedGainRatio(card)), 9, {
      within: 1e-9,
      unit: 'dB',
      because: '8 dB stated and 1 dB more',
    });
    expectClose(20 * Math.log10(predictedGainRatio(cardOf('THD+N: 0.01 %'))), 30, {
      within: 1e-9,
      unit: 'dB',
      because: 'unknown',
    });
    expectClose(20 * Math.log10(predictedGainRatio(cardOf('Gain: 0 dB / 12 dB / 22 dB'))), 31, {
      within: 1e-9,
      unit: 'dB',
      because: 'a list does not say which setting is in use, so it counts as unknown, and 1 dB more',
    });
  });

  it('[PLAN-8] stop a take over any limit before it plays, naming take, volts and limit', () => {
    const codeOf = (wiring: Wiring, drive: number, gain: number): string | null => {
      try {
        assertSafe(rig, wiring, drive, gain, 'gain.level-1');
        return null;
      } catch (error) {
        if (!(error instanceof AmpbenchError)) throw error;
        expect(error.kind).toBe('safety');
        expect(error.message).toContain('gain.level-1');
        return error.code;
      }
    };
    expect(codeOf(OPEN, 1, 2.5)).toBeNull();
    expect(codeOf(OPEN, 7, 1)).toBe('drive-over-limit');
    expect(codeOf(OPEN, 5, 2.5)).toBe('output-over-limit');
    expect(codeOf({ ...OPEN, loadOhms: 20 }, 4.2, 2.5)).toBe('output-over-limit');
    expect(codeOf({ ...OPEN, loadOhms: 20 }, 3.9, 2.5)).toBeNull();
    expect(codeOf(LOOPBACK, 6.9, 1)).toBeNull();
  });
});
