import { TRACE_STYLES } from '../../core/report/traceStyle.ts';

/** How a trace is told from the others: colour, dash and marker. */
export interface TraceLook {
  /** Index into the colours of traces. */
  readonly colour: number;
  readonly dash: readonly number[];
  readonly marker: (typeof TRACE_STYLES)[number]['marker'];
  readonly filled: boolean;
}

/** Custom properties of the traces' colours. */
export const TRACE_COLOURS: readonly string[] = ['--ch-l', '--ch-r', '--ch-3', '--ch-4'];
const DASHES: readonly (readonly number[])[] = [[], [5, 3], [1.5, 3], [7, 3, 1.5, 3]];

/** The first four are those of the report; sixteen differ from each other without their colour. */
export function traceLook(style: number): TraceLook {
  const dash = style % DASHES.length;
  const { marker } = TRACE_STYLES[(style + Math.floor(style / DASHES.length)) % TRACE_STYLES.length];
  return { colour: dash, dash: DASHES[dash], marker, filled: marker === 'triangle' || marker === 'square' };
}
