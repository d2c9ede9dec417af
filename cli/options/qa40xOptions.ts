import type { Command } from 'commander';
import { AmpbenchError } from '../../core/errors.ts';
import { collected } from './collected.ts';
import { wholeNumber } from './wholeNumber.ts';

/** What belongs to `serve --qa40x`. */
export interface Qa40xOptions {
  readonly qa40x?: boolean;
  readonly qa40xPort?: number;
  readonly qa40xOrigin?: readonly string[];
  readonly qa40xFiles?: string;
  readonly rig?: string;
  readonly load?: string;
  readonly loopback?: boolean;
}

const DEFAULTS = { qa40xPort: 9402, rig: 'sim:studio-384/hpa-1' } as const;

export const addQa40xOptions = (command: Command): Command =>
  command
    .option('--qa40x', 'also the REST interface of QA40x analyzers, for programs written for them; it knows no token')
    .option(
      '--qa40x-port <number>',
      `its port on this machine; default: ${DEFAULTS.qa40xPort}`,
      wholeNumber('--qa40x-port', 0, 65535),
    )
    .option(
      '--qa40x-origin <origin>',
      'a page that may call it, as browsers name it: https://example.org, or null for pages opened as files; may be given several times',
      collected,
    )
    .option('--qa40x-files <folder>', 'where the settings, masks and WAV files lie that it is asked for by name')
    .option('--rig <rig>', `what it measures with; default: ${DEFAULTS.rig}`)
    .option('--load <ohms>', "the resistor on the DUT's output, one of the rig's loads")
    .option('--loopback', "the rig's outputs go straight to its inputs");

/** The options with what they default to; null without `--qa40x`. @throws AmpbenchError `usage/needs-qa40x` for one that would be ignored */
export function readQa40xOptions(
  options: Qa40xOptions,
): (Qa40xOptions & Required<Pick<Qa40xOptions, keyof typeof DEFAULTS>>) | null {
  const { qa40x, qa40xPort, qa40xOrigin, qa40xFiles, rig, load, loopback } = options;
  if (qa40x === true) return { ...options, qa40xPort: qa40xPort ?? DEFAULTS.qa40xPort, rig: rig ?? DEFAULTS.rig };
  const given = Object.entries({
    '--qa40x-port': qa40xPort,
    '--qa40x-origin': qa40xOrigin,
    '--qa40x-files': qa40xFiles,
    '--rig': rig,
    '--load': load,
    '--loopback': loopback,
  }).find(([, value]) => value !== undefined);
  if (given === undefined) return null;
  throw new AmpbenchError('usage', 'needs-qa40x', `${given[0]} is heeded with --qa40x only`, { option: given[0] });
}
