import { UNKNOWN_IDENTITY } from './cardText.ts';
import type { CardIdentity, CardRow, CardRows } from './cardText.ts';
import { namesOnlySocket, namesQuantity } from './line/topicOf.ts';
import { mendText } from './mendText.ts';
import { joinLeaves, spanOf } from './textLines.ts';
import type { TextLine } from './textLines.ts';

const MAKER_LABELS = new Set(['maker', 'manufacturer', 'brand', 'hersteller', 'marke', 'fabricant', 'marque']);
const PRODUCT_LABELS = new Set(['product', 'model', 'product name', 'model name', 'produkt', 'modell', 'modèle']);
/** Longer lines without a number are prose and no heading. */
const HEADING_LIMIT = 60;

/** Cuts `label: value` in two; null where there is no label. */
function splitAtColon(line: TextLine): CardRow | null {
  const [{ text }] = line.cells;
  for (const separator of [':', '：']) {
    const at = text.indexOf(separator);
    // `1:1` and `https://` are no label and value.
    const followed = /^[\s*_<>≤≥~±+\-–.\d]|^$/.test(text.slice(at + 1, at + 2));
    if (at > 0 && followed && !/\d$/.test(text.slice(0, at))) {
      return { label: text.slice(0, at + 1), value: text.slice(at + 1).trim(), span: spanOf(line.cells) };
    }
  }
  return null;
}

const hasDigit = (text: string): boolean => /\d/.test(text);
/** `Balanced output (4.4 mm)`: the number is the socket's. */
const isSocketHeading = (text: string): boolean =>
  text.length <= HEADING_LIMIT && /mm|pin|trs|xlr/i.test(text) && namesOnlySocket(text);

const bare = (text: string): string =>
  mendText(text)
    .text.replace(/[:：]$/, '')
    .trim();

/** A column's name as part of its values: a load or frequency is a condition, anything else a heading. */
function valueInColumn(cell: string, name: string): Pick<CardRow, 'value' | 'section'> {
  return hasDigit(name) && !isSocketHeading(name) ? { value: `${cell} (${name})` } : { value: cell, section: name };
}

/** Rows of a table whose header names more than one column of values: one row for each that is filled, its column's name as its section or condition. */
function rowsOfColumns(line: TextLine, columns: readonly string[] | null, section: string | null): CardRow[] {
  const [label, ...values] = line.cells;
  // The header's first cell may be empty: the last columns are those of the values.
  const names = columns?.slice(-values.length) ?? [];
  const ofColumn = columns !== null && line.cells.length - columns.length <= 1 && values.length > 1;
  const filled = values.filter(({ text }) => text !== '');
  if (!ofColumn || columns.length > line.cells.length) {
    const row = { label: label.text, value: joinLeaves(filled), span: spanOf([label, ...filled]) };
    return [section === null ? row : { ...row, section }];
  }
  return values.flatMap((cell, index) =>
    cell.text === ''
      ? []
      : [
          {
            label: label.text,
            span: { start: label.start, end: cell.end },
            ...valueInColumn(cell.text, names[index]),
          },
        ],
  );
}

/**
 * Rows of a specification from the lines of a page: `label: value`, a label with its values on the lines below, table rows,
 * headings that name a socket. `Maker:` and `Product:` name the product.
 */
export function linesToRows(lines: readonly TextLine[]): CardRows {
  const rows: CardRow[] = [];
  let identity: CardIdentity = UNKNOWN_IDENTITY;
  /** A line without a number: a label for the lines below, or a heading. */
  let waiting: TextLine | null = null;
  let section: string | null = null;
  let columns: readonly string[] | null = null;
  const settleHeading = (line: TextLine): void => {
    const text = bare(line.cells[0].text);
    if (line.isHeading || namesOnlySocket(text)) section = text;
    else if (text.length <= HEADING_LIMIT) section = null;
  };
  const add = (row: CardRow): void => {
    rows.push(section === null ? row : { ...row, section });
  };
  for (const line of lines) {
    const [first] = line.cells;
    const row: CardRow = splitAtColon(line) ?? { label: null, value: first.text, span: spanOf(line.cells) };
    const label = bare(line.cells.length > 1 ? first.text : (row.label ?? '')).toLowerCase();
    const value = line.cells.length > 1 ? joinLeaves(line.cells.slice(1)) : row.value;
    if (MAKER_LABELS.has(label)) identity = { ...identity, maker: bare(value) || null };
    else if (PRODUCT_LABELS.has(label)) identity = { ...identity, product: bare(value) || null };
    else if (line.isHeading) {
      section = bare(first.text);
      columns = null;
      waiting = hasDigit(first.text) ? null : line;
    } else if (line.cells.length > 1) {
      const digits = line.cells.some((cell) => hasDigit(cell.text));
      const opensTable = line.isHeader || (!digits && line.cells.length > 2);
      if (opensTable) columns = line.cells.map((cell) => cell.text);
      else if (digits) rows.push(...rowsOfColumns(line, columns, section));
      waiting = null;
    } else if (!hasDigit(first.text) || isSocketHeading(first.text)) {
      if (waiting !== null) settleHeading(waiting);
      waiting = line;
      columns = null;
    } else if (waiting !== null && row.label === null && !namesQuantity(first.text) && isValueOf(waiting, first.text)) {
      add({
        label: waiting.cells[0].text,
        value: row.value,
        span: { start: waiting.cells[0].start, end: row.span.end },
      });
    } else {
      if (waiting !== null) settleHeading(waiting);
      waiting = null;
      add(row);
    }
  }
  return { identity, rows, listed: false, remarks: [] };
}

/** A value below its label begins with its number; one in words (`less than 0.1 Ω`) needs a label that names a quantity. */
function isValueOf(label: TextLine, value: string): boolean {
  return /^[\W\d]/.test(value) || namesQuantity(label.cells[0].text);
}
