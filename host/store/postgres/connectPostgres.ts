import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { StoreDatabase, StoreSchema } from '../database/schema.ts';
import type { PostgresAddress } from './postgresAddress.ts';

const CONNECT_MILLISECONDS = 10_000;
/** A server that is gone without a word is noticed after this long. */
const QUERY_MILLISECONDS = 60_000;
const MOST_CONNECTIONS = 4;

const types = new pg.TypeOverrides();
// Whole numbers of 64 bits come as text unless told; ours count bytes and frames, all below 2^53
types.setTypeParser(pg.types.builtins.INT8, Number);

/** A connection to a shared store; nothing is asked of the server yet, and no table is looked at. */
export function connectPostgres({ connectionString }: PostgresAddress): StoreDatabase {
  const pool = new pg.Pool({
    connectionString,
    application_name: 'ampbench',
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    query_timeout: QUERY_MILLISECONDS,
    // A bench that vanished must not hold its locks
    idle_in_transaction_session_timeout: QUERY_MILLISECONDS,
    // Our questions are short: compiling them takes longer than answering them
    options: '-c jit=off',
    keepAlive: true,
    max: MOST_CONNECTIONS,
    types,
  });
  // A connection that is lost is replaced by the pool and its query fails; without listeners it would end the process
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<StoreSchema>({ dialect: new PostgresDialect({ pool }) });
}
