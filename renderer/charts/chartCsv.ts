import type { ChartSpec } from './chartSpec.ts';

const cell = (words: string): string => `"${words.replaceAll('"', '""')}"`;

/** Every point of every trace as CSV after RFC 4180: trace, x, y, linear in the units of the axes; not thinned. */
export function chartCsv({ x, y, traces }: ChartSpec): string {
  const rows = traces.flatMap(({ label, x: xs, y: ys }) =>
    Array.from({ length: Math.min(xs.length, ys.length) }, (_, index) =>
      [cell(label), String(xs[index]), Number.isFinite(ys[index]) ? String(ys[index]) : ''].join(','),
    ),
  );
  return [['trace', cell(x.title), cell(y.title)].join(','), ...rows, ''].join('\r\n');
}
