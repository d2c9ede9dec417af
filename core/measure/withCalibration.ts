import type { Figure } from '../result/figure.ts';
import { makeFigure } from '../result/makeFigure.ts';
import type { Analysis } from './analysis.ts';

/** What the calibration of inputs and outputs is known to: relative, k = 2. */
export interface CalibrationUncertainty {
  readonly input: number;
  readonly output: number;
}

/**
 * How often the calibration of input and output stands in a figure: once in volts and in what is re a full level stated in volts, twice in watts, both in a
 * gain.
 */
function shareOf({ id, unit, definitionId }: Figure, { input, output }: CalibrationUncertainty): number {
  if (unit === 'V' || unit === 'V/√Hz' || unit === 'A') return input;
  if (unit === 'W') return 2 * input;
  if (definitionId.includes('.full-level.')) return input;
  return id === 'gain' ? Math.hypot(input, output) : 0;
}

const BOUNDS = ['<', '≥'] as const;

/** The sign that a bound's text begins with. */
function boundOf({ text }: Figure): { readonly bound?: (typeof BOUNDS)[number] } {
  const bound = BOUNDS.find((sign) => text.startsWith(sign));
  return bound === undefined ? {} : { bound };
}

/** The same measurement with the calibration's part in every figure that rests on it; ratios within one capture do not. */
export function withCalibration(analysis: Analysis, calibration: CalibrationUncertainty): Analysis {
  const calibrated = (figure: Figure): Figure => {
    const relative = shareOf(figure, calibration);
    if (figure.value === null || relative === 0) return figure;
    const value = Math.abs(figure.value) * relative;
    const { id, channel, unit, definitionId, conditions, flags, dbReference } = figure;
    return makeFigure({
      id,
      channel,
      unit,
      definitionId,
      conditions,
      flags,
      value: figure.value,
      parts: [...figure.uncertaintyParts, { source: 'calibration', value }],
      ...(dbReference === undefined ? {} : { dbReference }),
      ...boundOf(figure),
      ...(figure.text.endsWith('dB') ? {} : { textAs: 'unit' as const }),
    });
  };
  return {
    ...analysis,
    channels: analysis.channels.map((channel) => ({
      ...channel,
      figures: Object.fromEntries(Object.entries(channel.figures).map(([id, figure]) => [id, calibrated(figure)])),
    })),
  };
}
