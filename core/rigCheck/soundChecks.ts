import type { Rig } from '../calibration/rig.ts';
import type { AnalysisFinding, ClockEstimate } from '../measure/analysis.ts';
import type { IntegrityCode } from '../measure/integrity/finding.ts';
import { dbFromRatio } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';
import { failed, ok, warning, type PreflightCheck } from './preflight.ts';

/** A calibration holds to a few per cent; a volume control that was touched does not. */
const LEVEL_RANGE_DB = 1.5;
/** Two levels 20 dB apart through a straight wire. */
const LEVEL_DEPENDENCE_DB = 0.1;
/** From 50 Hz to 15 kHz through a straight wire. */
const UNEVENNESS_DB = 1;
/** DC at an input, of its full scale. */
const LARGEST_DC_SHARE = 1e-3;
const LARGEST_PPM = 1000;
/** Two usual rates differ by 8 % or more; a line is read to half a bin of 1 Hz. */
const LARGEST_OFFSET = 2e-3;
/** Hum this far under the level that was played spoils no figure but the noise. */
const HARMLESS_HUM_DB = -110;

const signed = (db: number): string => `${db <= -0.005 ? '−' : '+'}${Math.abs(db).toFixed(2)} dB`;

/** Level of each channel re what the calibration predicts. */
export function checkLevel(rig: Rig, ratios: readonly number[]): PreflightCheck {
  const off = ratios.map((ratio) => dbFromRatio(ratio));
  const worst = off.reduce((most, db) => (Math.abs(db) > Math.abs(most) ? db : most), 0);
  const list = rig.channels.map(({ name }, index) => `${name} ${signed(off[index])}`).join(', ');
  if (Math.abs(worst) <= LEVEL_RANGE_DB) return ok('level', `As the calibration predicts: ${list}.`);
  return failed(
    'level',
    `Off what the calibration predicts: ${list}.`,
    'Set the volume of the system and of its mixer to 100 % and the gain of the interface as it was; then calibrate again.',
  );
}

/** Gain that depends on level or frequency, where there is nothing but a cable. */
export function checkEffects(levelDependenceDb: number, unevennessDb: number): PreflightCheck {
  if (Math.abs(levelDependenceDb) > LEVEL_DEPENDENCE_DB) {
    return failed(
      'effects',
      `20 dB more drive gives ${signed(levelDependenceDb)} beside it: something compresses, limits or gates.`,
      'Switch off loudness equalisation, noise suppression, automatic gain and every effect of the system, the driver and the interface.',
    );
  }
  if (unevennessDb > UNEVENNESS_DB) {
    return failed(
      'effects',
      `The straight wire is uneven by ${unevennessDb.toFixed(2)} dB from 50 Hz to 15 kHz: an equaliser or a filter is in it.`,
      'Switch off equalisers, bass boost, room correction and spatial sound; use line inputs, not microphone or phono ones.',
    );
  }
  return ok('effects', `Gain the same at two levels, even to ${Math.max(unevennessDb, 0.01).toFixed(2)} dB.`);
}

const BROKEN: ReadonlySet<IntegrityCode> = new Set([
  'dropped-samples',
  'repeated-samples',
  'missing-block',
  'muted',
  'pop',
  'clipped',
  'dc-step',
  'level-drift',
  'truncated',
  'not-finite',
  'xrun',
]);

/** Of several places that are named in one line. */
const MOST_PLACES = 3;

type Finding = Pick<AnalysisFinding, 'code' | 'text'>;

/** Frequencies of the tone as each channel recorded it, against what was played. */
export function checkToneFrequency(heardHz: readonly number[], playedHz: number): PreflightCheck {
  const off = heardHz.find((hz) => Math.abs(hz / playedHz - 1) > LARGEST_OFFSET);
  if (off === undefined) return ok('rate', 'Player and recorder run at the rate of the rig.');
  return failed(
    'rate',
    `${playedHz} Hz was played but ${off.toFixed(1)} Hz came back: player and recorder run at different rates.`,
    'Set the devices, their clock sources and the system to the rate of the rig.',
  );
}

