import { formatQuantity } from '../units/format.ts';
import { claimedVoltsRms } from './feasibility.ts';
import { groupBy } from './groupBy.ts';
import { predictedMaximum } from './limits.ts';
import type { StepDraft } from './measurementSteps.ts';
import type { Wiring } from './plan.ts';
import type { ResolvedClaim } from './resolveClaim.ts';
import { intoText, type Bench } from './setUpWork.ts';

/** THD+N steps: claims of one tone at one level and band are one step, which gives THD as well. */
export function toneSteps(
  entries: readonly ResolvedClaim[],
  wiring: Wiring,
  suffix: string,
  { card, rig }: Bench,
): StepDraft[] {
  const tones = entries.filter(({ decidedBy }) => decidedBy === 'thdn');
  const groups = groupBy(tones, ({ outputVoltsRms, frequencyHz, bandHz }) =>
    JSON.stringify([outputVoltsRms, frequencyHz, bandHz]),
  );
  return [...groups.values()].map((together): StepDraft => {
    const [{ claim, outputVoltsRms, frequencyHz, bandHz }] = together;
    return {
      id: `thdn${suffix}-${claim.id}`,
      kind: 'thdn',
      title: `THD+N at ${formatQuantity(outputVoltsRms, 'V')} ${intoText(wiring)}`,
      wiring,
      claimIds: together.map((entry) => entry.claim.id),
      settings: { outputVoltsRms, frequencyHz, bandHz },
      // What the bench cannot reach is not played (replan.ts)
      predictedOutputVoltsRms: Math.min(outputVoltsRms, predictedMaximum(card, rig, wiring)),
      seconds: 4.6,
    };
  });
}

/** Searches for the most output: claims of one distortion limit, frequency and band are one search, up to the highest of them. */
export function maximumSteps(
  entries: readonly ResolvedClaim[],
  wiring: Wiring,
  suffix: string,
  { card, rig }: Bench,
): StepDraft[] {
  const maxima = entries.filter(({ decidedBy }) => decidedBy === 'max-output');
  const groups = groupBy(maxima, ({ thdnLimitRatio, frequencyHz, bandHz }) =>
    JSON.stringify([thdnLimitRatio, frequencyHz, bandHz]),
  );
  return [...groups.values()].map((together): StepDraft => {
    const [{ claim, frequencyHz, bandHz, thdnLimitRatio }] = together;
    const besideThdnRatios = [...new Set(together.flatMap((entry) => entry.besideThdnRatios))].sort((a, b) => a - b);
    return {
      id: `power${wiring.loadOhms === null ? `-open` : ''}${suffix}-${claim.id}`,
      kind: 'max-output',
      title: `Output ${intoText(wiring)} up to ${Number((thdnLimitRatio * 100).toPrecision(6))} % THD+N`,
      wiring,
      claimIds: together.map((entry) => entry.claim.id),
      settings: {
        frequencyHz,
        bandHz,
        thdnLimitRatio,
        claimedVoltsRms: Math.max(...together.map(claimedVoltsRms)),
        ...(besideThdnRatios.length === 0 ? {} : { besideThdnRatios }),
      },
      predictedOutputVoltsRms: predictedMaximum(card, rig, wiring),
      seconds: 10,
    };
  });
}
