import type { Rig, RigLoad } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import { HIGHEST_RATE_SHARE } from '../measure/frequency-response/analyze.ts';
import { ratioFromDb } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';
import { DEFAULT_RULES, type DeviationRules } from '../verdict/deviationRules.ts';
import type { PlannedClaim, PlanStep, VerificationPlan, Wiring } from './plan.ts';
import { resolveClaim, type ResolvedClaim } from './resolveClaim.ts';
import { LOOPBACK, OPEN } from './wiring.ts';

/** A load on hand serves a claim's load when it is this close to it, relative. */
const LOAD_MATCH = 0.02;
/** Gain taken for predictions when the card states none: more than any headphone amplifier has, so predictions err on the safe side. */
const UNKNOWN_GAIN_DB = 30;
/** 20 kHz at 44.1 kHz is 0.4535: what a converter's filter takes off above that is under 0.2 dB of a band's noise. */
const HIGHEST_BAND_SHARE = 0.47;
const PROBE_SECONDS = 3.3;

/** The rig's load that serves a claim's load, or undefined. */
export const findLoad = (rig: Rig, ohms: number): RigLoad | undefined =>
  rig.loads.find((load) => Math.abs(load.ohms / ohms - 1) <= LOAD_MATCH);

/** Most volts rms that may ever stand at the output with a load (null: none), and what sets it. */
export function outputLimit(rig: Rig, load: RigLoad | null): { voltsRms: number; by: string } {
  const candidates = [
    {
      voltsRms: rig.limits.outputVoltsRms,
      by: `the limit set for this rig, ${formatQuantity(rig.limits.outputVoltsRms, 'V')}`,
    },
    { voltsRms: rig.input.maxVoltsRms, by: `the interface's input, ${formatQuantity(rig.input.maxVoltsRms, 'V')}` },
  ];
  if (load !== null) {
    const watts = load.ratedWatts * rig.limits.loadRatingShare;
    candidates.push({
      voltsRms: Math.sqrt(watts * load.ohms),
      by: `${rig.limits.loadRatingShare * 100} % of the ${formatQuantity(load.ohms, 'ohm')} load's ${formatQuantity(load.ratedWatts, 'W')} rating`,
    });
  }
  return candidates.reduce((least, next) => (next.voltsRms < least.voltsRms ? next : least));
}

/** Upper bound of the open-circuit gain before it is measured. */
export function predictedGainRatio(card: SpecCard): number {
  const gains = card.claims.filter((claim) => claim.quantity === 'gain');
  const high = gains.filter((claim) => claim.gain === 'high');
  // Of a setting that is not the highest, the stated gain says nothing about the most the unit can have.
  const stated = (high.length > 0 ? high : gains).map(({ value, gain }) =>
    typeof value === 'number' && (gain === undefined || gain === 'high') ? value : UNKNOWN_GAIN_DB,
  );
  return ratioFromDb(stated.length > 0 ? Math.max(...stated) + 1 : UNKNOWN_GAIN_DB);
}

/** Volts rms that a claim asks of the output. */
function claimedOutputVoltsRms({ claim, loadOhms, outputVoltsRms }: ResolvedClaim): number {
  if (typeof claim.value !== 'number') return outputVoltsRms;
  if (claim.quantity === 'output_power' && loadOhms !== null) return Math.sqrt(claim.value * loadOhms);
  return claim.quantity === 'max_output_voltage' ? claim.value : outputVoltsRms;
}

function feasibility(resolved: ResolvedClaim, rig: Rig, gainRatio: number): ResolvedClaim {
  if (resolved.refused !== null || resolved.rule === null) return resolved;
  const { claim, loadOhms } = resolved;
  const refuse = (reasonCode: 'load-missing' | 'output-limited', text: string): ResolvedClaim => ({
    ...resolved,
    refused: { verdict: 'not-verifiable', reasonCode, text },
  });
  if (claim.quantity === 'input_impedance' && rig.seriesResistor === null) {
    return refuse('load-missing', 'Needs a resistor of about 10 kΩ, 0.1 %, to put in series with the drive.');
  }
  if (claim.quantity === 'output_impedance' && rig.loads.length === 0) {
    return refuse('load-missing', 'Needs a load resistor: 33 Ω, 1 %, 2 W for each channel will do.');
  }
  if (loadOhms === null) return resolved;
  const load = findLoad(rig, loadOhms);
  const claimedVoltsRms = claimedOutputVoltsRms(resolved);
  const neededWatts = claimedVoltsRms ** 2 / loadOhms / rig.limits.loadRatingShare;
  if (load === undefined) {
    return refuse(
      'load-missing',
      `Needs a ${formatQuantity(loadOhms, 'ohm')} resistor, 1 % or better, rated ${Math.ceil(neededWatts)} W or more, for each channel.`,
    );
  }
  const limit = outputLimit(rig, load);
  // A rig that cannot drive the unit that far is run all the same: distortion over the limit at its highest drive is a fail
  const drivable = rig.output.maxVoltsRms * gainRatio >= claimedVoltsRms;
  if (drivable && claimedVoltsRms > limit.voltsRms) {
    return refuse(
      'output-limited',
      `The claim means ${formatQuantity(claimedVoltsRms, 'V')} at the output, but ${limit.by} allows only ${formatQuantity(limit.voltsRms, 'V')}.`,
    );
  }
  return resolved;
}

