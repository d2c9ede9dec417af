import { open } from 'node:fs/promises';
import { AmpbenchError } from '../../core/errors.ts';
import { parseMask, passesMask, type Mask } from '../../core/qa40x/mask.ts';
import { storageError } from '../store/storageError.ts';
import type { Qa40xAnalyzer } from './analyzer.ts';
import { fileNamed } from './namedFiles.ts';
import { matchCall, type Answer, type Caller, type Route } from './route.ts';
import { SETTING_ROUTES } from './settingRoutes.ts';

const TEXT_LIMIT_BYTES = 1024 * 1024;

/** A text file that a call names. */
async function textNamed({ bench }: Qa40xAnalyzer, name: string): Promise<string> {
  const path = await fileNamed(bench.filesDir, name);
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > TEXT_LIMIT_BYTES)
        throw new AmpbenchError(
          'data',
          'file-too-large',
          `"${name}" has ${size} bytes but must have ${TEXT_LIMIT_BYTES} at most`,
        );
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    throw storageError(error, 'read', path);
  }
}

/** Carries out the calls of a settings file, one in each line: all of them, or none where one cannot be. */
async function loadSettings(analyzer: Qa40xAnalyzer, name: string, caller: Caller): Promise<Answer> {
  const text = await textNamed(analyzer, name);
  const before = analyzer.settings;
  try {
    for (const line of text.split(/\r?\n/).map((row) => row.trim())) {
      if (line === '' || line.startsWith('#')) continue;
      const { route, args } = matchCall(SETTING_ROUTES, 'PUT', `/Settings/${line}`);
      void route.answer(analyzer, args, caller);
    }
    return {};
  } catch (error) {
    analyzer.change(before);
    throw error;
  }
}

function maskAnswer({ capture, settings }: Qa40xAnalyzer, mask: Mask, isTested: readonly [boolean, boolean]): Answer {
  const [left, right] = capture
    .inputSpectra(settings)
    .map((spectrum, channel) => (!isTested[channel] || passesMask(spectrum, mask) ? 'True' : 'False'));
  return { PassLeft: left, PassRight: right };
}

export const FILE_ROUTES: readonly Route[] = [
  {
    verb: 'PUT',
    path: '/Settings/LoadFromFile/{name}',
    about: 'a file of --qa40x-files: a call in each line, without PUT /Settings/',
    answer: (analyzer, args, caller) => loadSettings(analyzer, args.text('name'), caller),
  },
  {
    verb: 'GET',
    path: '/MaskTest/{file}/{left}/{right}',
    about:
      'the spectrum against limits, a file of --qa40x-files: Hz, highest dBV, lowest dBV; True: that channel is tested',
    answer: async (analyzer, args) => {
      const isTested = [args.isTrue('left'), args.isTrue('right')] as const;
      return maskAnswer(analyzer, parseMask(await textNamed(analyzer, args.text('file'))), isTested);
    },
  },
  {
    verb: 'GET',
    path: '/Graph/Frequency/In/{channel}',
    about: '0 or 1: the spectrum of the left or right input as a PNG',
    answer: async (analyzer, args) => {
      const channel = args.oneOf('channel', [0, 1]);
      const { capture, settings } = analyzer;
      const spectrum = capture.inputSpectra(settings)[channel];
      // Loaded only here: what sets type is larger than all the rest
      const { spectrumPicture } = await import('./spectrumPicture.ts');
      return spectrumPicture(spectrum, settings.title, analyzer.bench.rig, channel);
    },
  },
];
