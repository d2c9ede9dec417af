import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, Scalar, YAMLMap } from 'yaml';
import { z } from 'zod';
import { AmpbenchError } from '../errors.ts';
import type { CardIdentity, CardRow, CardRows } from './cardText.ts';
import { cardFileRemarks } from './cardFileRemarks.ts';
import { cardGainSchema, cardPortSchema } from './cardSchema.ts';
import { mendText } from './mendText.ts';
import { joinLeaves } from './textLines.ts';
import type { Leaf } from './textLines.ts';

const SPECIFICATION_KEYS = ['claims', 'specs', 'specifications'];
const LABEL_KEYS = ['label', 'name', 'title'];

/** Deepest nesting that is walked; content systems stay under 20. */
const DEPTH_LIMIT = 60;

function keyOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : '';
}

function leafOf(node: unknown, offset: number): Leaf | null {
  if (!isScalar(node) || node.value === null || node.value === undefined) return null;
  const scalar: Scalar = node;
  // A number keeps the digits it was written with.
  const text = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
  const [start, end] = scalar.range ?? [0, 0, 0];
  return { text, start: start + offset, end: end + offset };
}

function textOf(map: YAMLMap, keys: readonly string[]): string | null {
  for (const pair of map.items) {
    const value: unknown = isScalar(pair.value) ? pair.value.value : null;
    if (keys.includes(keyOf(pair.key)) && typeof value === 'string' && value.trim() !== '') return mendText(value).text;
  }
  return null;
}

function childOf(map: YAMLMap, key: string): Node | null {
  return (map.items.find((pair) => keyOf(pair.key) === key)?.value as Node | null | undefined) ?? null;
}

function rowOf(leaves: readonly Leaf[]): CardRow[] {
  const written = leaves.filter((leaf) => leaf.text.trim() !== '');
  if (written.length === 0) return [];
  const [first, ...rest] = written;
  const span = { start: first.start, end: written.at(-1)!.end };
  return rest.length === 0
    ? [{ label: null, value: first.text, span }]
    : [{ label: first.text, value: joinLeaves(rest), span }];
}

/** Walks a content system's tree: paragraphs (and table rows) are rows, a hard break ends one. */
function collectContentRows(node: unknown, offset: number, depth: number): CardRow[] {
  if (depth > DEPTH_LIMIT) return [];
  if (isSeq(node)) return node.items.flatMap((item) => collectContentRows(item, offset, depth + 1));
  if (!isMap(node)) return [];
  const type = textOf(node, ['type']);
  const content = childOf(node, 'content');
  if (type === 'paragraph' || type === 'table_row' || type === 'tableRow') {
    const rows: CardRow[] = [];
    let leaves: Leaf[] = [];
    for (const leaf of collectLeaves(content, offset, depth + 1)) {
      if (leaf !== 'break') leaves.push(leaf);
      else {
        rows.push(...rowOf(leaves));
        leaves = [];
      }
    }
    return [...rows, ...rowOf(leaves)];
  }
  return collectContentRows(content, offset, depth + 1);
}

function collectLeaves(node: unknown, offset: number, depth: number): (Leaf | 'break')[] {
  if (depth > DEPTH_LIMIT) return [];
  if (isSeq(node)) return node.items.flatMap((item) => collectLeaves(item, offset, depth + 1));
  if (!isMap(node)) return [];
  const type = textOf(node, ['type']);
  if (type === 'hard_break' || type === 'hardBreak') return ['break'];
  if (type === 'text') {
    const leaf = leafOf(childOf(node, 'text'), offset);
    return leaf === null ? [] : [leaf];
  }
  return collectLeaves(childOf(node, 'content'), offset, depth + 1);
}

