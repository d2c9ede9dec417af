import type { SceneElement } from '../scene.ts';
import type { FontName, Ink } from './pageItem.ts';

/** How a chart's path is painted; the same as the style sheet of the HTML report says with its classes. */
interface PathPaint {
  readonly fill?: Ink;
  readonly fillOpacity?: number;
  readonly stroke?: Ink;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly round?: boolean;
}

const TONES: Readonly<Record<string, Ink>> = { t1: 'ch-l', t2: 'ch-r', t3: 'ch-3', t4: 'ch-4' };
const DASHES: Readonly<Partial<Record<string, readonly number[]>>> = { t2: [5, 3], t3: [1.5, 3], t4: [7, 3, 1.5, 3] };
/** Traces whose markers are filled. */
const FILLED: ReadonlySet<string> = new Set(['t1', 't3']);

const FIXED: ReadonlyMap<string, PathPaint> = new Map(
  Object.entries<PathPaint>({
    grid: { stroke: 'grid', width: 1 },
    'grid-label': { stroke: 'grid-2', width: 1 },
    frame: { stroke: 'grid-2', width: 1 },
    limit: { stroke: 'limit', width: 1.6 },
    leader: { stroke: 'ink-3', width: 1, dash: [1.5, 2.5] },
    'leader limit': { stroke: 'limit', width: 1, dash: [1.5, 2.5] },
    mark: { fill: 'panel', stroke: 'ink', width: 1.6 },
  }),
);

export function pathPaint({ className }: SceneElement): PathPaint {
  const fixed = FIXED.get(className);
  if (fixed !== undefined) return fixed;
  const [role, trace] = className.split(' ');
  const ink = TONES[trace];
  if (role === 'band') return { fill: ink, fillOpacity: 0.18 };
  if (role === 'marker') return { stroke: ink, width: 1.3, fill: FILLED.has(trace) ? ink : 'panel' };
  const dash = DASHES[trace];
  return { stroke: ink, width: 1.4, round: true, ...(dash === undefined ? {} : { dash }) };
}

const TEXTS: Readonly<Record<string, { readonly font: FontName; readonly ink: Ink; readonly halo?: Ink }>> = {
  axis: { font: 'regular', ink: 'ink-3' },
  'axis-title': { font: 'medium', ink: 'ink-2' },
  'limit-label': { font: 'medium', ink: 'limit', halo: 'panel' },
  'mark-label': { font: 'medium', ink: 'ink', halo: 'panel' },
};

/** Size of all texts of a chart, pixels. */
export const CHART_TEXT_PIXELS = 10;

export const textPaint = ({ className }: SceneElement): (typeof TEXTS)[string] => TEXTS[className];
