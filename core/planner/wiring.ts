import type { Wiring } from './plan.ts';

/** The DUT between the interface's outputs and inputs, with nothing on its output but the interface. */
export const OPEN: Wiring = {
  path: 'dut',
  drive: 'analogue',
  input: null,
  output: null,
  gain: null,
  loadOhms: null,
  seriesOhms: 0,
};

/** The interface's outputs straight to its inputs. */
export const LOOPBACK: Wiring = { ...OPEN, path: 'loopback' };

/** A way through the DUT: how it is driven, into which socket, out of which, at which gain. What is known of the DUT is known for one of these. */
export type SetUp = Pick<Wiring, 'drive' | 'input' | 'output' | 'gain'>;

/** The set-up of a wiring with nothing on its output and nothing in its drive: where gain and response are known from. */
export const bareWiring = ({ drive, input, output, gain }: SetUp): Wiring => ({ ...OPEN, drive, input, output, gain });

/** What a name of a socket or of a gain setting is in ids, which are file names too: `4.4 mm` is `4.4-mm`, `−6 dB` is `minus-6-db`. */
function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll('+', ' plus ')
    .replaceAll(/[-\u2212](?=\d)/g, ' minus ')
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return plain === '' ? Array.from(name, (letter) => letter.codePointAt(0)?.toString(16)).join('-') : plain;
}

/** A set-up as a word: empty for the plain analogue one, else `digital`, `to-xlr`, `from-4.4-mm`, `gain-high`, joined by hyphens. */
export function setUpKey({ drive, input, output, gain }: SetUp): string {
  return [
    drive === 'digital' ? 'digital' : '',
    input === null ? '' : `to-${slug(input)}`,
    output === null ? '' : `from-${slug(output)}`,
    gain === null ? '' : `gain-${slug(gain)}`,
  ]
    .filter((part) => part !== '')
    .join('-');
}

/** A wiring as a word, stable for answers files: `loopback`, `open`, `load-20`, `series-10000`, `from-4.4-mm-gain-high-load-32`. */
export function wiringKey(wiring: Wiring): string {
  if (wiring.path === 'loopback') return 'loopback';
  const parts = [
    setUpKey(wiring),
    wiring.seriesOhms === 0 ? '' : `series-${wiring.seriesOhms}`,
    wiring.loadOhms === null ? '' : `load-${wiring.loadOhms}`,
  ].filter((part) => part !== '');
  return wiring.seriesOhms === 0 && wiring.loadOhms === null ? [...parts, 'open'].join('-') : parts.join('-');
}

export const sameWiring = (a: Wiring, b: Wiring): boolean =>
  a.path === b.path &&
  a.drive === b.drive &&
  a.input === b.input &&
  a.output === b.output &&
  a.gain === b.gain &&
  a.loadOhms === b.loadOhms &&
  a.seriesOhms === b.seriesOhms;
