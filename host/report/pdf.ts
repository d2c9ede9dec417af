import PDFDocument from 'pdfkit';
import { dateText } from '../../core/report/dateText.ts';
import type { Report } from '../../core/report/block.ts';
import type { FontName, Ink, Page, PageItem } from '../../core/report/page/pageItem.ts';
import { PALETTES, type Palette } from '../../core/report/palette.ts';
import { fontBytes, fontRuns, runWidth } from './fonts.ts';
import { textOutline } from './glyphPath.ts';

/** Points to the pixel: 72 and 96 to the inch. */
const POINTS = 0.75;
const FONTS: readonly FontName[] = ['regular', 'medium', 'semibold', 'mono'];
const HALO = 3;

/** Without the XMP stream: it would repeat the document's facts, unescaped, and cannot do without a date. */
class ReportDocument extends PDFDocument {
  override endMetadata(): void {
    return;
  }
}

/** Paper is white: what stands in the page's own colour on screen leaves no tint in print. */
const PAPER: Palette = { ...PALETTES.light, panel: '#ffffff' };

const inkOf = (ink: Ink): string => PAPER[ink];

function paintPath(document: ReportDocument, item: Extract<PageItem, { kind: 'path' }>): void {
  const { d, x, y, fill, fillOpacity = 1, stroke, width = 1, dash, round } = item;
  if (d === '' || (fill === undefined && stroke === undefined)) return;
  document.save();
  document.translate(x, y).path(d);
  if (stroke !== undefined) {
    document.lineWidth(width).strokeColor(inkOf(stroke));
    if (round === true) document.lineJoin('round');
    if (dash !== undefined) document.dash(dash[0], { space: dash[1] });
    // The document's own call knows one dash and one gap; a longer pattern is written as it stands.
    if (dash !== undefined && dash.length > 2) document.addContent(`[${dash.join(' ')}] 0 d`);
  }
  if (fill !== undefined) document.fillColor(inkOf(fill), fillOpacity);
  if (fill !== undefined && stroke !== undefined) document.fillAndStroke();
  else if (fill !== undefined) document.fill();
  else document.stroke();
  document.restore();
}

function paintText(document: ReportDocument, item: Extract<PageItem, { kind: 'text' }>): void {
  const { x, y, text, font, size, ink, halo } = item;
  if (halo !== undefined) {
    paintPath(document, {
      kind: 'path',
      d: textOutline(text, font, size),
      x,
      y,
      stroke: halo,
      width: HALO,
      round: true,
    });
  }
  document.fillColor(inkOf(ink), 1);
  let left = x;
  for (const run of fontRuns(text, font)) {
    document
      .font(run.font)
      .fontSize(size)
      .text(run.text, left, y, {
        lineBreak: false,
        baseline: 'alphabetic',
        // Handed to the font as they are; the types know a list only, which cannot turn a feature off.
        features: run.features as never,
      });
    left += runWidth(run) * size;
  }
}

function paint(document: ReportDocument, items: readonly PageItem[]): void {
  for (const item of items) {
    if (item.kind === 'path') paintPath(document, item);
    else if (item.kind === 'text') paintText(document, item);
    else {
      document.save();
      document.translate(item.x, item.y).scale(item.scale);
      if (item.clip !== undefined) {
        const { x, y, width, height } = item.clip;
        document.rect(x, y, width, height).clip();
      }
      paint(document, item.items);
      document.restore();
    }
  }
}

/**
 * Pages as a PDF: text that can be selected and searched, fonts embedded, an outline of the sections. The same report gives the same bytes: the only
 * date in it is the run's.
 */
export function renderPdf(report: Report, pages: readonly Page[]): Promise<Buffer> {
  const { startedAt, title, simulated } = report;
  const document = new ReportDocument({
    autoFirstPage: false,
    // No standard font: it would be named in the file and read from its metrics.
    font: null as never,
    lang: 'en',
    displayTitle: true,
    pdfVersion: '1.7',
    info: {
      Title: title,
      Subject: simulated ? 'Measurement report of a simulated device' : 'Measurement report',
      Creator: 'Ampbench',
      Producer: 'Ampbench (PDFKit)',
      Keywords: startedAt === null ? 'audio measurement' : `audio measurement, ${dateText(startedAt)}`,
      CreationDate: new Date(startedAt ?? 0),
    },
  });
  // A run that does not say when it was has no date, rather than a made-up one.
  if (startedAt === null) delete document.info.CreationDate;
  const pieces: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => {
      resolve(Buffer.concat(pieces));
    });
    document.on('error', reject);
  });
  for (const name of FONTS) document.registerFont(name, fontBytes(name));
  for (const { widthPixels, heightPixels, items, headings } of pages) {
    document.addPage({ size: [widthPixels * POINTS, heightPixels * POINTS], margin: 0 });
    document.scale(POINTS);
    paint(document, items);
    for (const { text } of headings) document.outline.addItem(text);
  }
  document.end();
  return done;
}
