import { AmpbenchError } from '../errors.ts';
import { dbFromRatio } from '../units/decibel.ts';
import type { AmpOutput } from './ampOutput.ts';
import type { Headphone } from './headphone.ts';
import { checkTarget } from './hearing.ts';
import { outputIntoLoad } from './outputIntoLoad.ts';
import type { OutputIntoLoad } from './outputIntoLoad.ts';
import type { Pairing, PairingReading, PairingTarget, PairingVerdict, SourceImpedanceEffects } from './pairing.ts';
import { pairingAssumptions, pairingWarnings } from './pairingRemarks.ts';
import { peakSplFromAverage, powerNeed, splFromVolts } from './powerNeed.ts';
import type { PowerNeed } from './powerNeed.ts';
import { dividerRatio, levelLossDb, responseChangeDb } from './sourceImpedance.ts';

/**
 * What units of one headphone, its ears and its wear differ by, dB: an assumption, printed with every answer. Makers rarely state a tolerance. It is the
 * headroom too that `enough` asks for.
 */
const SENSITIVITY_TOLERANCE_DB = 3;

const RANGES = {
  splDb: [0, 200],
  crestFactorDb: [0, 40],
  sourceVoltsRms: [1e-3, 100],
} as const satisfies Partial<Record<keyof PairingTarget, readonly [number, number]>>;

function checkRanges(target: PairingTarget): void {
  for (const key of ['splDb', 'crestFactorDb', 'sourceVoltsRms'] as const) {
    const [least, most] = RANGES[key];
    const value = target[key];
    if (value >= least && value <= most) continue;
    throw new AmpbenchError(
      'usage',
      'pairing-target-invalid',
      `${key} is ${value} but must be from ${least} to ${most} in what the headphone is to play`,
      { key, value: String(value), least, most },
    );
  }
}

function judge(readings: readonly PairingReading[], output: OutputIntoLoad | null, peakSplDb: number): PairingVerdict {
  if (readings.length === 0 || output === null) return 'cannot-be-said';
  const sensitivities = readings.map(({ sensitivity }) => sensitivity.dbPerVolt);
  const surely = splFromVolts(output.lowVoltsRms ?? 0, Math.min(...sensitivities));
  const atMost = splFromVolts(output.highVoltsRms ?? Infinity, Math.max(...sensitivities));
  if (surely >= peakSplDb + SENSITIVITY_TOLERANCE_DB) return 'enough';
  if (surely >= peakSplDb) return 'enough-without-headroom';
  return atMost < peakSplDb ? 'not-enough' : 'cannot-be-said';
}

function sourceImpedanceEffects(amp: AmpOutput, headphone: Headphone): SourceImpedanceEffects | null {
  if (amp.outputOhms === null) return null;
  const { low, high } = amp.outputOhms;
  const outputOhms = (low + high) / 2;
  const { nominalOhms, impedance } = headphone;
  const changeWith = (sourceOhms: number): number =>
    impedance === null ? 0 : responseChangeDb(impedance.maxOhms, impedance.minOhms, sourceOhms);
  return {
    outputOhms,
    levelLossDb: nominalOhms === null ? null : levelLossDb(nominalOhms, outputOhms),
    dampingFactor: nominalOhms === null || outputOhms === 0 ? null : nominalOhms / outputOhms,
    responseChange:
      impedance === null
        ? null
        : {
            db: changeWith(outputOhms),
            uncertaintyDb: (changeWith(high) - changeWith(low)) / 2,
            minOhms: impedance.minOhms,
            maxOhms: impedance.maxOhms,
            peakHz: impedance.peakHz,
            source: impedance.source,
          },
  };
}

