import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../host/store/database/migrations.ts';
import { openSqlite } from '../../../host/store/database/openSqlite.ts';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
const FIRST_TABLES = [
  'benches',
  'units',
  'batches',
  'runs',
  'documents',
  'journalEntries',
  'captures',
  'takes',
  'figures',
];

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-schema-'));
  path = join(folder, 'store.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function inFile<Result>(read: (file: Database.Database) => Result): Result {
  const file = new Database(path);
  try {
    return read(file);
  } finally {
    file.close();
  }
}

/** Tables with their columns, and indexes, however the text that made them was written. */
function shape(): unknown {
  return inFile((file) => {
    const parts = file
      .prepare<[], { name: string; type: string }>('select name, type from sqlite_schema order by name')
      .all();
    return parts.map(({ name, type }) => [
      type,
      name,
      file.pragma(type === 'index' ? `index_info("${name}")` : `table_info("${name}")`),
    ]);
  });
}

const firstRows = (): unknown =>
  inFile((file) => FIRST_TABLES.map((table) => file.prepare(`select * from "${table}"`).all()));

it('has a store of every earlier schema to test with', () => {
  expect(
    readdirSync(fixtures)
      .map((name) => name.replace('.sql', ''))
      .sort(),
  ).toEqual(Object.keys(migrations));
});

describe.each(Object.keys(migrations))('a store of the schema %s', (name) => {
  beforeEach(() => {
    inFile((file) => file.exec(readFileSync(join(fixtures, `${name}.sql`), 'utf8')));
  });

  it('comes to the shape of a new one and keeps every row', async () => {
    const rows = firstRows();
    await (await openSqlite(path)).destroy();
    const brought = shape();
    expect(firstRows()).toMatchObject(rows as object);
    expect(inFile((file) => file.pragma('integrity_check'))).toEqual([{ integrity_check: 'ok' }]);
    expect(inFile((file) => file.pragma('foreign_key_check'))).toEqual([]);
    path = join(folder, 'new.sqlite');
    await (await openSqlite(path)).destroy();
    expect(brought).toEqual(shape());
  });
});

it('leaves a store as it was where a change of the schema fails halfway', async () => {
  inFile((file) => {
    file.exec(readFileSync(join(fixtures, '0001Runs.sql'), 'utf8'));
    // Stands in the way of a table of a later schema
    file.exec('create table "captureParts" ("other" text)');
  });
  const before = shape();
  await expect(openSqlite(path)).rejects.toThrow();
  expect(shape()).toEqual(before);
});

it('is brought on by several processes at once', async () => {
  inFile((file) => file.exec(readFileSync(join(fixtures, '0001Runs.sql'), 'utf8')));
  const program = `const { openSqlite } = await import(process.argv[1]); await (await openSqlite(process.argv[2])).destroy();`;
  const opener = new URL('../../../host/store/database/openSqlite.ts', import.meta.url).href;
  const run = promisify(execFile);
  const opened = Array.from({ length: 3 }, () =>
    run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', program, opener, path]),
  );
  await Promise.all(opened);
  const brought = shape();
  path = join(folder, 'new.sqlite');
  await (await openSqlite(path)).destroy();
  expect(brought).toEqual(shape());
});
