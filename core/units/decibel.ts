/** Decibels of an amplitude ratio; `-Infinity` for zero. */
export const dbFromRatio = (ratio: number): number => 20 * Math.log10(Math.abs(ratio));

/** Amplitude ratio of decibels. */
export const ratioFromDb = (db: number): number => 10 ** (db / 20);

/** 0 dBu: the volts that put 1 mW into 600 ohms, exactly sqrt(0.6) V. */
export const VOLTS_RMS_AT_0_DBU = Math.sqrt(0.6);

/** Level in dBV of volts rms; 0 dBV is 1 V. */
export const dbvFromVoltsRms = (voltsRms: number): number => dbFromRatio(voltsRms);
/** Volts rms of a level in dBV. */
export const voltsRmsFromDbv = (levelDbv: number): number => ratioFromDb(levelDbv);
/** Level in dBu of volts rms. */
export const dbuFromVoltsRms = (voltsRms: number): number => dbFromRatio(voltsRms / VOLTS_RMS_AT_0_DBU);
/** Volts rms of a level in dBu. */
export const voltsRmsFromDbu = (levelDbu: number): number => VOLTS_RMS_AT_0_DBU * ratioFromDb(levelDbu);

/**
 * Level of a normalized signal (1 = the converter's full scale) in dBFS. 0 dBFS is the rms of a full-scale **sine**
 * (after AES17), so a full-scale square wave reads +3.01 dBFS.
 */
export const dbfsFromRms = (rms: number): number => dbFromRatio(rms * Math.SQRT2);
