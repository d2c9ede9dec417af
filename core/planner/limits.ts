import { driveOf } from '../calibration/drive.ts';
import type { Rig, RigLoad } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import { voltsForSpl } from '../headphone/powerNeed.ts';
import { ratioFromDb } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';
import type { Wiring } from './plan.ts';

/** A load on hand serves a claim's load when it is this close to it, relative. */
export const LOAD_MATCH = 0.02;
/** Gain taken for predictions when the card states none: more than any headphone amplifier has, so predictions err on the safe side. */
const UNKNOWN_GAIN_DB = 30;
/** Gain taken before anything at all is played, so that even the first take has a bound. */
const FIRST_GAIN_DB = 40;
/** What a unit may give over the maximum its card states before it would be news, dB: volts behind a stated power rise without the load. */
const OVER_STATED_DB = 6;

/** The rig's load that serves a claim's load, or undefined. */
export const findLoad = (rig: Rig, ohms: number): RigLoad | undefined =>
  rig.loads.find((load) => Math.abs(load.ohms / ohms - 1) <= LOAD_MATCH);

/** A bound of volts and what sets it, in words. */
export interface VoltsLimit {
  readonly voltsRms: number;
  readonly by: string;
}

/** Most volts rms that may ever stand at the output with a load (null: none), and what sets it. */
export function outputLimit(rig: Rig, load: RigLoad | null): VoltsLimit {
  const candidates = [
    {
      voltsRms: rig.limits.outputVoltsRms,
      by: `the limit set for this rig, ${formatQuantity(rig.limits.outputVoltsRms, 'V')}`,
    },
    { voltsRms: rig.input.maxVoltsRms, by: `the interface's input, ${formatQuantity(rig.input.maxVoltsRms, 'V')}` },
  ];
  const { headphone } = rig.limits;
  if (headphone !== undefined) {
    const { name, dbSplPerVolt, maxSplDb } = headphone;
    candidates.push({
      voltsRms: voltsForSpl(maxSplDb, dbSplPerVolt),
      by: `${formatQuantity(maxSplDb, 'dB')} SPL from ${name}`,
    });
  }
  if (load !== null) {
    const watts = load.ratedWatts * rig.limits.loadRatingShare;
    candidates.push({
      voltsRms: Math.sqrt(watts * load.ohms),
      by: `${rig.limits.loadRatingShare * 100} % of the ${formatQuantity(load.ohms, 'ohm')} load's ${formatQuantity(load.ratedWatts, 'W')} rating`,
    });
  }
  return candidates.reduce((least, next) => (next.voltsRms < least.voltsRms ? next : least));
}

/** Upper bound of the open-circuit gain of an analogue input before it is measured. */
export function predictedGainRatio(card: SpecCard): number {
  const gains = card.claims.filter((claim) => claim.quantity === 'gain');
  const high = gains.filter((claim) => claim.gain === 'high');
  // Of a setting that is not the highest, the stated gain says nothing about the most the unit can have.
  const stated = (high.length > 0 ? high : gains).map(({ value, gain }) =>
    typeof value === 'number' && (gain === undefined || gain === 'high') ? value : UNKNOWN_GAIN_DB,
  );
  return ratioFromDb(stated.length > 0 ? Math.max(...stated) + 1 : UNKNOWN_GAIN_DB);
}

/** Most volts rms that any claim of the card promises at an output; null where none does. */
export function statedMaximumVoltsRms(card: SpecCard): number | null {
  const volts = card.claims.flatMap(({ quantity, value, load_ohm: load }) => {
    if (typeof value !== 'number' || value <= 0) return [];
    if (quantity === 'max_output_voltage') return [value];
    return quantity === 'output_power' && typeof load === 'number' ? [Math.sqrt(value * load)] : [];
  });
  return volts.length === 0 ? null : Math.max(...volts);
}

/** Volts at the output per unit of drive, as far as known, and what that rests on, in words. */
export interface GainBound {
  readonly ratio: number;
  readonly by: string;
}

/**
 * What the first tone of a set-up is predicted with, before anything is measured: with a digital drive the card's own maximum, or without one the
 * person's limit, is what full scale may give; an analogue input is taken for one of 40 dB.
 */
export function firstGainBound(card: SpecCard | null, rig: Rig, wiring: Pick<Wiring, 'drive'>): GainBound {
  if (wiring.drive === 'analogue')
    return { ratio: ratioFromDb(FIRST_GAIN_DB), by: `a gain of ${FIRST_GAIN_DB} dB, taken until it is measured` };
  const stated = card === null ? null : statedMaximumVoltsRms(card);
  if (stated === null) {
    const { outputVoltsRms } = rig.limits;
    return { ratio: outputVoltsRms, by: `the limit set for this rig, ${formatQuantity(outputVoltsRms, 'V')}` };
  }
  const volts = stated * ratioFromDb(OVER_STATED_DB);
  return {
    ratio: volts,
    by: `the card's own maximum, ${formatQuantity(stated, 'V')}, and ${OVER_STATED_DB} dB more`,
  };
}

/** Most volts rms a wiring's output may be predicted to reach, before anything is measured: what the player can ask, and what must not be passed. */
export function predictedMaximum(card: SpecCard, rig: Rig, wiring: Wiring): number {
  const load = wiring.loadOhms === null ? null : (findLoad(rig, wiring.loadOhms) ?? null);
  const limit = outputLimit(rig, load).voltsRms;
  const gain = wiring.drive === 'analogue' ? predictedGainRatio(card) : firstGainBound(card, rig, wiring).ratio;
  return Math.min(limit, driveOf(rig, wiring).maxRms * gain);
}
