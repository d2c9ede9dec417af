import { AmpbenchError } from '../../core/errors.ts';
import {
  QA40X_INPUT_RANGES_DBV,
  QA40X_MUTINGS,
  QA40X_SOURCES,
  type Qa40xSettings,
  type Tone,
} from '../../core/qa40x/settings.ts';
import { QA40X_WINDOWS } from '../../core/qa40x/window.ts';
import type { Qa40xAnalyzer } from './analyzer.ts';
import type { CallArguments } from './arguments.ts';
import type { Answer, Route } from './route.ts';

const BUFFER_FRAMES = Array.from({ length: 11 }, (_, power) => 1024 * 2 ** power);
const LEVEL_DBV = [-120, 18] as const;
const FREQUENCY_HZ = [1, 96_000] as const;

/** What this bench has not got, said at the call. */
const cannot = (what: string): AmpbenchError =>
  new AmpbenchError('usage', 'not-available', `${what}; docs/qa40x.md lists what is not available`);

const setting = (
  path: string,
  about: string,
  read: (args: CallArguments, analyzer: Qa40xAnalyzer) => Partial<Qa40xSettings>,
): Route => ({
  verb: 'PUT',
  path: `/Settings/${path}`,
  about,
  answer: (analyzer, args): Answer => {
    analyzer.change(read(args, analyzer));
    return {};
  },
});

/** A level that the rig may not play is refused where it would be played; kept, where it is off. */
function level(args: CallArguments, analyzer: Qa40xAnalyzer, isOn: boolean): number {
  const levelDbv = args.number('levelDbv', ...LEVEL_DBV);
  if (isOn) analyzer.requirePlayable(levelDbv);
  return levelDbv;
}

export const SETTING_ROUTES: readonly Route[] = [
  setting('Default', 'everything as it was at the start: generators off', (_, { defaults }) => defaults),
  setting('BufferSize/{frames}', 'frames of a capture, a power of two from 1024 to 1048576', (args) => ({
    bufferFrames: args.oneOf('frames', BUFFER_FRAMES),
  })),
  setting('SampleRate/{Hz}', 'a rate that the rig opens at', (args, { bench }) => ({
    sampleRateHz: args.oneOf('Hz', bench.sampleRatesHz),
  })),
  setting('Input/Max/{dBV}', `full scale of the input: ${QA40X_INPUT_RANGES_DBV.join(', ')}`, (args) => ({
    inputRangeDbv: args.oneOf('dBV', QA40X_INPUT_RANGES_DBV),
  })),
  setting('Windowing/{window}', QA40X_WINDOWS.join(', '), (args) => ({ window: args.oneOf('window', QA40X_WINDOWS) })),
  setting('Weighting/{weighting}', 'None or AWeighting', (args) => {
    const weighting = args.oneOf('weighting', ['None', 'AWeighting', 'User']);
    if (weighting === 'User') throw cannot('there is no user weighting on this bench');
    return { isAWeighted: weighting === 'AWeighting' };
  }),
  setting('RoundFrequencies/{state}', 'On: tones are moved onto bins of the buffer', (args) => ({
    roundsFrequencies: args.isOn('state'),
  })),
  setting(
    'AudioGen/{generator}/{state}/{Hz}/{levelDbv}',
    'Gen1 or Gen2, On or Off, 1 to 96000 Hz, -120 to 18 dBV rms',
    (args, analyzer) => {
      const generator = args.oneOf('generator', ['Gen1', 'Gen2']);
      const isOn = args.isOn('state');
      const frequencyHz = args.number('Hz', ...FREQUENCY_HZ);
      const tone: Tone = { isOn, frequencyHz, levelDbv: level(args, analyzer, isOn) };
      const [first, second] = analyzer.settings.tones;
      return { tones: generator === 'Gen1' ? [tone, second] : [first, tone] };
    },
  ),
  setting('OutputSource/{source}', QA40X_SOURCES.join(', '), (args) => ({
    source: args.oneOf('source', QA40X_SOURCES),
  })),
  setting('NoiseGen/{levelDbv}', 'white noise, dBV rms', (args, analyzer) => ({
    noiseDbv: level(args, analyzer, true),
  })),
  setting(
    'ExpoChirpGen/{levelDbv}/{windowSeconds}/{octaveFraction}/{rightIsReference}',
    'chirp: dBV rms, gate of the response in s (0: none), smoothing over 1/n octave (0: none), True: left re right',
    (args, analyzer) => ({
      chirp: {
        levelDbv: level(args, analyzer, true),
        gateSeconds: args.number('windowSeconds', 0, 60),
        octaveFraction: args.number('octaveFraction', 0, 96),
        isRightReference: args.isTrue('rightIsReference'),
      },
    }),
  ),
  setting('IdleGen/{state}', 'Off: nothing plays between captures', (args) => {
    if (args.isOn('state')) throw cannot('nothing plays between captures on this bench');
    return {};
  }),
  setting('I2sGen/{state}', 'Off: there is no I2S output', (args) => {
    if (args.isOn('state')) throw cannot('this bench has no I2S output');
    return {};
  }),
  setting('I2sGen/Width/{bits}', '16 or 32; there is no I2S output', (args) => {
    args.oneOf('bits', [16, 32]);
    return {};
  }),
  setting('Title/{title}', 'of the picture', (args) => ({ title: args.text('title').slice(0, 200) })),
  setting('Muting/{muting}', `${QA40X_MUTINGS.join(', ')}: an output that plays nothing`, (args) => ({
    muting: args.oneOf('muting', QA40X_MUTINGS),
  })),
];
