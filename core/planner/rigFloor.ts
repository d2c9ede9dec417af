import { z } from 'zod';
import type { Figure } from '../result/figure.ts';
import type { StepRecord } from '../result/verification.ts';
import { formatQuantity } from '../units/format.ts';
import type { DeviationRules } from '../verdict/deviationRules.ts';
import type { PlannedClaim } from './plan.ts';
import type { ResolvedClaim } from './resolveClaim.ts';

/** What a rig showed of itself in loopback, the worst of its channels: what no DUT behind it can be shown to stay under. */
export const rigFloorSchema = z.strictObject({
  /** THD+N at the level of the capture, as a ratio, in the rules' band. */
  thdnRatio: z.number().positive(),
  /** Noise in the rules' band, unweighted, volts rms. */
  noiseVoltsRms: z.number().positive(),
});

export type RigFloor = z.infer<typeof rigFloorSchema>;

/** The floor that a run's baseline showed; null where it has none. */
export const rigFloorOf = (steps: readonly Pick<StepRecord, 'step' | 'figures'>[]): RigFloor | null =>
  floorOf(steps.find(({ step }) => step.kind === 'baseline')?.figures ?? []);

/** The floor in a baseline's figures: THD+N at the highest level, and noise; null where one is missing. */
export function floorOf(figures: readonly Figure[]): RigFloor | null {
  const worst = (id: string): number =>
    Math.max(
      0,
      ...figures.flatMap(({ id: own, value, conditions }) =>
        own === id && value !== null && (id === 'noise' || conditions.inputVoltsRms === captureVoltsRms) ? [value] : [],
      ),
    );
  const captureVoltsRms = Math.max(...figures.map(({ conditions }) => conditions.inputVoltsRms ?? 0));
  const floor = { thdnRatio: worst('thd-n'), noiseVoltsRms: worst('noise') };
  return floor.thdnRatio > 0 && floor.noiseVoltsRms > 0 ? floor : null;
}

/**
 * A claim under the rig's own floor: it can fail here, but not pass (|X| + |B| + U ≤ L, MEASUREMENTS). Null where the floor leaves room, or where the claim
 * is about another band or weighting than the floor was read in.
 */
export function whyUnderFloor(entry: ResolvedClaim, floor: RigFloor, rules: DeviationRules): PlannedClaim['refused'] {
  const { rule, bandHz } = entry;
  const isSameBand = bandHz[0] === rules.bandHz[0] && bandHz[1] === rules.bandHz[1];
  if (rule?.upper === null || rule?.upper === undefined || !isSameBand) return null;
  const own =
    rule.figureId === 'thd-n'
      ? { value: floor.thdnRatio, text: formatQuantity(floor.thdnRatio * 100, '%') }
      : rule.figureId === 'noise'
        ? { value: floor.noiseVoltsRms, text: formatQuantity(floor.noiseVoltsRms, 'V') }
        : null;
  if (own === null || own.value < rule.upper) return null;
  return {
    verdict: 'not-verifiable',
    reasonCode: 'baseline-limited',
    text: `The rig alone has ${own.text}, which the limit lies under: a unit that keeps it cannot be told from one that does not. It is measured all the same, since it may fail by more.`,
  };
}
