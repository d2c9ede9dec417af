import { UNKNOWN_IDENTITY } from './cardText.ts';
import type { CardIdentity, CardRow, CardRows } from './cardText.ts';
import { mendText } from './mendText.ts';

/** Longer lines are prose, where a number is seldom a specification. */
const ROW_LIMIT = 240;

const BULLETS = ['- ', '* ', '• ', '· ', '– ', '+ ', '> '];
const MAKER_LABELS = new Set(['maker', 'manufacturer', 'brand', 'hersteller']);
const PRODUCT_LABELS = new Set(['product', 'model', 'product name', 'model name', 'produkt', 'modell']);

interface PlainLine {
  readonly text: string;
  readonly start: number;
}

function splitLines(text: string): PlainLine[] {
  const lines: PlainLine[] = [];
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const written = text.slice(start, end);
    const trimmed = written.trim();
    if (trimmed !== '') lines.push({ text: trimmed, start: start + written.indexOf(trimmed) });
    start = end + 1;
  }
  return lines;
}

function withoutBullet(line: PlainLine): PlainLine {
  const bullet = BULLETS.find((each) => line.text.startsWith(each));
  // `- 3 dB` at the start of a line may be a minus: the line reader settles it.
  if (bullet === undefined || /^[-–] ?\d/.test(line.text)) return line;
  return {
    text: line.text.slice(bullet.length).trimStart(),
    start: line.start + line.text.length - line.text.slice(bullet.length).trimStart().length,
  };
}

function splitRow(line: PlainLine): CardRow | null {
  const span = { start: line.start, end: line.start + line.text.length };
  if (line.text.startsWith('|') || line.text.includes(' | ')) {
    const cells = line.text
      .split('|')
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '');
    if (cells.every((cell) => /^[-:]+$/.test(cell))) return null;
    return cells.length < 2
      ? { label: null, value: cells.join(' '), span }
      : { label: cells[0], value: cells.slice(1).join(' '), span };
  }
  for (const separator of ['\t', ':', '：']) {
    const at = line.text.indexOf(separator);
    // `1:1` and `https://` are no label and value.
    const followed = separator === '\t' || /^[\s*_<>≤≥~±+\-–.\d]|^$/.test(line.text.slice(at + 1, at + 2));
    if (at > 0 && followed && !/\d$/.test(line.text.slice(0, at))) {
      return {
        label: line.text.slice(0, at + (separator === '\t' ? 0 : 1)),
        value: line.text.slice(at + 1).trim(),
        span,
      };
    }
  }
  return { label: null, value: line.text, span };
}

const hasDigit = (text: string): boolean => /\d/.test(text);

function bareLabel(row: CardRow): string {
  return mendText(row.label ?? '')
    .text.replace(/:$/, '')
    .trim()
    .toLowerCase();
}

/**
 * Reads pasted text: one claim per line, `label: value`, tabs, Markdown tables, bullets, or a label with its value on the next
 * line. `Maker:` and `Product:` lines name the product.
 */
export function readPlainCard(text: string): CardRows {
  const rows: CardRow[] = [];
  let identity: CardIdentity = UNKNOWN_IDENTITY;
  let waiting: CardRow | null = null;
  for (const line of splitLines(text)) {
    if (line.text.length > ROW_LIMIT) {
      waiting = null;
      continue;
    }
    const row = splitRow(withoutBullet(line));
    if (row === null) continue;
    const label = bareLabel(row);
    if (MAKER_LABELS.has(label)) identity = { ...identity, maker: mendText(row.value).text || null };
    else if (PRODUCT_LABELS.has(label)) identity = { ...identity, product: mendText(row.value).text || null };
    else if (!hasDigit(line.text)) {
      waiting = row;
      continue;
    } else if (waiting !== null && row.label === null && /^[\W\d]/.test(row.value)) {
      const above: string = `${waiting.label ?? ''} ${waiting.value}`.trim();
      rows.push({ label: above, value: row.value, span: { start: waiting.span.start, end: row.span.end } });
    } else rows.push(row);
    waiting = null;
  }
  return { identity, rows, listed: false };
}
