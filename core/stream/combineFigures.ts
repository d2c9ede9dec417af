import type { Figure, UncertaintyPart } from '../result/figure.ts';
import { absentFigure, makeFigure } from '../result/makeFigure.ts';
import { formatWithUncertainty } from '../units/format.ts';
import { averaged, averageOf } from './averages.ts';

const IN_BITS = /\sbits$/;

type BoundMark = '<' | '≥';

function boundOf(figures: readonly Figure[]): BoundMark | undefined {
  const marks: readonly BoundMark[] = ['<', '≥'];
  return marks.find((mark) => figures.some(({ text }) => text.startsWith(mark)));
}

/** In what the first record's text was written. */
function textForm({ text, dbReference }: Figure): 'percent' | 'unit' | undefined {
  if (text.endsWith('%')) return 'percent';
  return dbReference !== undefined && !text.includes('dB') ? 'unit' : undefined;
}

/** What all records have in common stays in full: the largest of each source but repeatability. */
function commonParts(figures: readonly Figure[]): UncertaintyPart[] {
  const largest = new Map<UncertaintyPart['source'], number>();
  for (const { uncertaintyParts } of figures) {
    for (const { source, value } of uncertaintyParts)
      if (source !== 'repeatability') largest.set(source, Math.max(largest.get(source) ?? 0, value));
  }
  return Array.from(largest, ([source, value]) => ({ source, value }));
}

/**
 * One figure of all records; docs/spec/files.md, STREAM-3 to STREAM-5.
 * @param figures the same figure of at least two records
 * @param independentRecords how many records of this length the capture would fill without overlap
 */
export function combineFigures(figures: readonly Figure[], independentRecords: number): Figure {
  const [first] = figures;
  const { id, channel, unit, definitionId, conditions, dbReference } = first;
  const values = figures.map(({ value }) => value).filter((value) => value !== null);
  const flags = [...new Set(figures.flatMap((figure) => figure.flags))];
  const absent = figures.find(({ value }) => value === null);
  if (absent !== undefined) {
    const missing = figures.length - values.length;
    const where = values.length === 0 ? '' : ` (in ${missing} of ${figures.length} records)`;
    const common = { id, channel, unit, definitionId, conditions };
    return { ...absentFigure(common, absent.reasonCode ?? 'not-run', `${absent.text}${where}`), flags };
  }
  const { value, expanded } = averaged(values, averageOf(id), independentRecords);
  const textAs = textForm(first);
  const bound = boundOf(figures);
  const combined = makeFigure({
    id,
    channel,
    unit,
    definitionId,
    conditions,
    value,
    parts: [{ source: 'repeatability', value: expanded }, ...commonParts(figures)],
    flags,
    ...(dbReference === undefined ? {} : { dbReference }),
    ...(textAs === undefined ? {} : { textAs }),
    ...(bound === undefined ? {} : { bound }),
  });
  // Bits are no unit of a figure
  return IN_BITS.test(first.text)
    ? { ...combined, text: formatWithUncertainty(value, combined.uncertainty ?? 0, 'bits') }
    : combined;
}
