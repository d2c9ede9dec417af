import { describe, expect, it } from 'vitest';
import { wholeView, type ChartSpec } from '../../renderer/charts/chartSpec.ts';
import { panned, shareOf, valueAt, viewBetween, zoomed } from '../../renderer/charts/viewMoves.ts';
import { expectClose } from '../expectClose.ts';

const SPEC: ChartSpec = {
  title: 'Response',
  x: { scale: 'log', from: 20, to: 20_000, title: 'Frequency (Hz)' },
  y: { scale: 'linear', from: -10, to: 10, title: 'Level (dB)' },
  traces: [],
  limits: [],
  marks: [],
};
const ROUNDING = { within: 1e-9, unit: 'of the value', because: 'a few operations in float64' };

describe('moving about a chart', () => {
  it('finds on a log axis the geometric middle', () => {
    expectClose(valueAt('log', [20, 20_000], 0.5) / Math.sqrt(20 * 20_000), 1, ROUNDING);
    expectClose(shareOf('log', [20, 20_000], 200), 1 / 3, ROUNDING);
  });

  it('leaves the place under the pointer where it is when zooming, in either direction', () => {
    for (const factor of [1.25, 4]) {
      const seen = zoomed(SPEC, wholeView(SPEC), factor, 0.3, 0.7);
      expectClose(valueAt('log', seen.x, 0.3) / valueAt('log', [20, 20_000], 0.3), 1, ROUNDING);
      expectClose(valueAt('linear', seen.y, 0.7) / valueAt('linear', [-10, 10], 0.7), 1, ROUNDING);
    }
  });

  it('never shows more than the whole chart, and keeps its width when pushed against an end', () => {
    expect(zoomed(SPEC, wholeView(SPEC), 0.1, 0.5, 0.5).x[0]).toBe(20);
    expectClose(zoomed(SPEC, wholeView(SPEC), 0.1, 0.5, 0.5).x[1], 20_000, { ...ROUNDING, within: 1e-6 });
    const near = viewBetween(SPEC, wholeView(SPEC), [0.4, 0.6], [0, 1]);
    const pushed = panned(SPEC, near, 9, 0);
    expectClose(pushed.x[1] / 20_000, 1, ROUNDING);
    expectClose(pushed.x[1] / pushed.x[0] / (near.x[1] / near.x[0]), 1, ROUNDING);
  });

  it('ends zooming before a pixel is nothing that was measured', () => {
    let view = wholeView(SPEC);
    for (let count = 0; count < 200; count += 1) view = zoomed(SPEC, view, 2, 0.5, null);
    expect(view.x[1]).toBeGreaterThan(view.x[0]);
    expectClose(Math.log(view.x[1] / view.x[0]) / Math.log(1000), 1e-5, { ...ROUNDING, within: 1e-9 });
  });
});
