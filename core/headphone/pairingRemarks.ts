import { formatQuantity } from '../units/format.ts';
import type { AmpOutput } from './ampOutput.ts';
import type { Headphone } from './headphone.ts';
import { dailyLimitSeconds, HEARING_WARNING_SPL_DB } from './hearing.ts';
import type { OutputIntoLoad } from './outputIntoLoad.ts';
import type { PairingReading, PairingTarget } from './pairing.ts';

const spl = (db: number): string => `${db.toFixed(1)} dB SPL`;

/** What may hurt: a target over 110 dB SPL, and a pair that can go over it whatever the target, with the headphone's tolerance. */
export function pairingWarnings(
  readings: readonly PairingReading[],
  peakSplDb: number,
  toleranceDb: number,
): readonly string[] {
  const warnings: string[] = [];
  const time = (db: number): string => formatQuantity(dailyLimitSeconds(db), 's', 2);
  if (peakSplDb > HEARING_WARNING_SPL_DB) {
    warnings.push(
      `Hearing: ${spl(peakSplDb)} is loud enough to harm. If it lasted, the limit for a whole day (NIOSH 98-126) would be used up in ${time(peakSplDb)}.`,
    );
  }
  const highest = readings.map(({ reachableSplDb }) => reachableSplDb.high ?? reachableSplDb.low ?? -Infinity);
  const loudest = Math.max(...highest) + toleranceDb;
  if (loudest > HEARING_WARNING_SPL_DB) {
    warnings.push(
      `Hearing: turned up, this pair may play as loud as ${spl(loudest)}, tolerance included. Turn the volume fully down before you put the headphone on.`,
    );
  }
  return warnings;
}

/** Everything the answer rests on that neither maker nor measurement states. */
export function pairingAssumptions(
  amp: AmpOutput,
  headphone: Headphone,
  target: PairingTarget,
  output: OutputIntoLoad | null,
  toleranceDb: number,
): readonly string[] {
  const assumptions: string[] = [
    `The headphone's sensitivity may be off by ±${toleranceDb} dB: units and ears differ, makers rarely state a tolerance.`,
    'Levels are those of a sine, as sensitivities are given; an amp is as loud as the sine with the same peaks.',
  ];
  if (target.as === 'average')
    assumptions.push(`The music's peaks are ${target.crestFactorDb} dB over its average (crest factor).`);
  if (headphone.sensitivity.length > 1)
    assumptions.push(
      'What the sensitivity is given for is in doubt: both readings are shown, and both must be enough.',
    );
  if (headphone.sensitivity.length === 0)
    assumptions.push('No readable source gives the sensitivity, or what it is given for: no level can be told.');
  if (headphone.nominalOhms === null) assumptions.push('No readable source gives the nominal impedance.');
  if (headphone.impedance === null)
    assumptions.push(
      'The impedance against frequency is not known: what the output impedance does to the response cannot be told.',
    );
  else if (headphone.impedance.minIsNominal)
    assumptions.push('The least impedance is not known: the nominal one stands for it.');
  if (amp.points.length === 0) assumptions.push('How much this amp puts out is not known.');
  if (output !== null && output.beyondKnownLoads !== null) {
    const loads = amp.points.map(({ loadOhms }) => loadOhms);
    assumptions.push(
      output.beyondKnownLoads === 'above'
        ? `No maximum is known for so high a load: the amp gives it no fewer volts than ${formatQuantity(Math.max(...loads), 'ohm')}; how many more is not known.`
        : `No maximum is known for so low a load: the amp gives it no less current than ${formatQuantity(Math.min(...loads), 'ohm')}, if it bears such a load at all.`,
    );
  }
  if (amp.maxAmperesRms === Infinity) assumptions.push('No current limit was given: none is assumed.');
  if (amp.outputOhms === null)
    assumptions.push(
      'The output impedance is not known: 0 Ω is assumed for the level, and nothing is said of the response.',
    );
  if (amp.isFedByVolts) {
    assumptions.push(
      amp.gainRatio === null
        ? `The amp's gain is not known: that the source's ${formatQuantity(target.sourceVoltsRms, 'V')} drive it fully is taken for granted.`
        : `The source gives ${formatQuantity(target.sourceVoltsRms, 'V')} at most.`,
    );
  }
  return [...assumptions, ...amp.remarks];
}
