import { useMemo } from 'react';
import type { Claim } from '../../../core/card/claim.ts';
import { InteractiveChart } from '../../charts/InteractiveChart.tsx';
import { text } from '../../text/english.ts';
import type { CurveSource } from './curveSource.ts';
import { differenceChart } from './differenceChart.ts';
import { overlayChart, type CurveChoice } from './overlayChart.ts';

interface CurveComparisonProps {
  readonly sources: readonly CurveSource[];
  readonly choice: CurveChoice | undefined;
  readonly claims: readonly Claim[];
  /** One of the sources; null: no differences are drawn. */
  readonly reference: CurveSource | null;
}

/** One column of several sources over each other, and under it what the others have more than the reference. */
export function CurveComparison({ sources, choice, claims, reference }: CurveComparisonProps) {
  const curves = useMemo(
    () => (choice === undefined ? null : overlayChart(sources, choice, claims)),
    [sources, choice, claims],
  );
  const differences = useMemo(
    () => (choice === undefined || reference === null ? null : differenceChart(sources, reference, choice)),
    [sources, choice, reference],
  );
  if (curves === null) return <p className="empty">{text.sweeps.noCurves}</p>;
  return (
    <div className="charts comparison">
      <InteractiveChart spec={curves} />
      {differences === null ? null : <InteractiveChart spec={differences} />}
    </div>
  );
}
