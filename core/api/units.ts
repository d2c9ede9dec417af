/**
 * Decibels, and quantities written for people.
 * @module ampbench/units
 */
export {
  dbFromRatio,
  dbfsFromRms,
  dbuFromVoltsRms,
  dbvFromVoltsRms,
  ratioFromDb,
  VOLTS_RMS_AT_0_DBU,
  voltsRmsFromDbu,
  voltsRmsFromDbv,
} from '../units/decibel.ts';
export { formatBound, formatQuantity, formatWithUncertainty } from '../units/format.ts';
