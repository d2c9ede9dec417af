import type { OutputLimit } from '../headphone/outputIntoLoad.ts';
import type { Pairing, PairingReading, PairingVerdict } from '../headphone/pairing.ts';
import { formatQuantity } from '../units/format.ts';
import { wrapText } from './displayWidth.ts';

const DIGITS = 3;
/** The last decimal that response changes are shown to. */
const SHOWN_DB = 0.001;

const quantity = (value: number, unit: string): string => formatQuantity(value, unit, DIGITS);
const decibels = (value: number): string => `${value.toFixed(1)} dB`.replace('-', '\u2212');

/** The answer to the question people ask. */
const ANSWERS: Readonly<Record<PairingVerdict, string>> = {
  enough: 'No, you need no other amp: this one is ENOUGH, with headroom.',
  'enough-without-headroom': 'Barely not: this one is ENOUGH, but WITHOUT HEADROOM.',
  'not-enough': 'Yes, you need a stronger amp: this one is NOT ENOUGH.',
  'cannot-be-said': 'It CANNOT BE SAID from what is known.',
};

const LIMITS: Readonly<Record<OutputLimit, string>> = {
  voltage: "the amp's volts",
  current: "the amp's current",
  power: 'the most the amp gives into such a load',
  'gain-and-source': "gain × source: the source's volts are too few for this gain, not the amp's output",
};

const BASES: Readonly<Record<Pairing['amp']['basis'], string>> = {
  measured: 'as measured',
  published: 'as published, not measured',
  stated: 'as you stated',
};

function between(
  low: number | null,
  high: number | null,
  text: (value: number) => string,
  relativeSlack: boolean,
): string {
  if (low === null && high === null) return 'not known';
  if (low === null) return `at most ${text(high!)}`;
  if (high === null) return `at least ${text(low)}`;
  const isOne = relativeSlack ? high - low <= 0.01 * high : high - low < 0.1;
  return isOne ? text(low) : `${text(low)} to ${text(high)}`;
}

function marginText(low: number | null, high: number | null, wanted: number): string {
  if (low !== null && low >= wanted) return `: ${decibels(low - wanted)} more than wanted`;
  return high !== null && high < wanted ? `: ${decibels(wanted - high)} short` : '';
}

function noiseWords(splDb: number): string {
  if (splDb < 0) return 'below the threshold of hearing';
  return splDb < 20 ? 'to be heard only where it is very quiet, if at all' : 'may be heard as hiss in a quiet room';
}

function readingRows({ amp, target, readings }: Pairing, reading: PairingReading): (readonly [string, string])[] {
  const { need, neededGainDb, reachableSplDb, sensitivity } = reading;
  const { low, high } = reachableSplDb;
  const gain = amp.isFedByVolts ? `; gain ${decibels(neededGainDb)} from ${quantity(target.sourceVoltsRms, 'V')}` : '';
  const rows: (readonly [string, string])[] = [
    [
      'needs',
      `${quantity(need.voltsRms, 'V')}, ${quantity(need.amperesRms, 'A')}, ${quantity(need.watts, 'W')} at the headphone${gain}`,
    ],
    [
      'can reach',
      `${between(low, high, (db) => `${db.toFixed(1)} dB SPL`, false)}${marginText(low, high, target.peakSplDb)}`,
    ],
  ];
  return readings.length > 1 ? [['if it is', sensitivity.text], ...rows] : [['sensitivity', sensitivity.text], ...rows];
}

function impedanceRows({ sourceImpedance }: Pairing): (readonly [string, string])[] {
  if (sourceImpedance === null) return [];
  const { outputOhms, levelLossDb, dampingFactor, responseChange } = sourceImpedance;
  const damping = dampingFactor === null ? '' : `, damping factor ${dampingFactor.toPrecision(DIGITS)}`;
  const loss = levelLossDb === null ? '' : `: ${levelLossDb.toFixed(2)} dB of level lost`;
  const rows: (readonly [string, string])[] = [['output impedance', `${quantity(outputOhms, 'ohm')}${loss}${damping}`]];
  if (responseChange !== null) {
    const { db, uncertaintyDb, minOhms, maxOhms, peakHz } = responseChange;
    const at = peakHz === null ? '' : ` at ${quantity(peakHz, 'Hz')}`;
    const spread = uncertaintyDb < SHOWN_DB ? '' : ` ± ${uncertaintyDb.toFixed(3)}`;
    rows.push([
      'response change',
      `+${db.toFixed(3)}${spread} dB at the impedance peak (${quantity(maxOhms, 'ohm')}${at}) against the least (${quantity(minOhms, 'ohm')})`,
    ]);
  }
  return rows;
}

