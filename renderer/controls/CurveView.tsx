import { useMemo } from 'react';
import { curveCharts } from '../../core/report/curveCharts.ts';
import type { Verification } from '../../core/result/verification.ts';
import { InteractiveChart } from '../charts/InteractiveChart.tsx';
import { text } from '../text/english.ts';

/** The curves of a verification as its report draws them, to be zoomed and read. */
export function CurveView({ verification }: { readonly verification: Verification }) {
  const charts = useMemo(() => curveCharts(verification), [verification]);
  if (charts.length === 0) return <p className="empty">{text.result.noCurves}</p>;
  return (
    <div className="body charts" tabIndex={0} role="group" aria-label={text.result.curves}>
      {charts.map((chart) => (
        <InteractiveChart key={chart.title} spec={chart} />
      ))}
    </div>
  );
}