/** Rows of one entry of the list: a line, `{line}`, `{label, value}`, `{Gain: 8 dB}`, or a content system's node. */
function rowsOfEntry(entry: unknown, offset: number): CardRow[] {
  const line = leafOf(entry, offset);
  if (line !== null) return rowOf([line]);
  if (!isMap(entry)) return [];
  if (childOf(entry, 'type') !== null) return collectContentRows(entry, offset, 0);
  const value = leafOf(childOf(entry, 'line') ?? childOf(entry, 'value'), offset);
  if (value !== null) {
    const label = LABEL_KEYS.map((key) => leafOf(childOf(entry, key), offset)).find((leaf) => leaf !== null);
    const [section, source] = [textOf(entry, ['section']), textOf(entry, ['source'])];
    return rowOf(label === undefined ? [value] : [label, value]).map((row) => ({
      ...row,
      ...(section === null ? {} : { section }),
      ...(source === null ? {} : { source }),
    }));
  }
  return entry.items.flatMap((pair) => {
    const [label, stated] = [leafOf(pair.key, offset), leafOf(pair.value, offset)];
    return label === null || stated === null ? [] : rowOf([label, stated]);
  });
}

/** An identifier of a database is no name: `f33484db-072d-4ee3-8830-885841bd0144`. */
const IDENTIFIER = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const KINDS: Readonly<Record<string, CardIdentity['kind']>> = {
  amp: 'amp',
  'headphone-amplifiers': 'amp',
  'headphone-amplifier': 'amp',
  dac: 'dac',
  dacs: 'dac',
  'dac-amp': 'dac-amp',
  headphone: 'headphone',
  headphones: 'headphone',
};

/** The entries of a list that fit their schema; what does not fit is remarked on where the whole file is checked. */
function listOf<Entry>(map: YAMLMap, key: string, schema: z.ZodType<Entry>): Entry[] {
  const list = childOf(map, key);
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => {
    const read = schema.safeParse(isNode(item) ? item.toJSON() : item);
    return read.success ? [read.data] : [];
  });
}

function readIdentity(map: YAMLMap): CardIdentity {
  const name = (keys: readonly string[]): string | null => {
    const text = textOf(map, keys);
    return text === null || IDENTIFIER.test(text) ? null : text;
  };
  const sources = childOf(map, 'sources');
  const listed = isSeq(sources)
    ? sources.items.map((item) => leafOf(item, 0)?.text ?? '')
    : [leafOf(sources, 0)?.text ?? ''];
  const ports = listOf(map, 'ports', cardPortSchema);
  const gains = listOf(map, 'gains', cardGainSchema);
  const missing = listOf(map, 'missing', z.string());
  return {
    ...(ports.length === 0 ? {} : { ports }),
    ...(gains.length === 0 ? {} : { gains }),
    ...(missing.length === 0 ? {} : { missing }),
    maker: name(['maker', 'manufacturer', 'brand']),
    product: name(['product', 'title', 'model']),
    kind: KINDS[textOf(map, ['kind', 'product-categories']) ?? ''] ?? 'unknown',
    sources: listed.filter((source) => source !== ''),
  };
}

/**
 * Reads a YAML or JSON card: our own schema (docs/card-format.md) or a content system's page. Only the list of specifications is
 * looked at; price, reviews and descriptions never.
 * @param text the YAML itself
 * @param offset where `text` begins in the card, so that spans point into the card
 * @param lineOffset lines of the card before `text`, for messages
 * @returns null when the text is YAML but has no list of specifications
 * @throws AmpbenchError `card/card-yaml-broken` with line and column of the card
 */
export function readStructuredCard(text: string, offset: number, lineOffset: number): CardRows | null {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  if (document.errors.length > 0) {
    const [error] = document.errors;
    // The YAML reader reports its own exhausted stack as an error of the text.
    if (error.message.includes('call stack')) throw new RangeError(error.message);
    const place = lineCounter.linePos(error.pos[0]);
    const line = place.line + lineOffset;
    throw new AmpbenchError(
      'card',
      'card-yaml-broken',
      `the card is not valid YAML: ${error.message}, at line ${line}, column ${place.col}`,
      { line, column: place.col },
      'mend the YAML there, or give the specification as plain lines such as "Gain: 8 dB"',
    );
  }
  if (!isMap(document.contents)) return null;
  const root: YAMLMap = document.contents;
  const key = SPECIFICATION_KEYS.find((each) => childOf(root, each) !== null);
  if (key === undefined) return null;
  const list = childOf(root, key);
  const rows = isSeq(list) ? list.items.flatMap((entry) => rowsOfEntry(entry, offset)) : rowsOfEntry(list, offset);
  return { identity: readIdentity(root), rows, listed: true, remarks: cardFileRemarks(document, root, offset) };
}
