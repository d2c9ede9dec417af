import { CommanderError } from 'commander';
import { AmpbenchError } from '../core/errors.ts';
import { EXIT, exitCodeOfError } from './exitCodes.ts';

/** Tells a failure on stderr and returns the exit code for it. */
export function reportFailure(error: unknown): number {
  // Commander has already printed its message; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  if (error instanceof AmpbenchError && error.kind !== 'bug') {
    process.stderr.write(`error ${error.code}: ${error.message}\n`);
    if (error.tip !== undefined) process.stderr.write(`tip: ${error.tip}\n`);
    return exitCodeOfError(error.kind);
  }
  const code = error instanceof AmpbenchError ? error.code : 'unexpected-error';
  const message = error instanceof Error ? error.message : String(error);
  const engineStack = error instanceof AmpbenchError ? error.data['stack'] : null;
  const stack = typeof engineStack === 'string' ? engineStack : error instanceof Error ? error.stack : null;
  process.stderr.write(`error ${code}: ${message}\n${stack ?? ''}\n`);
  process.stderr.write(
    'this is a bug in Ampbench: please open an issue with the lines above and the command you ran\n',
  );
  return EXIT.bug;
}
