import { AmpbenchError } from '../../../core/errors.ts';

/** Where a shared store is. */
export interface PostgresAddress {
  /** All that is needed to log in; never shown, logged or put into an error. */
  readonly connectionString: string;
  /** For a person: `postgres://host:5432/database`. */
  readonly place: string;
}

/**
 * Reads `postgres://user@host:5432/database`, with the password where it is not kept in `PGPASSWORD` or a `.pgpass` file. A folder as
 * `?host=` is that of the server's socket; `?sslmode=verify-full` asks for an encrypted and proven connection.
 * @throws AmpbenchError `usage/store-address-invalid`; the address is not in it, as it may hold a password
 */
export function parsePostgresAddress(text: string): PostgresAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  const database = url === null ? '' : url.pathname.slice(1);
  const isPostgres = url !== null && /^postgres(ql)?:$/.test(url.protocol);
  if (!isPostgres || database === '' || database.includes('/')) {
    throw new AmpbenchError(
      'usage',
      'store-address-invalid',
      "a shared store's address must look like postgres://user@host:5432/database",
      {},
      'write characters such as @ : / in a name or password in per cent form: @ is %40',
    );
  }
  const host = url.searchParams.get('host') ?? (url.hostname === '' ? 'localhost' : url.hostname);
  const port = url.searchParams.get('port') ?? (url.port === '' ? '5432' : url.port);
  return { connectionString: text, place: `postgres://${host}:${port}/${database}` };
}
