import { driveOf } from '../calibration/drive.ts';
import type { MeasurementKind } from '../measure/analysis.ts';
import { findLoad, outputLimit } from '../planner/limits.ts';
import type { PlanChange, PlanStep, ReasonCode } from '../planner/plan.ts';
import { sameWiring, setUpKey } from '../planner/wiring.ts';
import type { Figure } from '../result/figure.ts';
import { makeFigure } from '../result/makeFigure.ts';
import type { StepRecord } from '../result/verification.ts';
import { formatDbfs, formatQuantity } from '../units/format.ts';
import { setUpOf, type RunContext } from './context.ts';
import { gainBound, loadOf } from './levels.ts';

/** What the gain is known to, relative: a claim this near the rig's reach is searched for as planned. */
const GAIN_SLACK = 1.02;

/** What a finished step means for one that is still to come. */
export interface Replanned {
  readonly change: PlanChange;
  /** The step as it is to be run now; null: not at all. */
  readonly step: PlanStep | null;
  /** What is known of a dropped step's figures without it. */
  readonly figures: readonly Figure[];
}

/**
 * Whether what a step found makes another pointless or shorter; null: it stays as planned.
 * - An output whose maximum without load is known and lies under what a loaded claim needs, at no looser distortion limit: a load only takes volts away.
 * - A claim beyond the rig's drive times the measured gain: only the top of the range can tell, by its distortion (MEASUREMENTS, `input-limited`).
 * - A figure to be taken at a level that the rig cannot drive the unit to, or must not let it reach: at another level it would say nothing.
 */
export function replan(context: RunContext, done: StepRecord, next: PlanStep): Replanned | null {
  const { kind, wiring } = done.step;
  if (setUpKey(next.wiring) !== setUpKey(wiring) || wiring.path === 'loopback') return null;
  if (next.kind === 'max-output') {
    if (kind === 'max-output') return belowOpenMaximum(context, done, next);
    return kind === 'gain' && wiring.loadOhms === null ? beyondDrive(context, next) : null;
  }
  // A load's own gain is known once it has shown itself
  const isGainKnown = sameWiring(wiring, next.wiring) && (kind === 'gain' || kind === 'output-impedance');
  return isGainKnown && (next.kind === 'thdn' || next.kind === 'measurement') ? levelOutOfReach(context, next) : null;
}

/** Kinds that only refer to their level and play far below it. */
const PLAYED_FAR_BELOW: ReadonlySet<MeasurementKind> = new Set(['noise', 'dynamic-range']);

function levelOutOfReach(context: RunContext, next: PlanStep): Replanned | null {
  const { settings, wiring } = next;
  const { measurement, driveLevel, outputVoltsRms = context.rules.outputVoltsRms } = settings;
  if (measurement !== undefined && PLAYED_FAR_BELOW.has(measurement.kind)) return null;
  const bound = gainBound(context, wiring);
  const volts = driveLevel === undefined ? outputVoltsRms : driveLevel * bound;
  const load = wiring.loadOhms === null ? null : (findLoad(context.rig, wiring.loadOhms) ?? null);
  const limit = outputLimit(context.rig, load);
  const { maxRms, unit } = driveOf(context.rig, wiring);
  const asked = volts / bound;
  const dropped = (reasonCode: ReasonCode, reason: string): Replanned => ({
    change: { stepId: next.id, action: 'dropped', reasonCode, reason: `${next.title}: not run. ${reason}` },
    step: null,
    figures: [],
  });
  if (asked > maxRms * GAIN_SLACK) {
    const most = unit === 'V' ? formatQuantity(maxRms, 'V', 3) : formatDbfs(maxRms);
    return dropped(
      'input-limited',
      `It is to be taken at ${formatQuantity(volts, 'V', 3)}, and with its highest drive of ${most} this rig brings the unit to ${formatQuantity(maxRms * bound, 'V', 3)}.`,
    );
  }
  if (volts <= limit.voltsRms * GAIN_SLACK) return null;
  return dropped(
    'output-limited',
    `It is to be taken at ${formatQuantity(volts, 'V', 3)}, but ${limit.by} allows only ${formatQuantity(limit.voltsRms, 'V', 3)}.`,
  );
}

