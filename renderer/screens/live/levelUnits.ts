import {
  dbFromRatio,
  dbuFromVoltsRms,
  dbvFromVoltsRms,
  ratioFromDb,
  voltsRmsFromDbu,
  voltsRmsFromDbv,
} from '../../../core/units/decibel.ts';

/** The units in which a level is set and shown. */
export const LEVEL_UNITS = ['V', 'dBV', 'dBu', 'dBFS'] as const;
export type LevelUnit = (typeof LEVEL_UNITS)[number];

/** @param fullScaleVoltsRms 0 dBFS: the rms of a full-scale sine at the place of the level */
export function inUnit(voltsRms: number, unit: LevelUnit, fullScaleVoltsRms: number): number {
  switch (unit) {
    case 'V':
      return voltsRms;
    case 'dBV':
      return dbvFromVoltsRms(voltsRms);
    case 'dBu':
      return dbuFromVoltsRms(voltsRms);
    case 'dBFS':
      return dbFromRatio(voltsRms / fullScaleVoltsRms);
  }
}

/** @param fullScaleVoltsRms as in `inUnit` */
export function voltsOf(level: number, unit: LevelUnit, fullScaleVoltsRms: number): number {
  switch (unit) {
    case 'V':
      return level;
    case 'dBV':
      return voltsRmsFromDbv(level);
    case 'dBu':
      return voltsRmsFromDbu(level);
    case 'dBFS':
      return fullScaleVoltsRms * ratioFromDb(level);
  }
}
