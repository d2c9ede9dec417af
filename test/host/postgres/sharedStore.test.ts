import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from '../../../host/store/database/migrations.ts';
import type { StoreDatabase } from '../../../host/store/database/schema.ts';
import { migrateSharedStore, withSharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { PASSWORD, startPostgresServer } from './postgresServer.ts';
import type { PostgresServer } from './postgresServer.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgresServer();
}, 60_000);
afterAll(() => server.stop());

const use = <Result>(address: string, action: (store: StoreDatabase) => Promise<Result>): Promise<Result> =>
  withSharedStore(parsePostgresAddress(address), ({ database }) => action(database));
const listRuns = (address: string) => use(address, (store) => store.selectFrom('runs').selectAll().execute());

/** The error of opening it, which must not tell the password in any form. */
async function failureOf(address: string): Promise<unknown> {
  const error: unknown = await listRuns(address).then(
    () => null,
    (caught: unknown) => caught,
  );
  const told = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? (error.stack ?? '') : ''}`;
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'wrong-password']) expect(told).not.toContain(secret);
  return error;
}

it('makes the tables in an empty database, also when many benches come at once', async () => {
  const address = await server.createDatabase();
  const lists = await Promise.all(Array.from({ length: 5 }, () => listRuns(address)));
  expect(lists).toEqual(Array.from({ length: 5 }, () => []));
});

it('says what is wrong with the password, the database and the server, and never the password', async () => {
  const missing = server.address('nowhere');
  expect(await failureOf(missing)).toMatchObject({ kind: 'storage', code: 'store-missing' });
  expect(await failureOf(server.address('postgres', 'wrong-password'))).toMatchObject({ code: 'store-login-refused' });
  const closed = missing.replace(`:${server.port}/`, ':1/');
  expect(await failureOf(closed)).toMatchObject({
    code: 'store-unreachable',
    data: { place: 'postgres://127.0.0.1:1/nowhere' },
  });
  expect(await failureOf('postgres://u:wrong-password@no.such.host.invalid/x')).toMatchObject({
    code: 'store-unreachable',
  });
});

it.each([
  'mysql://u:wrong-password@h/d',
  'postgres://u:wrong-password@h',
  'postgres://u:wrong-password@h/a/b',
  'wrong-password',
])('an address that is none (%s) is not repeated', (address) => {
  expect(() => parsePostgresAddress(address)).toThrow(/must look like postgres/);
  expect(() => parsePostgresAddress(address)).not.toThrow(/wrong-password/);
});

it('leaves a store of a later version alone', async () => {
  const address = await server.createDatabase();
  await use(address, (store) => {
    const bookkeeping = store as never as Kysely<{ kysely_migration: { name: string; timestamp: string } }>;
    return bookkeeping.insertInto('kysely_migration').values({ name: '9999Later', timestamp: '' }).execute();
  });
  expect(await failureOf(address)).toMatchObject({ code: 'store-too-new', data: { migration: '9999Later' } });
});

it('leaves a store of an earlier version alone until it is told to change it', async () => {
  const address = await server.createDatabase();
  await listRuns(address);
  const last = Object.keys(migrations).at(-1) ?? '';
  const later = migrations as Record<string, (typeof migrations)[string]>;
  later['9998Later'] = { up: async ({ schema }) => schema.createTable('later').addColumn('id', 'text').execute() };
  try {
    const error = await failureOf(address);
    expect(error).toMatchObject({ code: 'store-too-old', message: expect.stringContaining(last) as string });
    await migrateSharedStore(parsePostgresAddress(address));
    expect(await listRuns(address)).toEqual([]);
  } finally {
    delete later['9998Later'];
  }
});

it('says that a server that was killed does not answer, and works on when it is back', async () => {
  const address = await server.createDatabase();
  await use(address, async (store) => {
    await server.kill();
    await expect(store.selectFrom('runs').selectAll().execute()).rejects.toThrow();
    expect(await failureOf(address)).toMatchObject({ code: 'store-unreachable' });
    await server.restart();
    expect(await store.selectFrom('runs').selectAll().execute()).toEqual([]);
  });
});

it('a server that is killed during a transaction is an error, not the end of the process', async () => {
  const address = await server.createDatabase();
  const broken = use(address, (store) =>
    store.transaction().execute(async (transaction) => {
      await server.kill();
      await transaction.selectFrom('runs').selectAll().execute();
    }),
  );
  await expect(broken).rejects.toMatchObject({ kind: 'storage', code: 'store-unreachable' });
  await server.restart();
});