/**
 * The ordered steps that would decide a card's claims on a rig. Loopback first; then without load, the low levels; then each load, lowest ohms first
 * because only a low load shows by its voltage drop that it is really connected, and each load's power search last (docs/adr/0005).
 */
export function planVerification(card: SpecCard, rig: Rig, rules: DeviationRules = DEFAULT_RULES): VerificationPlan {
  const cardLoadsOhms = [
    ...new Set(card.claims.flatMap((claim) => (typeof claim.load_ohm === 'number' ? [claim.load_ohm] : []))),
  ].sort((a, b) => a - b);
  const resolved = card.claims.map((claim) =>
    feasibility(resolveClaim(claim, cardLoadsOhms, rules), rig, predictedGainRatio(card)),
  );
  const live = resolved.filter((entry) => entry.refused === null || entry.refused.reasonCode === 'no-tolerance-stated');
  const steps = buildSteps(card, rig, live, rules);
  const claims = resolved.map((entry): PlannedClaim => ({
    claimId: entry.claim.id,
    quantity: entry.claim.quantity,
    rule: entry.rule,
    assumptions: entry.assumptions,
    stepIds: steps.filter((step) => step.claimIds.includes(entry.claim.id)).map((step) => step.id),
    refused: entry.refused ?? beyondNyquist(entry, rig),
  }));
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  return { schemaVersion: 1, cardId: card.id, rigId: rig.id, claims, steps, seconds };
}

/** The highest share of the sample rate that a claim may need: a residual or noise band may end in a converter's filter, a response may not. */
function highestRateShare(quantity: PlannedClaim['quantity']): number | null {
  switch (quantity) {
    case 'frequency_response':
      return HIGHEST_RATE_SHARE;
    case 'gain':
    case 'input_impedance':
    case 'output_impedance':
      return null;
    default:
      return HIGHEST_BAND_SHARE;
  }
}

/** A claim whose band lies above what the rate can show. A response is measured as far as it goes all the same: it may fail below. */
function beyondNyquist(entry: ResolvedClaim, rig: Rig): PlannedClaim['refused'] {
  const topHz = entry.bandHz[1];
  const share = highestRateShare(entry.claim.quantity);
  if (entry.rule === null || share === null || topHz <= share * rig.sampleRateHz) return null;
  const neededHz = Math.ceil(topHz / share / 1000);
  return {
    verdict: 'not-verifiable',
    reasonCode: 'beyond-nyquist',
    text: `The claim reaches ${formatQuantity(topHz, 'Hz')}; at ${rig.sampleRateHz / 1000} kHz this rig sees up to ${formatQuantity(share * rig.sampleRateHz, 'Hz')}. It needs a sampling rate of ${neededHz} kHz or more.`,
  };
}

