import type { Figure } from '../../core/result/figure.ts';
import type { ClaimVerdict } from '../../core/result/verification.ts';
import type { RunResult } from './runResult.ts';

/** A figure of a result under a name that stays the same from run to run. */
export interface SeriesFigure {
  /** `thdn-1/thd-n/left`; of a claim `claim/<id>`. */
  readonly series: string;
  readonly stepId: string | null;
  /** The claim that is judged by this figure. */
  readonly claim: ClaimVerdict | null;
  /** Null for a claim without one. */
  readonly figure: Figure | null;
}

/**
 * The figures of a run in the order of its result.
 * @param settings told from others in the series of a single measurement, which has no step of a plan to name it
 */
export function figureSeries({ verification, measurement }: RunResult, settings = ''): readonly SeriesFigure[] {
  const figures: SeriesFigure[] = [];
  const add = (stepId: string, name: string, figure: Figure): void => {
    figures.push({ series: `${name}/${figure.id}/${figure.channel}`, stepId, claim: null, figure });
  };
  for (const { step, figures: ofStep } of verification?.steps ?? []) {
    for (const figure of ofStep) add(step.id, step.id, figure);
  }
  if (measurement !== null) {
    const { kind } = measurement.request;
    for (const channel of measurement.channels)
      for (const figure of Object.values(channel.figures)) add(kind, `${kind}${settings}`, figure);
  }
  for (const claim of verification?.claims ?? [])
    figures.push({ series: `claim/${claim.id}`, stepId: null, claim, figure: claim.measured });
  return numbered(figures);
}

/** A step may give the same figure several times: each is a series of its own, numbered from the second on. */
function numbered(figures: readonly SeriesFigure[]): readonly SeriesFigure[] {
  const seen = new Map<string, number>();
  return figures.map((each) => {
    const count = (seen.get(each.series) ?? 0) + 1;
    seen.set(each.series, count);
    return count === 1 ? each : { ...each, series: `${each.series}#${count}` };
  });
}
