// A real PostgreSQL server for tests: its own folder, its own port, gone with the process that started it. From a shell:
// node test/host/postgres/postgresServer.ts prints its address and stays up until Ctrl-C.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startProgram } from '../../native/bench/childProgram.ts';
import type { ChildProgram } from '../../native/bench/childProgram.ts';

const READY_LIMIT_MS = 30_000;
const RETRY_MS = 50;
const USER = 'bench';
/** Holds every character that an address must write in another way. */
export const PASSWORD = 'p@ss:w/rd %41?#';

export interface PostgresServer {
  readonly port: number;
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>;
  /** The address of a database, with another password where one is given. */
  address(database: string, password?: string): string;
  /** As if the machine had lost its power. Resolves when nothing of it runs. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The folder of the server's programs: Debian keeps them off the search path, one folder for each version. */
function programsFolder(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folder = versions
    .map((version) => join(debian, version, 'bin'))
    .find((each) => existsSync(join(each, 'initdb')));
  if (folder === undefined) throw new Error('these tests need a PostgreSQL server: apt-get install postgresql');
  return folder;
}

function idOf(option: '-u' | '-g'): number {
  return Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout);
}

/**
 * PostgreSQL refuses to run as root; then it runs as the user that Debian made for it. The signal for our own end is said again: the kernel forgets it
 * when a process changes its user.
 */
const asServerUser = (): readonly string[] =>
  process.getuid?.() === 0
    ? ['setpriv', '--pdeathsig', 'QUIT', '--reuid=postgres', '--regid=postgres', '--clear-groups']
    : [];

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function initialize(folder: string): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  if (process.getuid?.() === 0) for (const path of [folder, passwordFile]) chownSync(path, idOf('-u'), idOf('-g'));
  chmodSync(folder, 0o700);
  const [program, ...args] = [
    ...asServerUser(),
    join(programsFolder(), 'initdb'),
    ...['-D', join(folder, 'data'), '-U', USER, '--pwfile', passwordFile, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--no-locale', '--no-sync'],
  ];
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

async function execute(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  // A server that goes away tells an idle client so; without a listener that ends the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Starts a server; it is up when this resolves.
 * @param settings more of its settings, `name=value`; what is written need not outlive a power cut unless told
 */
export async function startPostgresServer(settings: readonly string[] = ['fsync=off']): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ampbench-pg-'));
  const port = await freePort();
  initialize(folder);
  const address = (database: string, password = PASSWORD): string =>
    `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

  const start = async (): Promise<ChildProgram> => {
    const [program, ...args] = [
      ...asServerUser(),
      join(programsFolder(), 'postgres'),
      ...['-D', join(folder, 'data'), '-p', String(port), '-k', folder],
      ...['listen_addresses=127.0.0.1', 'max_connections=50', ...settings].flatMap((each) => ['-c', each]),
    ];
    const child = startProgram(program, args, {});
    const giveUpMs = Date.now() + READY_LIMIT_MS;
    for (;;) {
      const isUp = await execute(address('postgres'), 'SELECT 1').then(
        () => true,
        () => false,
      );
      if (isUp) return child;
      if (child.process.exitCode !== null || Date.now() > giveUpMs)
        throw new Error(`PostgreSQL did not start: ${child.output()}`);
      await sleep(RETRY_MS);
    }
  };

  let server = await start();
  let databases = 0;
  return {
    port,
    address,
    async createDatabase() {
      databases += 1;
      const name = `test${databases}`;
      await execute(address('postgres'), `CREATE DATABASE ${name}`);
      return address(name);
    },
    async kill() {
      server.process.kill('SIGQUIT');
      await server.ended;
    },
    async restart() {
      server = await start();
    },
    async stop() {
      // Immediate: what the tests leave behind is thrown away with the folder.
      server.process.kill('SIGQUIT');
      await server.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

if (import.meta.main) {
  const server = await startPostgresServer();
  process.stdout.write(`${await server.createDatabase()}\n`);
  const alive = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  clearInterval(alive);
  await server.stop();
}
