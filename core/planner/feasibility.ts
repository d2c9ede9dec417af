import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import { HIGHEST_RATE_SHARE } from '../measure/frequency-response/analyze.ts';
import { formatQuantity } from '../units/format.ts';
import { firstGainBound, findLoad, outputLimit, predictedGainRatio } from './limits.ts';
import type { PlannedClaim, ReasonCode } from './plan.ts';
import type { ResolvedClaim } from './resolveClaim.ts';
import { isBalancedOutput } from './ports.ts';

/** 20 kHz at 44.1 kHz is 0.4535: what a converter's filter takes off above that is under 0.2 dB of a band's noise. */
const HIGHEST_BAND_SHARE = 0.47;

type Refusal = NonNullable<PlannedClaim['refused']>;

const refusal = (reasonCode: ReasonCode, text: string): Refusal => ({ verdict: 'not-verifiable', reasonCode, text });

/** Volts rms that a claim asks of the output. */
export function claimedVoltsRms({ rule, loadOhms, outputVoltsRms }: ResolvedClaim): number {
  const limit = rule?.lower ?? rule?.upper ?? null;
  if (limit === null) return outputVoltsRms;
  if (rule?.figureId === 'output-power' && loadOhms !== null) return Math.sqrt(limit * loadOhms);
  return rule?.figureId === 'max-output' ? limit : outputVoltsRms;
}

/** What a load must be rated for a claim: the claim's own watts are the share of the rating that the rig's owner allows. */
export const neededRatingWatts = (entry: ResolvedClaim, loadOhms: number, rig: Rig): number =>
  claimedVoltsRms(entry) ** 2 / loadOhms / rig.limits.loadRatingShare;

/** Why a claim cannot be measured on a rig at all, before anything is played; null where it can. */
export function whyNotMeasurable(entry: ResolvedClaim, card: SpecCard, rig: Rig): Refusal | null {
  return whyNotDriven(entry, card, rig) ?? whyNotWired(entry, rig) ?? whyNotLoaded(entry, card, rig);
}

function whyNotDriven({ drive, output }: ResolvedClaim, card: SpecCard, rig: Rig): Refusal | null {
  if (drive === 'digital' && rig.digitalOutput === undefined) {
    return refusal(
      'input-limited',
      'The unit is to be played to by its digital input, and this rig names no digital output: connect the unit to the computer and name it as digitalOutput in the rig.',
    );
  }
  if (isBalancedOutput(card, output) && !rig.input.balanced) {
    return refusal(
      'output-limited',
      "A balanced output is measured from leg to leg, and this rig's inputs are single-ended: they would ground one leg. It needs balanced inputs.",
    );
  }
  return null;
}

function whyNotWired({ decidedBy }: ResolvedClaim, rig: Rig): Refusal | null {
  if (decidedBy === 'input-impedance' && rig.seriesResistor === null)
    return refusal('load-missing', 'Needs a resistor of about 10 kΩ, 0.1 %, to put in series with the drive.');
  if (decidedBy === 'output-impedance' && rig.loads.length === 0)
    return refusal('load-missing', 'Needs a load resistor: 33 Ω, 1 %, 2 W for each channel will do.');
  return null;
}

function whyNotLoaded(entry: ResolvedClaim, card: SpecCard, rig: Rig): Refusal | null {
  const { loadOhms, drive } = entry;
  if (loadOhms === null) return null;
  const volts = claimedVoltsRms(entry);
  const load = findLoad(rig, loadOhms);
  if (load === undefined) {
    const watts = Math.ceil(neededRatingWatts(entry, loadOhms, rig));
    return refusal(
      'load-missing',
      `Needs a ${formatQuantity(loadOhms, 'ohm')} resistor, 1 % or better, rated ${watts} W or more, for each channel.${nearest(rig, loadOhms)}`,
    );
  }
  const limit = outputLimit(rig, load);
  // A rig that cannot drive the unit that far is run all the same: distortion over the limit at its highest drive is a fail
  const reachable =
    drive === 'digital' ? firstGainBound(card, rig, entry).ratio : rig.output.maxVoltsRms * predictedGainRatio(card);
  if (reachable >= volts && volts > limit.voltsRms) {
    return refusal(
      'output-limited',
      `The claim means ${formatQuantity(volts, 'V')} at the output, but ${limit.by} allows only ${formatQuantity(limit.voltsRms, 'V')}.`,
    );
  }
  return null;
}

/** A result into another load decides nothing, and the person will ask. */
function nearest(rig: Rig, ohms: number): string {
  const sorted = [...rig.loads].sort((a, b) => Math.abs(Math.log(a.ohms / ohms)) - Math.abs(Math.log(b.ohms / ohms)));
  const closest = sorted.at(0);
  return closest === undefined
    ? ''
    : ` The nearest on hand is ${formatQuantity(closest.ohms, 'ohm')}: what the unit does into that does not decide this.`;
}

/** The highest share of the sample rate that a claim may need: a residual or noise band may end in a converter's filter, a response may not. */
function highestRateShare(quantity: PlannedClaim['quantity']): number | null {
  switch (quantity) {
    case 'frequency_response':
      return HIGHEST_RATE_SHARE;
    case 'gain':
    case 'input_impedance':
    case 'output_impedance':
    case 'damping_factor':
    case 'input_sensitivity':
      return null;
    default:
      return HIGHEST_BAND_SHARE;
  }
}

/** A claim whose band lies above what the rate can show. A response is measured as far as it goes all the same: it may fail below. */
export function whyBeyondNyquist(entry: ResolvedClaim, rig: Rig): Refusal | null {
  const topHz = entry.bandHz[1];
  const share = highestRateShare(entry.claim.quantity);
  if (entry.rule === null || share === null || topHz <= share * rig.sampleRateHz) return null;
  const neededHz = Math.ceil(topHz / share / 1000);
  return refusal(
    'beyond-nyquist',
    `The claim reaches ${formatQuantity(topHz, 'Hz')}; at ${rig.sampleRateHz / 1000} kHz this rig sees up to ${formatQuantity(share * rig.sampleRateHz, 'Hz')}. It needs a sampling rate of ${neededHz} kHz or more.`,
  );
}
