import { AmpbenchError } from '../../core/errors.ts';
import type { GivenStimulus } from './analyzer.ts';
import type { Route } from './route.ts';

const badBody = (why: string): AmpbenchError =>
  new AmpbenchError(
    'usage',
    'bad-body',
    `${why} in POST /Acquisition`,
    {},
    'Send nothing, or {"Left":…,"Right":…}, each the base64 of doubles in volts, as many as BufferSize.',
  );

/** The doubles that a base64 text stands for. */
function doublesOf(name: string, text: unknown): Float64Array {
  if (typeof text !== 'string') throw badBody(`${name} must be a text`);
  const bytes = Buffer.from(text, 'base64');
  // Node leaves out what is no base64; then the length does not fit
  if (text.length !== 4 * Math.ceil(bytes.length / 3) || bytes.length % 8 !== 0)
    throw badBody(`${name} must be the base64 of doubles, 8 bytes each`);
  const doubles = new Float64Array(bytes.length / 8);
  for (let index = 0; index < doubles.length; index++) doubles[index] = bytes.readDoubleLE(8 * index);
  return doubles;
}

/** The stimulus in a body; null where there is none. @throws AmpbenchError `usage/bad-body` */
function stimulusOf(body: Uint8Array): GivenStimulus | null {
  const text = Buffer.from(body).toString('utf8').trim();
  if (text === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badBody('the body is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badBody('the body must be a JSON object');
  const { Left: left, Right: right } = value as Readonly<Record<string, unknown>>;
  if (left === undefined && right === undefined) return null;
  return { left: doublesOf('Left', left), right: doublesOf('Right', right) };
}

export const ACQUISITION_ROUTES: readonly Route[] = [
  {
    verb: 'POST',
    path: '/Acquisition',
    about:
      'plays the generators, or {"Left":…,"Right":…} of the body in volts, and records one buffer; answers when it is done',
    answer: async (analyzer, _, { body, gone }) => {
      const { done } = analyzer.begin(stimulusOf(body));
      gone.addEventListener('abort', () => void analyzer.cancel());
      await done;
      return {};
    },
  },
  {
    verb: 'POST',
    path: '/AcquisitionAsync',
    about: 'the same with the generators only; answers at once',
    answer: (analyzer) => {
      // Readings tell what became of it
      analyzer.begin(null).done.catch(() => undefined);
      return {};
    },
  },
  {
    verb: 'GET',
    path: '/AcquisitionBusy',
    about: 'True while an acquisition is under way',
    answer: ({ isBusy }) => ({ Value: isBusy ? 'True' : 'False' }),
  },
];