/** Samples that are lost, repeated, cut off or covered. */
export function checkSamples(findings: readonly Finding[]): PreflightCheck {
  const broken = [...new Set(findings.filter(({ code }) => BROKEN.has(code)).map(({ text }) => text))];
  if (broken.length === 0) return ok('samples', 'No sample lost, repeated or clipped.');
  const more = broken.length > MOST_PLACES ? `; and ${broken.length - MOST_PLACES} more` : '';
  return failed(
    'samples',
    `${broken.slice(0, MOST_PLACES).join('; ')}${more}.`,
    'Close other programs, use another USB socket without a hub, raise the buffer of the driver, and lower the input gain where it clips.',
  );
}

/** A band that ends where that of a lower rate would. */
export function checkResampling(findings: readonly Finding[]): PreflightCheck {
  const found = findings.find(({ code }) => code === 'resampled');
  if (found === undefined) return ok('resampling', 'The whole band comes through.');
  return failed(
    'resampling',
    `${found.text}.`,
    'Set the system to the rate of the rig, or open the device in exclusive mode, past the mixer.',
  );
}

/** Channels whose sweep came back with the opposite sign. */
export function checkPolarity(rig: Rig, inverted: readonly boolean[]): PreflightCheck {
  const names = rig.channels.filter((_, index) => inverted[index]).map(({ name }) => name);
  if (names.length === 0) return ok('polarity', 'Every channel keeps its polarity.');
  return warning(
    'polarity',
    `The polarity is inverted on ${names.join(', ')}.`,
    'Look for a cable with its legs crossed, or a polarity switch.',
  );
}

/** DC at the inputs, volts. */
export function checkDc(rig: Rig, dcVolts: readonly number[]): PreflightCheck {
  if (rig.input.coupling === 'ac') return ok('dc', 'The inputs cannot see DC: check outputs with a multimeter.');
  const list = rig.channels.map(({ name }, index) => `${name} ${formatQuantity(dcVolts[index], 'V', 2)}`).join(', ');
  const largest = Math.max(...dcVolts.map(Math.abs));
  if (largest <= LARGEST_DC_SHARE * rig.input.fullScaleVoltsRms * rig.input.dividerRatio) return ok('dc', `${list}.`);
  return warning(
    'dc',
    `DC at the inputs: ${list}.`,
    'Let the interface warm up and calibrate its offset; a DC blocker in the driver hides it but does not remove it.',
  );
}

export interface HumFound {
  readonly channel: string;
  readonly frequencyHz: number;
  readonly voltsRms: number;
}

/** Mains hum while nothing played. */
export function checkHum(hum: readonly HumFound[], playedVoltsRms: number): PreflightCheck {
  const heard = hum.filter(({ voltsRms }) => dbFromRatio(voltsRms / playedVoltsRms) > HARMLESS_HUM_DB);
  if (heard.length === 0) return ok('hum', 'No mains hum stands out of the noise.');
  const list = heard
    .map(
      ({ channel, frequencyHz, voltsRms }) =>
        `${formatQuantity(voltsRms, 'V', 2)} at multiples of ${frequencyHz.toFixed(1)} Hz on ${channel}`,
    )
    .join(', ');
  return warning(
    'hum',
    `Mains hum: ${list}.`,
    'Power computer and interface from one strip, try the laptop on its battery, use balanced cables, and keep leads away from supplies.',
  );
}

/** The clock relation as found against what the rig says. */
export function checkClock(rig: Rig, { ppm, uncertaintyPpm }: ClockEstimate): PreflightCheck {
  const text = `Player and recorder are ${signed(ppm).replace(' dB', ' ppm')} apart (± ${uncertaintyPpm.toFixed(2)} ppm)`;
  if (Math.abs(ppm) > LARGEST_PPM) {
    return failed('clock', `${text}: that is another rate, not another crystal.`, 'Set both devices to one rate.');
  }
  const isShared = Math.abs(ppm) <= Math.max(5 * uncertaintyPpm, 0.5);
  if (rig.clock === 'shared' && !isShared) {
    return warning(
      'clock',
      `${text}, but the rig says that they share a clock.`,
      'Say in the rig that the clocks are separate, or set the clock source of the interface to internal.',
    );
  }
  return ok('clock', `${text}: ${isShared ? 'one clock' : 'two clocks, which is followed'}.`);
}
