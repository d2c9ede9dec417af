import { axisTicks, fractionAlong } from './axis.ts';
import type { Chart } from './chart.ts';
import type { Plot } from './chartPlot.ts';
import { pixels, type SceneElement } from './scene.ts';

/** Least distance between two labels, pixels. */
const LABEL_DISTANCE = { x: 24, y: 11 };

/** Grid, frame, labels and titles of both axes. */
export function axisElements(chart: Chart, { frame }: Plot): SceneElement[] {
  const elements: SceneElement[] = [];
  const line = (className: string, d: string): void => {
    elements.push({ kind: 'path', className, d });
  };
  const label = (className: string, text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end'): void => {
    elements.push({ kind: 'text', className, x, y, anchor, text });
  };
  for (const { at, label: text } of axisTicks(chart.x, frame.right - frame.left, LABEL_DISTANCE.x)) {
    const x = frame.left + fractionAlong(chart.x, at) * (frame.right - frame.left);
    line(text === null ? 'grid' : 'grid-label', `M${pixels(x)} ${pixels(frame.top)}V${pixels(frame.bottom)}`);
    if (text !== null) label('axis', text, x, frame.bottom + 14, 'middle');
  }
  for (const { at, label: text } of axisTicks(chart.y, frame.bottom - frame.top, LABEL_DISTANCE.y)) {
    const y = frame.bottom - fractionAlong(chart.y, at) * (frame.bottom - frame.top);
    line(text === null ? 'grid' : 'grid-label', `M${pixels(frame.left)} ${pixels(y)}H${pixels(frame.right)}`);
    if (text !== null) label('axis', text, frame.left - 6, y + 3.5, 'end');
  }
  line(
    'frame',
    `M${pixels(frame.left)} ${pixels(frame.top)}H${pixels(frame.right)}V${pixels(frame.bottom)}H${pixels(frame.left)}Z`,
  );
  label('axis-title', chart.y.title, 0, 9, 'start');
  label('axis-title', chart.x.title, frame.right, frame.bottom + 28, 'end');
  return elements;
}
