import type { FigureUnit, DbReference } from '../result/figure.ts';
import type { AmplitudeUnit } from './analysis.ts';

/** How an rms of samples becomes a figure: volts as they are; re full scale as the share of a full-scale sine's rms (0 dBFS = full-scale sine). */
export interface AmplitudeScale {
  readonly unit: FigureUnit & AmplitudeUnit;
  /** Figure for each unit of samples' rms. */
  readonly perRms: number;
  readonly dbReference: DbReference;
}

export function amplitudeScale(unit: AmplitudeUnit): AmplitudeScale {
  return unit === 'V'
    ? { unit, perRms: 1, dbReference: '1V' }
    : { unit, perRms: Math.SQRT2, dbReference: 'full-scale-sine' };
}
