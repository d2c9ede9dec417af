import { AmpbenchError } from '../../../core/errors.ts';

interface Failure {
  readonly code: string;
  readonly rule: string;
  readonly tip: string;
}

const FAILURES: readonly (readonly [prefix: string, failure: Failure])[] = [
  ['SQLITE_FULL', { code: 'disk-full', rule: 'the disk is full', tip: 'free some space, then try again' }],
  [
    'SQLITE_READONLY',
    { code: 'not-writable', rule: 'it is read-only', tip: 'make it writable, or choose another store with --store' },
  ],
  [
    'SQLITE_CANTOPEN',
    { code: 'not-writable', rule: 'it cannot be opened or made', tip: 'check the folder and its permissions' },
  ],
  [
    'SQLITE_BUSY',
    { code: 'store-busy', rule: 'another process holds it', tip: 'wait until it has finished, then try again' },
  ],
  ['SQLITE_CORRUPT', { code: 'database-damaged', rule: 'its content is damaged', tip: '' }],
  ['SQLITE_NOTADB', { code: 'database-damaged', rule: 'it is not a database', tip: '' }],
  ['SQLITE_IOERR', { code: 'storage-failed', rule: 'the disk could not be read or written', tip: 'check the disk' }],
];

/** What SQLite threw as an error of kind `storage`; anything else as it is. */
export function sqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const { code, message } = error;
  const failure = FAILURES.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (failure === undefined) return error;
  const tip = failure.tip === '' ? undefined : failure.tip;
  return new AmpbenchError('storage', failure.code, `the store ${path}: ${failure.rule} (${message})`, { path }, tip);
}
