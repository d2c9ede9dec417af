/**
 * The one error everything here throws.
 * @module ampbench/errors
 */
export { AmpbenchError } from '../errors.ts';
export type { ErrorKind, ErrorRecord } from '../errors.ts';
