import { AmpbenchError } from '../errors.ts';
import { requireText } from './cardText.ts';
import type { CardIdentity, CardRemark, CardRow, CardRows } from './cardText.ts';
import type { Claim, Quantity, SpecCard } from './claim.ts';
import { kindRemarks } from './kindRemarks.ts';
import { findContradictions } from './contradictions.ts';
import { htmlLines, isHtml } from './htmlLines.ts';
import { linesToRows } from './linesToRows.ts';
import { parseSpecLine } from './line/parseSpecLine.ts';
import { splitListedGains } from './listedGains.ts';
import { mendText } from './mendText.ts';
import { plainLines } from './plainLines.ts';
import { sourcePlaces } from './sourcePlace.ts';
import { readStructuredCard } from './structuredCard.ts';

/** What is known about the card from outside its text; used where the text itself is silent. */
export interface CardOptions extends Partial<CardIdentity> {
  readonly id?: string;
}

const FENCE = '---';
/** A list of specifications at the left margin makes a text YAML; `Gain: 8 dB` alone does not. */
const SPECIFICATION_KEY = /^(?:claims|specs|specifications):/m;

/** Lines of front matter between the first `---` and the next, and what comes behind. */
function splitFrontMatter(text: string): { matter: string; offset: number; bodyOffset: number } | null {
  const first = text.indexOf('\n');
  if (first < 0 || text.slice(0, first).trim() !== FENCE) return null;
  for (let start = first + 1; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (text.slice(start, end).trimEnd() === FENCE) {
      return { matter: text.slice(first + 1, start), offset: first + 1, bodyOffset: Math.min(end + 1, text.length) };
    }
    start = end + 1;
  }
  return { matter: text.slice(first + 1), offset: first + 1, bodyOffset: text.length };
}

function readRows(text: string): CardRows {
  const matter = splitFrontMatter(text);
  if (matter !== null) {
    const rows = readStructuredCard(matter.matter, matter.offset, 1);
    if (rows !== null) return rows;
    // The specification may stand in the page's body instead. Spaces keep its offsets those of the card.
    return readPage(' '.repeat(matter.bodyOffset) + text.slice(matter.bodyOffset));
  }
  const structured = text.trimStart().startsWith('{') || SPECIFICATION_KEY.test(text);
  return (structured ? readStructuredCard(text, 0, 0) : null) ?? readPage(text);
}

/** Rows of an HTML page, Markdown or pasted text. */
function readPage(text: string): CardRows {
  if (!isHtml(text)) return linesToRows(plainLines(text));
  const { lines, title } = htmlLines(text);
  const rows = linesToRows(lines);
  const product = rows.identity.product ?? title;
  return { ...rows, identity: { ...rows.identity, product } };
}

/** The words that name a row which has no label of its own: those before its colon, number or comparator. */
function labelFrom(value: string): string {
  const end = value.search(/[:<>≤≥=~±\d]/);
  return (end > 0 ? value.slice(0, end) : value).trim().replace(/ (?:is|of|at|@|into)$/i, '');
}

interface RowReading {
  readonly claims: readonly Omit<Claim, 'id'>[];
  readonly unread: SpecCard['unread'];
  readonly repairs: readonly string[];
}

/** @param above what the row above was about, which a row that names nothing goes on with */
function readRow(row: CardRow, listed: boolean, above: Quantity | null): RowReading {
  const joined = mendText(row.label === null ? row.value : `${row.label} ${row.value}`);
  const asWritten = joined.text;
  const { label: rowLabel, section, source } = row;
  const reading = parseSpecLine(row.value, {
    ...(rowLabel === null ? {} : { label: rowLabel }),
    ...(section === undefined ? {} : { section }),
  });
  const label =
    rowLabel === null
      ? labelFrom(asWritten)
      : mendText(rowLabel)
          .text.replace(/[:：]$/, '')
          .trim();
  const claims: Omit<Claim, 'id'>[] = [];
  const reasons = new Set<string>();
  for (const spec of reading.specs) {
    const quantity = spec.quantity ?? above;
    if (quantity === null) {
      reasons.add('the quantity is not named in this row');
      continue;
    }
    const warnings =
      spec.quantity === null
        ? [...reading.warnings, `read as ${quantity.replaceAll('_', ' ')}, which the row above names`]
        : reading.warnings;
    claims.push({
      ...spec,
      quantity,
      label,
      asWritten,
      span: row.span,
      warnings,
      ...(source === undefined ? {} : { source }),
    });
  }
  if (reading.specs.length === 0) {
    const worthSaying = listed || reading.warnings.some((warning) => warning.includes('is named, but'));
    if (worthSaying) reasons.add(reading.warnings.join('; '));
  }
  const unread = [...reasons].map((reason) => ({ text: asWritten, span: row.span, reason }));
  return { claims, unread, repairs: joined.repairs };
}

