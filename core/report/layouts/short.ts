import type { Verification } from '../../result/verification.ts';
import { assumptionNotes } from '../assumptionNotes.ts';
import type { Block } from '../block.ts';
import { claimsBlock } from '../blocks/claimBlocks.ts';
import { curveCharts } from '../curveCharts.ts';
import { WIDE_PIXELS } from '../curveDisplay.ts';
import type { ReportRecord } from '../report.ts';
import { headBlocks, VERDICT_RULE } from './verificationHead.ts';

/** The verdict table with its notes, and nothing else. */
export function cardLayout(verification: Verification, record: ReportRecord): Block[] {
  const notes = assumptionNotes(verification.claims);
  return [
    ...headBlocks(verification, record, 'Published against measured'),
    { kind: 'summary', counts: verification.summary },
    claimsBlock(verification, notes),
    ...(notes.entries.length === 0 ? [] : [{ kind: 'notes', items: notes.entries } as const]),
    { kind: 'foot', text: VERDICT_RULE },
  ];
}

/** Charts of a sheet that is to stay one page. */
const MOST_CHARTS = 3;
const FLATTER = 0.85;

/** The sheet: verdicts, the first curves behind them and the notes, meant to be one page. Spectra stay in the full report. */
export function onePageLayout(verification: Verification, record: ReportRecord): Block[] {
  const notes = assumptionNotes(verification.claims);
  const curves = verification.curves.filter(({ id }) => id !== 'spectrum');
  const charts = curveCharts({ ...verification, curves }, MOST_CHARTS).map((chart) => ({
    ...chart,
    heightPixels: chart.widthPixels === WIDE_PIXELS ? Math.round(chart.heightPixels * FLATTER) : chart.heightPixels,
  }));
  return [
    ...headBlocks(verification, record, 'Published against measured'),
    { kind: 'summary', counts: verification.summary },
    claimsBlock(verification, notes),
    ...(charts.length === 0 ? [] : [{ kind: 'charts', charts } as const]),
    ...(notes.entries.length === 0 ? [] : [{ kind: 'notes', items: notes.entries } as const]),
    { kind: 'foot', text: VERDICT_RULE },
  ];
}
