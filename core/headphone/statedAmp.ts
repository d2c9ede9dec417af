import { AmpbenchError } from '../errors.ts';
import { ratioFromDb } from '../units/decibel.ts';
import type { AmpOutput } from './ampOutput.ts';

/** What a person says of an amp; volts are without load. */
export interface StatedAmp {
  readonly maxVoltsRms?: number;
  readonly maxAmperesRms?: number;
  readonly outputOhms?: number;
  readonly noiseVoltsRms?: number;
  readonly gainDb?: number;
}

/** Beyond these a number is a slip of the pen, or of the unit. */
const RANGES: Readonly<Record<keyof StatedAmp, readonly [least: number, most: number]>> = {
  maxVoltsRms: [1e-6, 1000],
  maxAmperesRms: [1e-6, 100],
  outputOhms: [0, 1e5],
  noiseVoltsRms: [1e-12, 10],
  gainDb: [-100, 100],
};

function checkRanges(stated: StatedAmp): void {
  for (const key of Object.keys(RANGES) as (keyof StatedAmp)[]) {
    const value = stated[key];
    const [least, most] = RANGES[key];
    if (value === undefined || (value >= least && value <= most)) continue;
    throw new AmpbenchError(
      'usage',
      'stated-amp-invalid',
      `${key} is ${value} but must be from ${least} to ${most} in what you state of the amp`,
      { key, value: String(value), least, most },
    );
  }
}

const UNKNOWN_AMP: AmpOutput = {
  name: 'your amp',
  basis: 'stated',
  simulated: false,
  points: [],
  maxAmperesRms: null,
  outputOhms: null,
  gainRatio: null,
  isFedByVolts: false,
  noise: null,
  remarks: [],
};

/**
 * An amp as a person states it, or one whose card or run leaves something out. What is stated goes before what is known, and a remark says so. Stated volts
 * replace every known maximum; without a stated or known current limit none is assumed.
 * @throws AmpbenchError `usage/stated-amp-invalid` naming the value and its range
 */
export function withStated(stated: StatedAmp, known: AmpOutput = UNKNOWN_AMP): AmpOutput {
  checkRanges(stated);
  const { maxVoltsRms, maxAmperesRms, outputOhms, noiseVoltsRms, gainDb } = stated;
  const remarks = [...known.remarks];
  if (known !== UNKNOWN_AMP && Object.keys(stated).length > 0)
    remarks.push('What you stated was taken instead of what the card or run says.');
  return {
    ...known,
    basis: maxVoltsRms === undefined ? known.basis : 'stated',
    points:
      maxVoltsRms === undefined
        ? known.points
        : [{ loadOhms: Infinity, voltsRms: { low: maxVoltsRms, high: maxVoltsRms } }],
    maxAmperesRms: maxAmperesRms ?? known.maxAmperesRms ?? (maxVoltsRms === undefined ? null : Infinity),
    outputOhms: outputOhms === undefined ? known.outputOhms : { low: outputOhms, high: outputOhms },
    gainRatio: gainDb === undefined ? known.gainRatio : { low: ratioFromDb(gainDb), high: ratioFromDb(gainDb) },
    isFedByVolts: known.isFedByVolts || gainDb !== undefined,
    noise:
      noiseVoltsRms === undefined
        ? known.noise
        : { voltsRms: noiseVoltsRms, weighting: 'unweighted', isUpperBound: false },
    remarks,
  };
}
