import { voltsRmsOf } from './line/quantityRules.ts';
import type { StatedLevel } from './claim.ts';

/** Volts rms of a level stated as a voltage, at whichever end; null for watts, full scale and none. */
export function voltsOfLevel(level: StatedLevel | undefined): number | null {
  if (typeof level?.value !== 'number') return null;
  return level.unit === 'V' || level.unit === 'dBu' || level.unit === 'dBV'
    ? voltsRmsOf(level.value, level.unit)
    : null;
}

/** Volts rms at the output. A line level in decibels without a place is taken as the output's. */
export function outputVoltsOf(level: StatedLevel | undefined): number | null {
  return level?.at === undefined || level.at === 'output' ? voltsOfLevel(level) : null;
}