/** Quantities that a row of percentages without a name can go on with. */
const CONTINUED = new Set<Quantity>(['thd', 'thd_n', 'imd']);

function readRowsInOrder(rows: readonly CardRow[], listed: boolean): RowReading[] {
  let above: Quantity | null = null;
  return rows.map((row) => {
    const reading = readRow(row, listed, above);
    const last = reading.claims.at(-1)?.quantity ?? null;
    above = last !== null && CONTINUED.has(last) ? last : null;
    return reading;
  });
}

function slug(words: string): string {
  return words
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '')
    .join('-');
}

/** A card with everything there is to say about it, each at its place. */
export interface CardReading {
  readonly card: SpecCard;
  readonly remarks: readonly CardRemark[];
}

/** `parseCard` with the remarks on the card as values, for `card lint`. Errors as there. */
export function readCard(text: string, options: CardOptions = {}): CardReading {
  requireText(text);
  let found: CardRows;
  try {
    found = readRows(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AmpbenchError(
      'card',
      'card-nested-too-deeply',
      'the card is nested too deeply to be read',
      {},
      'give the specification as plain lines',
    );
  }
  const readings = readRowsInOrder(found.rows, found.listed);
  const claims = splitListedGains(
    readings.flatMap((reading) => reading.claims),
    found.identity.gains ?? [],
  ).map((claim, index) => ({ id: `c${index + 1}`, ...claim }));
  const unread = readings.flatMap((reading) => reading.unread);
  // A card of our own may say that its maker publishes nothing; any other without a claim was not understood.
  const saysSo = found.identity.missing !== undefined && found.rows.length === 0;
  if (claims.length === 0 && !saysSo) throw nothingFound(found.rows.length, unread);
  const { ports, gains, missing, ...identity } = found.identity;
  const maker = identity.maker ?? options.maker ?? null;
  const product = identity.product ?? options.product ?? null;
  const kind = identity.kind === 'unknown' ? (options.kind ?? 'unknown') : identity.kind;
  const repairs = new Set(readings.flatMap((reading) => reading.repairs));
  const remarks: CardRemark[] = [
    ...[...repairs].map((repair) => ({
      severity: 'warning' as const,
      text: `broken text mended: ${repair}`,
      span: null,
    })),
    ...found.remarks,
    ...kindRemarks(kind, claims),
    ...findContradictions(claims),
  ];
  const placeOf = sourcePlaces(text);
  const card: SpecCard = {
    schemaVersion: 1,
    id: options.id ?? (slug(`${maker ?? ''} ${product ?? ''}`) || 'card'),
    maker,
    product,
    kind,
    sources: identity.sources.length > 0 ? identity.sources : (options.sources ?? []),
    ...(ports === undefined ? {} : { ports }),
    ...(gains === undefined ? {} : { gains }),
    ...(missing === undefined ? {} : { missing }),
    claims,
    unread,
    warnings: remarks.map(({ text: said, span }) =>
      span === null ? said : `line ${placeOf(span.start).line}: ${said}`,
    ),
  };
  return { card, remarks };
}

/**
 * Reads a product's published specification: a content system's YAML page, our own YAML or JSON card (docs/card-format.md), an
 * HTML page or table, Markdown, or text pasted from a product page. Each claim keeps where it stands in `text`. Rows that cannot
 * be read are listed with the reason; contradictions between rows are warnings.
 * @param text at most 16 MB
 * @param options identity known from elsewhere; what the text says goes before it
 * @throws AmpbenchError kind `card`: empty, too large, binary, broken YAML (line and column), or no specification in it
 */
export function parseCard(text: string, options: CardOptions = {}): SpecCard {
  return readCard(text, options).card;
}

function nothingFound(rowCount: number, unread: SpecCard['unread']): AmpbenchError {
  const example =
    unread.length === 0 ? '' : `; the first that looked like one, "${unread[0].text}": ${unread[0].reason}`;
  return new AmpbenchError(
    'card',
    'no-specification',
    `no specification was found in the card, of ${rowCount} ${rowCount === 1 ? 'row' : 'rows'} looked at${example}`,
    { rowCount, unreadCount: unread.length },
    'give lines such as "Output impedance: < 2 ohms"; docs/card-format.md says what is read',
  );
}
