import { describe, expect, it } from 'vitest';
import { printable } from '../../../core/report/displayWidth.ts';
import { a4Pages, onePage } from '../../../core/report/page/pages.ts';
import { buildReport } from '../../../core/report/report.ts';
import type { Verification } from '../../../core/result/verification.ts';
import { fontRuns, measureText } from '../../../host/report/fonts.ts';
import { renderPdf } from '../../../host/report/pdf.ts';
import { exampleVerification } from '../../report/exampleVerification.ts';
import { hostileVerification } from '../../report/hostileVerification.ts';
import { pdfInfo, pdfPageTexts } from './pdfText.ts';

const RECORD = { startedAt: '2026-03-04T05:06:07.000Z', runName: 'run-1' };

/** As the PDF is searched: no line ends, no two kinds of spaces. */
const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u2009]+/gu, '');

const pdfOf = (verification: Verification, layout: 'full' | 'card' = 'full', record = RECORD): Promise<Buffer> => {
  const report = buildReport(verification, layout, record);
  return renderPdf(report, a4Pages(report, measureText));
};

const fullPdf = pdfOf(exampleVerification);

/** The example's claims over and over, each with its own number in its words. */
const manyClaims = (count: number): Verification => ({
  ...exampleVerification,
  claims: Array.from({ length: count }, (_, index) => {
    const claim = exampleVerification.claims[index % exampleVerification.claims.length];
    return {
      ...claim,
      id: `c${index + 1}`,
      label: `Line ${index + 1}`,
      asWritten: `Line ${index + 1} words ${index + 1}x`,
    };
  }),
});

describe('the PDF', () => {
  it('[REP-PDF-1] has every figure, rule, reason and assumption as text that can be selected', async () => {
    const text = plain(pdfPageTexts(await fullPdf).join('\n'));
    for (const { measured, rule, verdict, text: reason, assumptions } of exampleVerification.claims) {
      if (measured !== null) expect(text).toContain(plain(measured.text));
      if (rule !== null) expect(text).toContain(plain(rule));
      if (verdict !== 'pass') expect(text).toContain(plain(reason));
      for (const assumption of assumptions) expect(text).toContain(plain(assumption));
    }
    for (const { figures } of exampleVerification.steps)
      for (const figure of figures) expect(text).toContain(plain(figure.text));
    for (const sign of 'Ω−≤±µ') expect(`${sign}: ${text.includes(sign)}`).toBe(`${sign}: true`);
  });

  it('[REP-PDF-2] is the same to the byte for the same run, and holds no date but the run’s', async () => {
    const [first, second] = [await fullPdf, await pdfOf(exampleVerification)];
    expect(first.equals(second)).toBe(true);
    expect(pdfInfo(first)).toContain('(D:20260304050607Z)');
    const undated = await pdfOf(exampleVerification, 'card', { startedAt: null, runName: null } as never);
    expect(undated.toString('latin1')).not.toMatch(/CreationDate|ModDate|\(D:/u);
  });

  it('[REP-PDF-3] numbers its pages and repeats the head of the table on each: 100 claims', async () => {
    const pages = pdfPageTexts(await pdfOf(manyClaims(100), 'card'));
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((page, index) => {
      expect(page).toContain(`${index + 1} / ${pages.length}`);
      if (/words \d+x/u.test(page)) expect(page).toContain('Measured ± U');
    });
    const text = pages.join('\n');
    for (let number = 1; number <= 100; number += 1) expect(text).toMatch(new RegExp(`words ${number}x(?!\\d)`, 'u'));
  });

  it('[REP-PDF-4] says SIMULATED on every page where it was', async () => {
    for (const page of pdfPageTexts(await fullPdf)) expect(page).toContain('SIMULATED');
    const real = pdfPageTexts(await pdfOf({ ...exampleVerification, simulated: false }, 'card'));
    expect(real.join('')).not.toContain('SIMULATED');
  });

  it('[REP-PDF-5] stands hostile text: nothing of it becomes part of the file, missing letters are boxes', async () => {
    const bytes = await pdfOf(hostileVerification, 'card');
    const text = plain(pdfPageTexts(bytes).join('\n'));
    expect(text).toContain(plain('<script>alert(1)</script>'));
    expect(bytes.toString('latin1')).not.toMatch(/\/(?:JavaScript|JS|URI|Launch|OpenAction|EmbeddedFile)\b/u);
    expect(fontRuns(printable('日本 Ω'), 'mono').map((run) => run.text)).toEqual(['□□', ' Ω']);
  });

  it('[REP-PDF-6] of one page is one page, A4 while it can be read', async () => {
    const report = buildReport(exampleVerification, 'one-page', RECORD);
    const page = onePage(report, measureText);
    expect(page.heightPixels).toBe(1123);
    expect(pdfPageTexts(await renderPdf(report, [page]))).toHaveLength(1);
    const long = buildReport(manyClaims(100), 'one-page', RECORD);
    expect(onePage(long, measureText).heightPixels).toBeGreaterThan(1123);
  });

  it('[REP-PDF-7] of an empty run still says so', async () => {
    const empty: Verification = {
      ...exampleVerification,
      claims: [],
      steps: [],
      curves: [],
      captures: [],
      card: { ...exampleVerification.card, claims: [], warnings: [] },
    };
    expect(pdfPageTexts(await pdfOf(empty)).join('\n')).toContain('Nothing was captured');
  });
});
