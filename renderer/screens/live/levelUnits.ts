import {
  dbFromRatio,
  dbuFromVoltsRms,
  dbvFromVoltsRms,
  ratioFromDb,
  voltsRmsFromDbu,
  voltsRmsFromDbv,
} from '../../../core/units/decibel.ts';
import { formatQuantity } from '../../../core/units/format.ts';

/** The units in which a level is set and shown. */
export const LEVEL_UNITS = ['V', 'dBV', 'dBu', 'dBFS'] as const;
export type LevelUnit = (typeof LEVEL_UNITS)[number];

/** @param fullScaleRms 0 dBFS: the rms of a full-scale sine at the place of the level, in the level's own unit */
export function inUnit(levelRms: number, unit: LevelUnit, fullScaleRms: number): number {
  switch (unit) {
    case 'V':
      return levelRms;
    case 'dBV':
      return dbvFromVoltsRms(levelRms);
    case 'dBu':
      return dbuFromVoltsRms(levelRms);
    case 'dBFS':
      return dbFromRatio(levelRms / fullScaleRms);
  }
}

/** A level of the generator in the unit of its drive. */
export const driveText = (driveRms: number, unit: 'V' | 'FS', digits: number): string =>
  unit === 'V' ? formatQuantity(driveRms, 'V', digits) : `${dbFromRatio(driveRms).toFixed(2).replace('-', '−')} dBFS`;

/** The rms of a level. @param fullScaleRms as in `inUnit` */
export function rmsOf(level: number, unit: LevelUnit, fullScaleRms: number): number {
  switch (unit) {
    case 'V':
      return level;
    case 'dBV':
      return voltsRmsFromDbv(level);
    case 'dBu':
      return voltsRmsFromDbu(level);
    case 'dBFS':
      return fullScaleRms * ratioFromDb(level);
  }
}
