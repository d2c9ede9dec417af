import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from '../../../host/store/database/migrations.ts';
import type { StoreDatabase } from '../../../host/store/database/schema.ts';
import { migrateSharedStore, openSharedStore } from '../../../host/store/postgres/openSharedStore.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { PASSWORD, startPostgresServer } from './postgresServer.ts';
import type { PostgresServer } from './postgresServer.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgresServer();
});
afterAll(() => server.stop());

const open = (address: string): Promise<StoreDatabase> => openSharedStore(parsePostgresAddress(address));

/** The error of opening it, which must not tell the password in any form. */
async function failureOf(address: string): Promise<unknown> {
  const error: unknown = await open(address).then(
    () => null,
    (caught: unknown) => caught,
  );
  const told = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? (error.stack ?? '') : ''}`;
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'wrong-password']) expect(told).not.toContain(secret);
  return error;
}

it('makes the tables in an empty database, also when many benches come at once', async () => {
  const address = await server.createDatabase();
  const stores = await Promise.all(Array.from({ length: 5 }, () => open(address)));
  for (const store of stores) {
    expect(await store.selectFrom('runs').selectAll().execute()).toEqual([]);
    await store.destroy();
  }
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
  const store = await open(address);
  const bookkeeping = store as never as Kysely<{ kysely_migration: { name: string; timestamp: string } }>;
  await bookkeeping.insertInto('kysely_migration').values({ name: '9999Later', timestamp: '' }).execute();
  expect(await failureOf(address)).toMatchObject({ code: 'store-too-new', data: { migration: '9999Later' } });
  await store.destroy();
});

it('leaves a store of an earlier version alone until it is told to change it', async () => {
  const address = await server.createDatabase();
  const store = await open(address);
  const last = Object.keys(migrations).at(-1) ?? '';
  const later = migrations as Record<string, (typeof migrations)[string]>;
  later['9998Later'] = { up: async ({ schema }) => schema.createTable('later').addColumn('id', 'text').execute() };
  try {
    expect(await failureOf(address)).toMatchObject({
      code: 'store-too-old',
      message: expect.stringContaining(last) as string,
    });
    await (await migrateSharedStore(parsePostgresAddress(address))).destroy();
    await (await open(address)).destroy();
  } finally {
    delete later['9998Later'];
    await store.destroy();
  }
});

it('says that a server that was killed does not answer, and works on when it is back', async () => {
  const store = await open(await server.createDatabase());
  await server.kill();
  await expect(store.selectFrom('runs').selectAll().execute()).rejects.toThrow();
  await server.restart();
  expect(await store.selectFrom('runs').selectAll().execute()).toEqual([]);
  await store.destroy();
});