/** `Do I need another amp?` in a sentence. */
export const pairingAnswer = ({ verdict }: Pairing): string => ANSWERS[verdict];

/** The numbers behind the answer: what each is, and its text. */
export function pairingRows(pairing: Pairing): readonly (readonly [string, string])[] {
  const { output, noise, recommended, target } = pairing;
  const wanted =
    target.as === 'peak'
      ? `${target.splDb} dB SPL on peaks`
      : `${target.splDb} dB SPL on average, ${target.peakSplDb.toFixed(1)} dB SPL on peaks`;
  const rows: (readonly [string, string])[] = [['wanted', wanted]];
  for (const reading of pairing.readings) rows.push(...readingRows(pairing, reading));
  if (output !== null) {
    const volts = between(output.lowVoltsRms, output.highVoltsRms, (value) => quantity(value, 'V'), true);
    const limit = output.limitedBy === null ? '' : `; what ends it: ${LIMITS[output.limitedBy]}`;
    rows.push(['most it gives', `${volts} at the headphone${limit}`]);
  }
  if (recommended !== null && (pairing.verdict === 'not-enough' || pairing.verdict === 'cannot-be-said')) {
    const { voltsRms, amperesRms, watts } = recommended;
    rows.push([
      'look for',
      `an amp of ${quantity(voltsRms, 'V')} and ${quantity(amperesRms, 'A')} (${quantity(watts, 'W')}) into ${quantity(pairing.headphone.nominalOhms!, 'ohm')}, ${pairing.sensitivityToleranceDb} dB of headroom with it`,
    ]);
  }
  if (noise !== null) {
    const unit = noise.weighting === 'a' ? 'dB SPL (A)' : 'dB SPL, unweighted';
    const level = `${noise.isUpperBound ? 'at most ' : ''}${noise.splDb.toFixed(1)} ${unit}`.replace('-', '\u2212');
    rows.push(['noise at the ear', `${level}: ${noiseWords(noise.splDb)}`]);
  } else rows.push(['noise at the ear', 'not known']);
  return [...rows, ...impedanceRows(pairing)];
}

/** A hanging paragraph: label in its column, text wrapped beside it. */
function paragraph(label: string, indent: number, text: string, width: number): string[] {
  return wrapText(text, width - indent).map((line, index) =>
    index === 0 ? `${label.padEnd(indent)}${line}` : ' '.repeat(indent) + line,
  );
}

/**
 * `Do I need an amp?` for a terminal: the answer first, then the numbers, what may hurt, and all it rests on.
 * @param width terminal columns; no line is wider
 */
export function renderPairing(pairing: Pairing, width: number): string {
  const { amp, headphone, warnings, assumptions } = pairing;
  const simulated = amp.simulated ? ', SIMULATED: no physical device was measured' : '';
  const ohms = headphone.nominalOhms === null ? '' : ` (${quantity(headphone.nominalOhms, 'ohm')})`;
  const rows = pairingRows(pairing);
  const indent = Math.max(...rows.map(([label]) => label.length)) + 4;
  const lines = [
    ...wrapText(`${headphone.name}${ohms} on ${amp.name} (${BASES[amp.basis]}${simulated})`, width),
    '',
    ...wrapText(`Do I need another amp? ${pairingAnswer(pairing)}`, width),
    '',
    ...rows.flatMap(([label, text]) => paragraph(`  ${label}`, indent, text, width)),
  ];
  if (warnings.length > 0) lines.push('', ...warnings.flatMap((text) => paragraph('! ', 2, text, width)));
  lines.push('', 'This rests on:', ...assumptions.flatMap((text) => paragraph('  - ', 4, text, width)));
  lines.push(...paragraph('  - ', 4, `Headphone data: ${headphone.sources.join('; ')}.`, width));
  return `${lines.join('\n')}\n`;
}
