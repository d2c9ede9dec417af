import { AmpbenchError } from '../../../core/errors.ts';
import { systemCode } from '../storageError.ts';

interface Failure {
  readonly code: string;
  readonly rule: string;
  readonly tip: string;
}

const UNREACHABLE: Failure = {
  code: 'store-unreachable',
  rule: 'it does not answer',
  tip: 'check the network and the server; what this bench measures is kept on it and is synchronized later',
};
const LOGIN_REFUSED: Failure = {
  code: 'store-login-refused',
  rule: 'it refuses this user name or password',
  tip: 'give the password in the address, in PGPASSWORD or in a .pgpass file',
};
const NOT_WRITABLE: Failure = {
  code: 'not-writable',
  rule: 'it may not be written',
  tip: "have the database's owner grant this user its tables",
};

/** By SQLSTATE (PostgreSQL manual, appendix A), or the operating system's code. */
const FAILURES: readonly (readonly [codes: RegExp, failure: Failure])[] = [
  [/^28/, LOGIN_REFUSED],
  [/^3D000$/, { code: 'store-missing', rule: 'there is no such database', tip: 'make it with createdb on the server' }],
  [/^53100$/, { code: 'disk-full', rule: "the server's disk is full", tip: 'free some space there, then try again' }],
  [/^53300$/, { code: 'store-busy', rule: 'it has too many connections', tip: 'raise max_connections on the server' }],
  [/^(25006|42501)$/, NOT_WRITABLE],
  [/^(08|57P)/, UNREACHABLE],
  [/^E(AI_AGAIN|CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|TIMEDOUT)$/, UNREACHABLE],
  [/^ENOENT$/, UNREACHABLE],
];

/** The driver's own words, which come without a code. */
const CONNECTION_LOST =
  /connection (terminated|timeout|ended)|timeout (expired|exceeded)|query read timeout|not queryable/i;

/**
 * What PostgreSQL or its driver threw as an error of kind `storage`; anything else as it is. The server's own words are left out where they
 * could repeat what was sent.
 */
export function postgresError(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof AmpbenchError) return error;
  const code = systemCode(error);
  const failure =
    (code === null ? undefined : FAILURES.find(([codes]) => codes.test(code))?.[1]) ??
    (CONNECTION_LOST.test(error.message) ? UNREACHABLE : undefined);
  if (failure === undefined) return error;
  return new AmpbenchError(
    'storage',
    failure.code,
    `the store ${place}: ${failure.rule}${code === null ? '' : ` (${code})`}`,
    { place, system: code },
    failure.tip,
  );
}
