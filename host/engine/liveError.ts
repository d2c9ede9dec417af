import { AmpbenchError } from '../../core/errors.ts';
import { toErrorRecord } from './protocol.ts';

/** Any error as one of ours; one that is not is a bug and keeps its stack. */
export const asRunError = (error: unknown): AmpbenchError =>
  error instanceof AmpbenchError ? error : AmpbenchError.fromRecord(toErrorRecord(error));
