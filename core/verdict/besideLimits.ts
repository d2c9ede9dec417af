import type { DecisionRule } from '../planner/plan.ts';
import type { Figure } from '../result/figure.ts';
import { formatQuantity } from '../units/format.ts';

/** Largest power over least, above which it is said that everything hangs on the limit: 3 dB. What clips hard differs by 1 dB from 0.1 to 10 %. */
const HANGS_ON_LIMIT = 2;

/** Nearer than this, all limits gave the same: the bench ended every search. */
const SAME = 1.001;

const isAt = (figure: Figure, thdnRatio: number): boolean =>
  figure.conditions.thdnLimitRatio === undefined || Math.abs(figure.conditions.thdnLimitRatio / thdnRatio - 1) < 1e-9;

/** Figures that decide by the rule's own band and distortion limit, and those read at other limits that makers use. */
export function splitByConditions(
  rule: DecisionRule | null,
  figures: readonly Figure[],
): { readonly decisive: readonly Figure[]; readonly beside: readonly Figure[] } {
  const band = JSON.stringify(rule?.bandHz);
  const ofBand =
    rule?.bandHz === undefined
      ? figures
      : figures.filter(({ conditions }) => JSON.stringify(conditions.bandHz) === band);
  const limit = rule?.thdnLimitRatio;
  if (limit === undefined) return { decisive: ofBand, beside: [] };
  return {
    decisive: ofBand.filter((figure) => isAt(figure, limit)),
    beside: ofBand.filter((figure) => !isAt(figure, limit)),
  };
}

/**
 * What the unit gives at each distortion limit, where the claim names none: `depends wholly on it` where it makes a difference of 3 dB or the verdict
 * would be another. Null where nothing was read beside the rule's own limit.
 */
export function besideLimitsText(
  rule: DecisionRule,
  decisive: readonly Figure[],
  beside: readonly Figure[],
): string | null {
  const limits = new Map<number, Figure>();
  for (const figure of [...decisive, ...beside]) {
    const limit = figure.conditions.thdnLimitRatio;
    const least = limit === undefined ? undefined : limits.get(limit);
    if (limit === undefined || figure.value === null) continue;
    // The weaker channel stands for the unit
    if (least?.value === undefined || least.value === null || figure.value < least.value) limits.set(limit, figure);
  }
  if (limits.size < 2) return null;
  const rows = [...limits].sort(([one], [other]) => one - other);
  const said = rows.map(([limit, { value, unit, flags }]) => {
    const sign = flags.includes('lower-bound') ? '≥ ' : '';
    return `${sign}${formatQuantity(value ?? 0, unit, 3)} at ${Number((limit * 100).toPrecision(3))} %`;
  });
  const values = rows.map(([, { value }]) => value ?? 0);
  if (Math.max(...values) <= Math.min(...values) * SAME) return null;
  const keeps = (value: number): boolean =>
    (rule.lower === null || value >= rule.lower) && (rule.upper === null || value <= rule.upper);
  const differs = values.some((value) => keeps(value) !== keeps(values[0]));
  const spread = Math.max(...values) / Math.min(...values);
  const hangs = differs || (rows[0][1].unit === 'W' ? spread : spread ** 2) > HANGS_ON_LIMIT;
  const lead = hangs
    ? 'The claim names no distortion limit, and what the unit gives depends wholly on it'
    : 'The claim names no distortion limit';
  const end = differs ? ' With another limit the verdict would be another.' : '';
  return `${lead}: ${said.join(', ')} THD+N.${end}`;
}
