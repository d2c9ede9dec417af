import { chooseCurve } from '../../core/interchange/resultCurves.ts';
import { writeCurve } from '../../core/interchange/writeCurve.ts';
import { renderHtml } from '../../core/report/html.ts';
import { renderMarkdown } from '../../core/report/markdown.ts';
import { a4Pages, onePage, tallPage } from '../../core/report/page/pages.ts';
import type { Theme } from '../../core/report/palette.ts';
import type { Layout, StoredFormat } from '../../core/report/choices.ts';
import type { StoredReport } from './storedReport.ts';

export interface ReportChoice {
  readonly format: StoredFormat;
  /** Null: all of it, as a picture one page. */
  readonly layout: Layout | null;
  /** Of a picture. */
  readonly theme: Theme;
  /** Whose response FRD holds; null: the first channel's. */
  readonly channel: string | null;
}

/** A run's report in one format. The same run gives the same bytes. */
export async function renderStored(stored: StoredReport, choice: ReportChoice): Promise<Uint8Array> {
  const layout = choice.layout ?? (choice.format === 'png' ? 'one-page' : 'full');
  switch (choice.format) {
    case 'html':
      return Buffer.from(renderHtml(stored.build(layout)));
    case 'md':
      return Buffer.from(renderMarkdown(stored.build(layout)));
    case 'csv':
      return Buffer.from(stored.csv);
    case 'json':
      return Buffer.from(stored.json);
    case 'frd':
      return Buffer.from(writeCurve(chooseCurve(stored.curves, 'response', choice.channel), 'frd'));
    // Loaded only here: what sets type is larger than all the rest.
    case 'pdf': {
      const [{ renderPdf }, { measureText }] = await Promise.all([import('./pdf.ts'), import('./fonts.ts')]);
      const report = stored.build(layout);
      return renderPdf(report, layout === 'one-page' ? [onePage(report, measureText)] : a4Pages(report, measureText));
    }
    case 'png': {
      const [{ renderPng }, { measureText }] = await Promise.all([import('./png.ts'), import('./fonts.ts')]);
      return renderPng(tallPage(stored.build(layout), measureText), choice.theme);
    }
  }
}