/** Noise at the ear: the volts that the divider leaves, at the loudest reading of the sensitivity. */
function noiseAtEar(amp: AmpOutput, ohms: number, readings: readonly PairingReading[]): Pairing['noise'] {
  if (amp.noise === null || amp.noise.voltsRms <= 0 || readings.length === 0) return null;
  const loudest = Math.max(...readings.map(({ sensitivity }) => sensitivity.dbPerVolt));
  const { voltsRms, weighting, isUpperBound } = amp.noise;
  return {
    splDb: splFromVolts(voltsRms * dividerRatio(ohms, amp.outputOhms?.low ?? 0), loudest),
    weighting,
    isUpperBound,
  };
}

function splOrNull(voltsRms: number | null, dbPerVolt: number): number | null {
  return voltsRms === null || voltsRms <= 0 ? null : splFromVolts(voltsRms, dbPerVolt);
}

function recommended(
  readings: readonly PairingReading[],
  nominalOhms: number | null,
  peakSplDb: number,
): PowerNeed | null {
  if (nominalOhms === null || readings.length === 0) return null;
  const least = Math.min(...readings.map(({ sensitivity }) => sensitivity.dbPerVolt));
  return powerNeed(peakSplDb + SENSITIVITY_TOLERANCE_DB, least, nominalOhms);
}

/**
 * Does an amp drive a headphone to a level, and what else does it do to it: volts, amperes, watts and gain needed, the loudest level and what ends it, noise at
 * the ear, and what the output impedance changes. `enough` holds with the assumed tolerance of the sensitivity in hand, for every reading of a doubtful one;
 * `not-enough` for every reading too. docs/headphones.md.
 * @throws AmpbenchError `usage/pairing-target-invalid`, `usage/level-dangerous` (peaks over 120 dB SPL, not asked for explicitly)
 */
export function pairHeadphone(amp: AmpOutput, headphone: Headphone, target: PairingTarget): Pairing {
  checkRanges(target);
  const peakSplDb = target.as === 'peak' ? target.splDb : peakSplFromAverage(target.splDb, target.crestFactorDb);
  checkTarget(peakSplDb, target.allowDangerousLevel);
  const { nominalOhms, impedance } = headphone;
  const leastOhms = nominalOhms === null ? null : Math.min(nominalOhms, impedance?.minOhms ?? Infinity);
  const output = leastOhms === null ? null : outputIntoLoad(amp, leastOhms, target.sourceVoltsRms);
  const readings =
    nominalOhms === null
      ? []
      : headphone.sensitivity.map((sensitivity): PairingReading => {
          const { dbPerVolt } = sensitivity;
          const need = powerNeed(peakSplDb, dbPerVolt, nominalOhms);
          return {
            sensitivity,
            need,
            neededGainDb: dbFromRatio(
              need.voltsRms / dividerRatio(nominalOhms, amp.outputOhms?.high ?? 0) / target.sourceVoltsRms,
            ),
            reachableSplDb: {
              low: splOrNull(output?.lowVoltsRms ?? null, dbPerVolt),
              high: splOrNull(output?.highVoltsRms ?? null, dbPerVolt),
            },
          };
        });
  return {
    kind: 'pairing',
    schemaVersion: 1,
    verdict: judge(readings, output, peakSplDb),
    amp: { name: amp.name, basis: amp.basis, simulated: amp.simulated, isFedByVolts: amp.isFedByVolts },
    headphone: { name: headphone.name, nominalOhms, sources: headphone.sources },
    target: { ...target, peakSplDb },
    sensitivityToleranceDb: SENSITIVITY_TOLERANCE_DB,
    readings,
    output,
    recommended: recommended(readings, nominalOhms, peakSplDb),
    sourceImpedance: sourceImpedanceEffects(amp, headphone),
    noise: nominalOhms === null ? null : noiseAtEar(amp, nominalOhms, readings),
    warnings: pairingWarnings(readings, peakSplDb, SENSITIVITY_TOLERANCE_DB),
    assumptions: pairingAssumptions(amp, headphone, target, output, SENSITIVITY_TOLERANCE_DB),
  };
}