/** The least volts that would still prove one of a step's claims; null where a claim is none of "at least". */
function leastNeededVolts({ plan }: RunContext, { claimIds, wiring }: PlanStep): number | null {
  const needs = plan.claims
    .filter(({ claimId }) => claimIds.includes(claimId))
    .map(({ rule }) => {
      const lower = rule?.lower ?? null;
      if (lower === null) return null;
      return rule?.figureId === 'output-power' && wiring.loadOhms !== null ? Math.sqrt(lower * wiring.loadOhms) : lower;
    });
  const known = needs.filter((volts) => volts !== null);
  return known.length === 0 || known.length < needs.length ? null : Math.min(...known);
}

function belowOpenMaximum(context: RunContext, done: StepRecord, next: PlanStep): Replanned | null {
  const { thdnLimitRatio = 1, besideThdnRatios = [] } = next.settings;
  const { loadOhms } = next.wiring;
  const isComparable =
    done.step.wiring.loadOhms === null &&
    loadOhms !== null &&
    thdnLimitRatio <= (done.step.settings.thdnLimitRatio ?? 0) &&
    // Where other limits are to be shown beside, the curve is wanted
    besideThdnRatios.length === 0;
  const needed = leastNeededVolts(context, next);
  if (!isComparable || needed === null) return null;
  const maxima = done.figures.filter(({ id, flags }) => id === 'max-output' && !flags.includes('lower-bound'));
  const isShort = maxima.every(({ value, uncertainty }) => value !== null && value + (uncertainty ?? 0) < needed);
  const isDamaged = done.integrity.some(({ damaging }) => damaging);
  if (maxima.length < context.rig.channels.length || !isShort || isDamaged) return null;
  const most = maxima.reduce((top, figure) => ((figure.value ?? 0) > (top.value ?? 0) ? figure : top));
  return {
    change: {
      stepId: next.id,
      action: 'dropped',
      reason: `${next.title}: not run. Without any load the unit reaches ${most.text}, and the claim needs ${formatQuantity(needed, 'V')} with one: a load only takes volts away.`,
    },
    step: null,
    figures: maxima.flatMap((figure) => underLoad(context, figure, loadOhms, next.settings)),
  };
}

/** What the unit gives into a load at most, from its maximum without one. */
function underLoad(context: RunContext, open: Figure, loadOhms: number, settings: PlanStep['settings']): Figure[] {
  const volts = open.value ?? 0;
  const voltsUncertainty = open.uncertainty ?? 0;
  const load = loadOf(context, loadOhms);
  const watts = volts ** 2 / load.ohms;
  const common = {
    channel: open.channel,
    definitionId: 'max-output.from-unloaded',
    conditions: {
      ...open.conditions,
      loadOhms,
      ...(settings.thdnLimitRatio === undefined ? {} : { thdnLimitRatio: settings.thdnLimitRatio }),
    },
    flags: ['upper-bound', 'from-unloaded'],
    bound: '≤' as const,
  };
  return [
    makeFigure({
      ...common,
      id: 'max-output',
      value: volts,
      unit: 'V',
      parts: [{ source: 'method', value: voltsUncertainty }],
    }),
    makeFigure({
      ...common,
      id: 'output-power',
      value: watts,
      unit: 'W',
      parts: [
        { source: 'method', value: (2 * voltsUncertainty * watts) / volts },
        { source: 'load-tolerance', value: load.relativeTolerance * watts },
      ],
    }),
  ];
}

function beyondDrive(context: RunContext, next: PlanStep): Replanned | null {
  const { openGain } = setUpOf(context, next.wiring);
  const needed = leastNeededVolts(context, next);
  if (openGain === null || needed === null) return null;
  const reach = Math.max(...openGain) * driveOf(context.rig, next.wiring).maxRms;
  if (needed <= reach * GAIN_SLACK) return null;
  const by = next.wiring.drive === 'digital' ? 'At full scale the unit' : 'Driven as far as this rig goes, the unit';
  return {
    change: {
      stepId: next.id,
      action: 'shortened',
      reason: `${next.title}: only the top of the range is played. ${by} gives at most ${formatQuantity(reach, 'V', 3)}, and the claim needs ${formatQuantity(needed, 'V', 3)}.`,
    },
    step: { ...next, settings: { ...next.settings, isTopOnly: true }, seconds: next.seconds / 2 },
    figures: [],
  };
}