function buildSteps(card: SpecCard, rig: Rig, live: readonly ResolvedClaim[], rules: DeviationRules): PlanStep[] {
  const ids = (...quantities: string[]): string[] =>
    live.filter((entry) => quantities.includes(entry.claim.quantity)).map((entry) => entry.claim.id);
  const steps: PlanStep[] = [];
  const levelVoltsRms = rules.outputVoltsRms;
  const add = (step: Omit<PlanStep, 'predictedLoadWatts'>): void => {
    const watts = step.wiring.loadOhms === null ? 0 : step.predictedOutputVoltsRms ** 2 / step.wiring.loadOhms;
    steps.push({ ...step, predictedLoadWatts: watts });
  };
  const low = {
    settings: { outputVoltsRms: levelVoltsRms, frequencyHz: 1000 },
    predictedOutputVoltsRms: levelVoltsRms,
  };
  add({
    id: 'baseline',
    kind: 'baseline',
    title: "The rig's own floor, distortion and response, in loopback",
    wiring: LOOPBACK,
    claimIds: [],
    ...low,
    seconds: 9,
  });
  add({
    id: 'gain',
    kind: 'gain',
    title: 'Gain, from very low levels upward',
    wiring: OPEN,
    claimIds: ids('gain'),
    ...low,
    seconds: 1.5,
  });
  const response = live.filter((entry) => entry.claim.quantity === 'frequency_response');
  const bandHz: [number, number] = [
    Math.min(10, ...response.map((entry) => entry.bandHz[0])),
    Math.max(20000, ...response.map((entry) => entry.bandHz[1])),
  ];
  add({
    id: 'response',
    kind: 'frequency-response',
    title: 'Frequency response, no load',
    wiring: OPEN,
    // Gain and impedances are read from this step's 1 kHz tone too
    claimIds: ids('frequency_response', 'gain', 'output_impedance', 'input_impedance'),
    ...low,
    settings: { ...low.settings, bandHz },
    seconds: PROBE_SECONDS,
  });
  add({
    id: 'noise',
    kind: 'noise',
    title: 'Noise with nothing playing',
    wiring: OPEN,
    claimIds: ids('noise', 'snr'),
    settings: { bandHz: rules.bandHz },
    predictedOutputVoltsRms: 0,
    seconds: 2,
  });
  if (rig.seriesResistor !== null && ids('input_impedance').length > 0) {
    add({
      id: 'input-impedance',
      kind: 'input-impedance',
      title: `Input impedance, ${formatQuantity(rig.seriesResistor.ohms, 'ohm')} in series with the drive`,
      wiring: { ...OPEN, seriesOhms: rig.seriesResistor.ohms },
      // The gain is told for the DUT's terminals, by this impedance
      claimIds: ids('input_impedance', 'gain'),
      ...low,
      seconds: PROBE_SECONDS,
    });
  }
  const addMaxOutput = (entries: readonly ResolvedClaim[], load: RigLoad | null): void => {
    for (const thdnLimitRatio of new Set(entries.map((entry) => entry.thdnLimitRatio))) {
      const together = entries.filter((entry) => entry.thdnLimitRatio === thdnLimitRatio);
      const claimedVoltsRms = Math.max(...together.map(claimedOutputVoltsRms));
      const loadText = load === null ? 'without load' : `into ${formatQuantity(load.ohms, 'ohm')}`;
      add({
        id: `power-${load?.ohms ?? 'open'}-${together[0].claim.id}`,
        kind: 'max-output',
        title: `Output ${loadText} up to ${Number((thdnLimitRatio * 100).toPrecision(6))} % THD+N`,
        wiring: { ...OPEN, loadOhms: load?.ohms ?? null },
        claimIds: together.map((entry) => entry.claim.id),
        settings: { frequencyHz: together[0].frequencyHz, bandHz: together[0].bandHz, thdnLimitRatio, claimedVoltsRms },
        predictedOutputVoltsRms: Math.min(
          outputLimit(rig, load).voltsRms,
          rig.output.maxVoltsRms * predictedGainRatio(card),
        ),
        seconds: 10,
      });
    }
  };
  addMaxOutput(
    live.filter(({ claim, loadOhms }) => claim.quantity === 'max_output_voltage' && loadOhms === null),
    null,
  );
  const outputImpedanceIds = ids('output_impedance');
  const needed = new Set(live.flatMap((entry) => (entry.loadOhms === null ? [] : [findLoad(rig, entry.loadOhms)])));
  const loads = rig.loads.filter((load) => needed.has(load)).sort((a, b) => a.ohms - b.ohms);
  if (loads.length === 0 && outputImpedanceIds.length > 0)
    loads.push(...[...rig.loads].sort((a, b) => a.ohms - b.ohms).slice(0, 1));
  for (const [index, load] of loads.entries()) {
    const wiring: Wiring = { ...OPEN, loadOhms: load.ohms };
    const loadText = formatQuantity(load.ohms, 'ohm');
    add({
      id: `load-${load.ohms}`,
      kind: 'output-impedance',
      title: `Output impedance and load check, ${loadText}`,
      wiring,
      claimIds: index === 0 ? outputImpedanceIds : [],
      ...low,
      seconds: PROBE_SECONDS,
    });
    const here = live.filter((entry) => entry.loadOhms !== null && findLoad(rig, entry.loadOhms) === load);
    for (const entry of here.filter(({ claim }) => claim.quantity === 'thd_n' || claim.quantity === 'thd')) {
      add({
        id: `thdn-${load.ohms}-${entry.claim.id}`,
        kind: 'thdn',
        title: `THD+N at ${formatQuantity(entry.outputVoltsRms, 'V')} into ${loadText}`,
        wiring,
        claimIds: [entry.claim.id],
        settings: { outputVoltsRms: entry.outputVoltsRms, frequencyHz: entry.frequencyHz, bandHz: entry.bandHz },
        predictedOutputVoltsRms: entry.outputVoltsRms,
        seconds: 4.6,
      });
    }
    addMaxOutput(
      here.filter(({ claim }) => claim.quantity === 'output_power' || claim.quantity === 'max_output_voltage'),
      load,
    );
  }
  return steps;
}
