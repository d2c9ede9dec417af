import { Argument, type Command } from 'commander';
import type { KeptCaptures } from '../../host/store/database/schema.ts';
import { examples } from '../options/examples.ts';
import { wholeNumber } from '../options/wholeNumber.ts';
import { STORE } from '../options/storeOption.ts';
import type { StoreOption } from './store.ts';
import type { StoreFiguresOptions } from './storeFigures.ts';
import type { SyncOptions } from './sync.ts';
import type { WorkerOptions } from './worker.ts';

const MOST_JOBS = 256;

type Finish = (code: number) => void;

/** `ampbench store …`, `sync` and `worker`: a store that several benches share. */
export function addStoreCommands(program: Command, finish: Finish): void {
  const store = program.command('store').description('the store that benches share, on PostgreSQL (docs/scale.md)');
  const add = (name: string, description: string, ...lines: readonly string[]): Command =>
    store
      .command(name)
      .description(description)
      .option('--store <address>', STORE)
      .option('--json', 'one JSON document on standard output')
      .addHelpText('after', examples(...lines));

  store
    .command('use')
    .description('synchronizes runs to come with this store')
    .argument(
      '<address>',
      'postgres://user@host:5432/database; the password may stand in PGPASSWORD or .pgpass instead',
    )
    .addHelpText('after', examples('store use postgres://bench@store.example:5432/ampbench'))
    .action(async (address: string) => {
      const { runStoreUse } = await import('./store.ts');
      finish(await runStoreUse(address));
    });
  store
    .command('forget')
    .description('ends it: runs stay on this machine')
    .action(async () => {
      const { runStoreForget } = await import('./store.ts');
      finish(await runStoreForget());
    });
  add('show', 'where the store is, what it holds, what waits to be sent', 'store show').action(
    async (options: StoreOption) => {
      const { runStoreShow } = await import('./store.ts');
      finish(await runStoreShow(options));
    },
  );
  store
    .command('migrate')
    .description("brings the store's tables to this version; benches of earlier versions then keep their runs")
    .option('--store <address>', STORE)
    .action(async (options: StoreOption) => {
      const { runStoreMigrate } = await import('./store.ts');
      finish(await runStoreMigrate(options));
    });
  store
    .command('keep')
    .description('of which runs the store gets the captures; figures and results are always kept')
    .addArgument(new Argument('<captures>', 'captures to come').choices(['all', 'not-passed', 'none']))
    .option('--store <address>', STORE)
    .addHelpText('after', examples('store keep not-passed'))
    .action(async (captures: KeptCaptures, options: StoreOption) => {
      const { runStoreKeep } = await import('./store.ts');
      finish(await runStoreKeep(captures, options));
    });
  add('fetch', 'brings a run of the shared store into the one of this machine', 'store fetch 3f2a')
    .argument('<run>', "a run's name, its id or the first characters of it")
    .action(async (run: string, options: StoreOption) => {
      const { runStoreFetch } = await import('./store.ts');
      finish(await runStoreFetch(run, options));
    });
  add('history', 'every figure of a unit in the order it was measured', 'store history "SN 0042" --store shared')
    .argument('<serial>', 'serial number')
    .action(async (serial: string, options: StoreFiguresOptions) => {
      const { runStoreHistory } = await import('./storeFigures.ts');
      finish(await runStoreHistory(serial, options));
    });
  add(
    'stats',
    'each figure of a product over a stretch of time',
    'store stats "Pass Labs HPA-1" --from 2026-11-01 --to 2026-12-01',
  )
    .argument('<product>', 'as runs are listed')
    .requiredOption('--from <time>', 'the hour to begin with, UTC: 2026-11-01 or 2026-11-01T14:00:00Z')
    .requiredOption('--to <time>', 'the hour to end before')
    .option('--simulated', 'simulated runs instead of real ones')
    .action(
      async (product: string, options: StoreFiguresOptions & { from: string; to: string; simulated?: boolean }) => {
        const { runStoreStats } = await import('./storeFigures.ts');
        finish(await runStoreStats(product, options));
      },
    );

  program
    .command('sync')
    .description('brings what this bench measured into the shared store')
    .option('--store <address>', STORE)
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('sync', 'sync --store postgres://bench@store.example:5432/ampbench'))
    .action(async (options: SyncOptions) => {
      const { runSync } = await import('./sync.ts');
      finish(await runSync(options));
    });
  program
    .command('worker')
    .description('works off the re-analyses of a shared store, beside any number of other workers')
    .option('--store <address>', STORE)
    .option('--jobs <number>', 'runs at once; default: one for each core', wholeNumber('--jobs', 1, MOST_JOBS))
    .option('--until-done', 'ends when no work is left')
    .addHelpText('after', examples('worker', 'worker --until-done --jobs 2'))
    .action(async (options: WorkerOptions) => {
      const { runWorkerCommand } = await import('./worker.ts');
      finish(await runWorkerCommand(options));
    });
}
