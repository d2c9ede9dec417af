import type { Qa40xCapture } from '../../core/qa40x/capture.ts';
import type { Distortion } from '../../core/qa40x/distortion.ts';
import { bandVoltsRms, highestLine, type LinearSpectrum } from '../../core/qa40x/spectrum.ts';
import { playedHz } from '../../core/qa40x/stimulus.ts';
import { dbFromRatio, dbvFromVoltsRms } from '../../core/units/decibel.ts';
import type { Qa40xAnalyzer } from './analyzer.ts';
import type { CallArguments } from './arguments.ts';
import type { Answer, Route } from './route.ts';

const HIGHEST_HZ = 1_000_000;

const hertz = (args: CallArguments, name: string): number => args.number(name, 0, HIGHEST_HZ);

const pair = <Value>([left, right]: readonly [Value, Value], show: (value: Value) => number): Answer => ({
  Left: String(show(left)),
  Right: String(show(right)),
});

/** Doubles, little endian as on every machine Node runs on. */
const base64 = ({ buffer, byteOffset, byteLength }: Float64Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** A reading of a tone; `ends` names the band's ends in the path. */
function toneRoute(name: string, ends: 'max' | 'min/max', about: string, show: (reading: Distortion) => number): Route {
  return {
    verb: 'GET',
    path: `/${name}/{fundamental}/${ends === 'max' ? '{max}' : '{min}/{max}'}`,
    about,
    answer: ({ capture, settings }, args) => {
      const bandHz = [ends === 'max' ? 0 : hertz(args, 'min'), hertz(args, 'max')] as const;
      return pair(capture.distortions(hertz(args, 'fundamental'), bandHz, settings), show);
    },
  };
}

function bandRoute(
  name: string,
  about: string,
  show: (spectrum: LinearSpectrum, lowHz: number, highHz: number) => number,
): Route {
  return {
    verb: 'GET',
    path: `/${name}/{min}/{max}`,
    about,
    answer: ({ capture, settings }, args) => {
      const [lowHz, highHz] = [hertz(args, 'min'), hertz(args, 'max')];
      return pair(capture.inputSpectra(settings), (spectrum) => show(spectrum, lowHz, highHz));
    },
  };
}

function dataRoute(side: 'Input' | 'Output', domain: 'Time' | 'Frequency', about: string): Route {
  return {
    verb: 'GET',
    path: `/Data/${domain}/${side}`,
    about,
    answer: ({ capture, settings }) => {
      if (domain === 'Time') {
        const [left, right] = side === 'Input' ? capture.input : capture.output;
        return { Dx: String(1 / capture.sampleRateHz), Left: base64(left), Right: base64(right) };
      }
      const [left, right] = side === 'Input' ? capture.inputSpectra(settings) : capture.outputSpectra(settings);
      return { Dx: String(left.binWidthHz), Left: base64(left.volts), Right: base64(right.volts) };
    },
  };
}

function phaseOf({ settings }: Qa40xAnalyzer, capture: Qa40xCapture): ReturnType<Qa40xCapture['phase']> {
  const tone = settings.tones.find(({ isOn }) => isOn);
  return capture.phase(tone === undefined ? null : playedHz(tone, settings));
}

const percent = (ratio: number): number => 100 * ratio;

export const READING_ROUTES: readonly Route[] = [
  toneRoute('ThdDb', 'max', 'THD up to max Hz, dB', ({ thdRatio }) => dbFromRatio(thdRatio)),
  toneRoute('ThdPct', 'max', 'THD up to max Hz, per cent', ({ thdRatio }) => percent(thdRatio)),
  toneRoute('ThdnDb', 'min/max', 'THD+N in a band, dB', ({ thdnRatio }) => dbFromRatio(thdnRatio)),
  toneRoute('ThdnPct', 'min/max', 'THD+N in a band, per cent', ({ thdnRatio }) => percent(thdnRatio)),
  toneRoute('SnrDb', 'min/max', 'tone to noise in a band, dB', ({ snrRatio }) => dbFromRatio(snrRatio)),
  bandRoute('RmsDbv', 'all that lies in a band, dBV', (spectrum, lowHz, highHz) =>
    dbvFromVoltsRms(bandVoltsRms(spectrum, lowHz, highHz)),
  ),
  bandRoute('PeakDbv', 'highest line of a band, dBV', (spectrum, lowHz, highHz) =>
    dbvFromVoltsRms(highestLine(spectrum, lowHz, highHz).voltsRms),
  ),
  bandRoute(
    'PeakHz',
    'its frequency, Hz',
    (spectrum, lowHz, highHz) => highestLine(spectrum, lowHz, highHz).frequencyHz,
  ),
  dataRoute('Input', 'Time', 'volts, base64 doubles'),
  dataRoute('Input', 'Frequency', 'volts rms per line from 0 Hz, base64 doubles'),
  dataRoute('Output', 'Time', 'what was played, volts at the generator'),
  dataRoute('Output', 'Frequency', 'its spectrum'),
  {
    verb: 'GET',
    path: '/Phase/Degrees',
    about: 'right re left at the tone, degrees',
    answer: (analyzer) => ({
      Value: String((180 / Math.PI) * phaseOf(analyzer, analyzer.capture).phaseRadians),
    }),
  },
  {
    verb: 'GET',
    path: '/Phase/Seconds',
    about: 'the same as a delay, s',
    answer: (analyzer) => {
      const { phaseRadians, frequencyHz } = phaseOf(analyzer, analyzer.capture);
      return { Value: String(-phaseRadians / (2 * Math.PI * frequencyHz)) };
    },
  },
];
