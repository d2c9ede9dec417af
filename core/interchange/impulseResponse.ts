import { AmpbenchError } from '../errors.ts';
import { printable } from '../report/displayWidth.ts';
import { quoted, textFault } from './textFault.ts';
import { linesOf } from './textTable.ts';

/** An impulse response as REW exchanges it. */
export interface ImpulseResponse {
  /** For people; empty where there is none. */
  readonly title: string;
  readonly sampleRateHz: number;
  /** When the first sample is, re the stimulus. */
  readonly startSeconds: number;
  /** As they were before any normalisation: shares of full scale. */
  readonly samples: Float64Array;
}

/** The first line of REW's text export. */
const FIRST_LINE = /^\s*\*\s*Impulse Response data\b/iu;
const DATA_START = /^\*\s*Data start\s*$/iu;
const HEADER_NUMBER =
  /^(\S+)\s*\/\/\s*(Peak value before normalisation|Peak index|Response length|Sample interval \(seconds\)|Start time \(seconds\)|Data offset \(dB\))\s*$/iu;
const NUMBER = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d{1,4})?$/u;
const NORMALISED = /^\*\s*IR is normalised/iu;
const TITLE = /^\*\s*Measurement:\s*(.*)$/iu;
/** A rate whose reciprocal was written with fewer digits than a double has. */
const RATE_ROUNDING = 1e-9;

/** Whether a text is REW's export of an impulse response. */
export const isRewImpulse = (text: string): boolean => FIRST_LINE.test(text.slice(0, 200).replace(/^\uFEFF/u, ''));

function numberOn(text: string, line: number, place: string): number {
  const value = NUMBER.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw textFault('number-invalid', place, line, `${quoted(text)} is no finite number`);
}

/**
 * Reads REW's text of an impulse response; a normalised one is multiplied by its peak value again.
 * @param place the file's name, for messages
 * @throws AmpbenchError of kind `data` naming the line: `number-invalid`, `impulse-header-missing`, `impulse-length` (fewer or more samples than the header says)
 */
export function readRewImpulse(text: string, place: string): ImpulseResponse {
  const lines = linesOf(text, place);
  const start = lines.findIndex((line) => DATA_START.test(line));
  if (start < 0)
    throw textFault('impulse-header-missing', place, lines.length, 'there is no line "* Data start" in it');
  const header = new Map<string, number>();
  for (const [index, line] of lines.slice(0, start).entries()) {
    const match = HEADER_NUMBER.exec(line.trim());
    if (match !== null) header.set(match[2].toLowerCase(), numberOn(match[1], index + 1, place));
  }
  const needed = (name: string): number => {
    const value = header.get(name.toLowerCase());
    if (value === undefined)
      throw textFault('impulse-header-missing', place, start + 1, `the header says nothing of "${name}"`);
    return value;
  };
  const interval = needed('Sample interval (seconds)');
  if (!(interval > 0 && interval <= 1))
    throw textFault(
      'impulse-header-missing',
      place,
      start + 1,
      `the sample interval is ${interval} s but must be over 0`,
    );
  const samples: number[] = [];
  for (let index = start + 1; index < lines.length; index++) {
    const line = lines[index].trim();
    if (line !== '') samples.push(numberOn(line, index + 1, place));
  }
  const length = needed('Response length');
  if (samples.length !== length)
    throw textFault(
      'impulse-length',
      place,
      lines.length,
      `there are ${samples.length} samples but the header says ${length}: the file was cut or edited`,
    );
  const peak = lines.slice(0, start).some((line) => NORMALISED.test(line))
    ? needed('Peak value before normalisation')
    : 1;
  return {
    title:
      lines
        .slice(0, start)
        .map((line) => TITLE.exec(line)?.[1])
        .find((found) => found !== undefined) ?? '',
    sampleRateHz: rateFrom(interval),
    startSeconds: header.get('start time (seconds)') ?? 0,
    samples: Float64Array.from(samples, (sample) => sample * peak),
  };
}

function rateFrom(intervalSeconds: number): number {
  const rate = 1 / intervalSeconds;
  const whole = Math.round(rate);
  return Math.abs(rate - whole) <= RATE_ROUNDING * rate ? whole : rate;
}

/** The same as text that REW and `readRewImpulse` read, every digit kept. @throws AmpbenchError `data/impulse-empty` */
export function writeRewImpulse({ title, sampleRateHz, startSeconds, samples }: ImpulseResponse): string {
  if (samples.length === 0) throw new AmpbenchError('data', 'impulse-empty', 'the impulse response has no sample');
  let peakIndex = 0;
  for (const [index, sample] of samples.entries())
    if (Math.abs(sample) > Math.abs(samples[peakIndex])) peakIndex = index;
  return `${[
    '* Impulse Response data written by Ampbench',
    '* IR is not normalised',
    '* IR window has not been applied',
    '* IR is not the min phase version',
    `* Measurement: ${printable(title).trim()}`,
    `${Math.abs(samples[peakIndex])} // Peak value before normalisation`,
    `${peakIndex} // Peak index`,
    `${samples.length} // Response length`,
    `${1 / sampleRateHz} // Sample interval (seconds)`,
    `${startSeconds} // Start time (seconds)`,
    '* Data start',
    ...samples,
  ].join('\n')}\n`;
}
