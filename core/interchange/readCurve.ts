import { AmpbenchError } from '../errors.ts';
import { headingsOf, levelUnitOf, quantityOf, USUAL_PHASE_SCALE, type ColumnHeading } from './columnHeading.ts';
import type { Curve, CurveQuantity, ReadCurve } from './curve.ts';
import { orderedPoints, type CurvePoint } from './orderedPoints.ts';
import { quoted } from './textFault.ts';
import { numberIn, readTextTable, type TextTable } from './textTable.ts';

/** What is known of a file before it is read. */
export interface ReadCurveOptions {
  /** What the curve is wanted for: anything else is refused. Without heading, `.zma` and `.frd` say what the values are, else this does, else decibels. */
  readonly expected?: CurveQuantity;
  /** A part of the heading of the wanted column, in any case, where a file has several channels. Absent: the first. */
  readonly channel?: string;
}

interface Columns {
  readonly frequency: ColumnHeading & { readonly at: number };
  readonly value: ColumnHeading & { readonly at: number };
  readonly phase: (ColumnHeading & { readonly at: number }) | null;
  readonly unused: readonly string[];
}

/**
 * Reads a curve from FRD, ZMA, REW's text of a response, an impedance or an RTA spectrum, or CSV: one grammar for all, docs/interchange.md.
 * @param text the whole file
 * @param place the file's name, for messages
 * @throws AmpbenchError of kind `data` naming the line; `data/quantity-other` where the headings contradict `expected`; `usage/channel-unknown`
 */
export function readCurve(text: string, place: string, options: ReadCurveOptions = {}): ReadCurve {
  const table = readTextTable(text, place);
  const columns = columnsOf(table, options);
  const { frequency, value, phase, unused } = columns;
  const points = table.rows.map((row): CurvePoint => {
    const at = (column: { readonly at: number; readonly scale: number }): number =>
      scaled(numberIn(table, row, column.at), column.scale);
    return { line: row.line, frequencyHz: at(frequency), value: at(value), phaseRadians: phase && at(phase) };
  });
  const isOfLevels = options.expected === 'spectrum' || isSpectrum(table);
  const quantity = value.role === 'level' && isOfLevels ? 'spectrum' : quantityOf(value.role);
  checkExpected(quantity, options.expected, value, place);
  const ordered = orderedPoints(points, quantity, place);
  const curve: Curve = {
    quantity,
    unit: quantity === 'impedance' ? 'ohm' : (statedUnit(table) ?? value.unit),
    title: titleOf(table),
    frequenciesHz: ordered.points.map(({ frequencyHz }) => frequencyHz),
    values: ordered.points.map(({ value: each }) => each),
    phasesRadians: phase === null ? null : ordered.points.map(({ phaseRadians }) => phaseRadians!),
  };
  const left = unused.length === 0 ? [] : [`columns that are not used: ${unused.map(quoted).join(', ')}`];
  return { curve, remarks: [...left, ...ordered.remarks] };
}

/** A unit's factor without the last bit's noise: 0.0201 kHz is 20.1 Hz. */
const scaled = (value: number, scale: number): number =>
  scale === 1 || scale === USUAL_PHASE_SCALE ? value * scale : Number((value * scale).toPrecision(15));

function columnsOf(table: TextTable, { expected, channel }: ReadCurveOptions): Columns {
  const headings = table.words
    .map(({ text, line }) => headingsOf(text, line, table.place))
    .findLast((found) => found !== null);
  if (headings === undefined) {
    if (channel !== undefined) throw channelUnknown(channel, [], table.place);
    return columnsByPlace(table, roleByName(table.place) ?? (expected === 'impedance' ? 'impedance' : 'level'));
  }
  const placed = headings.map((heading, at) => ({ ...heading, at }));
  const values = placed.filter(({ role }) => role === 'level' || role === 'impedance');
  const wanted = values.filter(
    ({ role }) => expected === undefined || (expected === 'impedance') === (role === 'impedance'),
  );
  const candidates = wanted.length === 0 ? values : wanted;
  const value =
    channel === undefined
      ? candidates[0]
      : candidates.find(({ name }) => name.toLowerCase().includes(channel.toLowerCase()));
  if (value === undefined)
    throw channelUnknown(
      channel!,
      candidates.map(({ name }) => name),
      table.place,
    );
  const frequency = placed.find(({ role }) => role === 'frequency')!;
  const nextValueAt = values.find(({ at }) => at > value.at)?.at ?? Infinity;
  const phase = placed.find(({ role, at }) => role === 'phase' && at > value.at && at < nextValueAt) ?? null;
  const used = new Set([frequency.at, value.at, phase?.at]);
  const named = placed.filter(({ at }) => !used.has(at)).map(({ name }) => name);
  return { frequency, value, phase, unused: [...named, ...columnsFrom(placed.length, table)] };
}

/** Names of the first row's columns behind those that have one. */
const columnsFrom = (first: number, { rows }: TextTable): readonly string[] =>
  rows[0].cells.slice(first).flatMap((cell, index) => (cell === '' ? [] : [`column ${first + index + 1}`]));

/** What a file without headings holds by its ending; null where that says nothing. */
function roleByName(place: string): ColumnHeading['role'] | null {
  if (/\.zma$/iu.test(place)) return 'impedance';
  return /\.frd$/iu.test(place) ? 'level' : null;
}

/** Frequency, value and phase, as every program orders them. */
function columnsByPlace(table: TextTable, role: ColumnHeading['role']): Columns {
  const count = table.rows[0].cells.length;
  return {
    frequency: { at: 0, name: 'column 1', role: 'frequency', scale: 1, unit: 'dB' },
    value: { at: 1, name: 'column 2', role, scale: 1, unit: 'dB' },
    phase: count > 2 ? { at: 2, name: 'column 3', role: 'phase', scale: USUAL_PHASE_SCALE, unit: 'dB' } : null,
    unused: columnsFrom(3, table),
  };
}

function channelUnknown(channel: string, known: readonly string[], place: string): AmpbenchError {
  return new AmpbenchError(
    'usage',
    'channel-unknown',
    `${place} has no column named ${quoted(channel)}; ${known.length === 0 ? 'its columns have no names' : `it has ${known.map(quoted).join(', ')}`}`,
    { place, channel },
  );
}

/** What real-time analysers save has levels and no path. */
const isSpectrum = ({ words }: TextTable): boolean => words.some(({ text }) => /\brta\b|^spectrum\b/iu.test(text));

function statedUnit({ words }: TextTable): Curve['unit'] | null {
  for (const { text } of words) {
    const unit = /^Unit: *(.{1,20})$/u.exec(text);
    if (unit !== null) return levelUnitOf(unit[1]);
  }
  return null;
}

function titleOf({ words, place }: TextTable): string {
  const named = words.map(({ text }) => /^Measurement: *(.*)$/u.exec(text)?.[1]).find((name) => name !== undefined);
  if (named !== undefined) return named;
  const first = words.at(0);
  return first === undefined || headingsOf(first.text, first.line, place) !== null ? '' : first.text;
}

function checkExpected(
  quantity: CurveQuantity,
  expected: CurveQuantity | undefined,
  { name }: ColumnHeading,
  place: string,
): void {
  if (expected === undefined || (expected === 'impedance') === (quantity === 'impedance')) return;
  throw new AmpbenchError(
    'data',
    'quantity-other',
    `${place} has ${quoted(name)} but must have ${expected === 'impedance' ? 'ohms' : 'decibels'}`,
    { place, quantity, expected },
  );
}
