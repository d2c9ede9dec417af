import type { Curve } from '../result/figure.ts';
import { oneTwoFive } from './axis.ts';
import type { Chart } from './chart.ts';
import { asIs, DBV, linearAxis, traceOf, WIDE_PIXELS } from './curveDisplay.ts';

/** One channel's spectrum; null where nothing of it can be shown. */
export function spectrumChart(curve: Curve): Chart | null {
  const display = curve.yUnit === 'V' ? DBV : asIs('Level (dB)');
  const trace = traceOf(curve, curve.channel, 0, display);
  const audible = curve.x.findLast((frequencyHz) => frequencyHz > 20);
  const levels = trace.y
    .filter((level, index) => Number.isFinite(level) && curve.x[index] >= 10)
    .sort((left, right) => left - right);
  if (audible === undefined || levels.length === 0) return null;
  // The lowest bins of a noise floor are luck: they must not stretch the axis.
  const floor = levels[Math.floor(levels.length * 0.1)];
  return {
    title: `${curve.title}, ${curve.channel}`,
    widthPixels: WIDE_PIXELS,
    heightPixels: 220,
    x: { scale: 'log', from: 10, to: oneTwoFive(audible, 1), title: 'Frequency (Hz)' },
    y: linearAxis(floor - 6, levels.at(-1)! + 6, display.title, 8),
    traces: [{ ...trace, style: 0 }],
    limits: [],
    marks: [],
  };
}
