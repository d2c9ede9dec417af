import { examples } from '../options/examples.ts';
import type { Command } from 'commander';
import { wholeNumber } from '../options/wholeNumber.ts';
import { STORE } from '../options/storeOption.ts';
import type { ReanalyzeAllOptions } from './runsReanalyzeAll.ts';
import type { RunsListOptions } from './runsList.ts';

const RUN = "a run's name, its id or the first characters of it, or its folder";

type JsonOption = { readonly json?: boolean };

/** The options that choose runs. */
function addFilter(command: Command): Command {
  return command
    .option('--search <words>', 'only runs with these words in product, name, rig, serial number or notes')
    .option('--serial <text>', 'only runs of the unit with this serial number')
    .option('--limit <number>', 'only the latest ones', wholeNumber('--limit', 1, 1_000_000))
    .option('--store <address>', `instead of this machine's: ${STORE}`);
}

/**
 * `ampbench runs …`: the runs of this person's store.
 * @param examples the text below a command's help
 */
export function addRunsCommands(program: Command, finish: (code: number) => void): void {
  const runs = program.command('runs').description('the runs of the store: find, compare, pass on, compute again');
  const add = (name: string, description: string, ...lines: readonly string[]): Command =>
    runs
      .command(name)
      .description(description)
      .option('--json', 'one JSON document on standard output')
      .addHelpText('after', examples(...lines));

  addFilter(add('list', 'the runs, latest first', 'runs list', 'runs list --search "HPA-1 usb"'))
    .option('--deleted', 'the runs that were put aside')
    .action(async (options: RunsListOptions) => {
      const { runRunsList } = await import('./runsList.ts');
      finish(await runRunsList(options));
    });
  add('show', 'what a run is and what it found', 'runs show 3f2a')
    .argument('<run>', RUN)
    .action(async (run: string, options: JsonOption) => {
      const { runRunsShow } = await import('./runsShow.ts');
      finish(await runRunsShow(run, options));
    });
  add(
    'compare',
    'the figures that two runs have in common: which differ beyond their uncertainty',
    'runs compare 3f2a 77b0',
  )
    .argument('<run>', RUN)
    .argument('<other>', RUN)
    .action(async (run: string, other: string, options: JsonOption) => {
      const { runRunsCompare } = await import('./runsCompare.ts');
      finish(await runRunsCompare(run, other, options));
    });
  addFilter(add('stats', 'each figure over several runs: mean, spread, extremes', 'runs stats --search HPA-1')).action(
    async (options: RunsListOptions) => {
      const { runRunsStats } = await import('./runsStats.ts');
      finish(await runRunsStats(options));
    },
  );
  add('export', 'a finished run as one file to pass on', 'runs export 3f2a hpa-1.ampbench')
    .argument('<run>', RUN)
    .argument('<file>', 'new file')
    .action(async (run: string, file: string, options: JsonOption) => {
      const { runRunsExport } = await import('./runsRecords.ts');
      finish(await runRunsExport(run, file, options));
    });
  add('import', 'takes a run into the store', 'runs import hpa-1.ampbench', 'runs import runs/1')
    .argument('<source>', "an exported file, or a run's folder, which stays as it is")
    .action(async (source: string, options: JsonOption) => {
      const { runRunsImport } = await import('./runsRecords.ts');
      finish(await runRunsImport(source, options));
    });
  add(
    'verify-record',
    'checks every byte of an exported file; exit code 5 where one was changed',
    'runs verify-record hpa-1.ampbench',
  )
    .argument('<file>', 'exported file')
    .action(async (file: string, options: JsonOption) => {
      const { runRunsVerifyRecord } = await import('./runsRecords.ts');
      finish(await runRunsVerifyRecord(file, options));
    });
  add(
    'reanalyze',
    "this version's analyses on a run's captures: what they change, and why",
    'runs reanalyze 3f2a',
    'runs reanalyze --all --store shared',
  )
    .argument('[run]', RUN)
    .option('--all', 'every run of a shared store, as jobs for ampbench worker')
    .option('--store <address>', `with --all: ${STORE}`)
    .action(async (run: string | undefined, options: ReanalyzeAllOptions) => {
      const { runRunsReanalyzeAll } = await import('./runsReanalyzeAll.ts');
      const { runRunsReanalyze } = await import('./runsReanalyze.ts');
      const isOne = run !== undefined && options.all !== true && options.store === undefined;
      finish(await (isOne ? runRunsReanalyze(run, options) : runRunsReanalyzeAll(run, options)));
    });
  add('delete', 'puts a run aside; undelete brings it back', 'runs delete 3f2a')
    .argument('<run>', RUN)
    .action(async (run: string, options: JsonOption) => {
      const { runRunsDelete } = await import('./runsDelete.ts');
      finish(await runRunsDelete(run, options));
    });
  add('undelete', 'brings a deleted run back', 'runs undelete 3f2a')
    .argument('<run>', RUN)
    .action(async (run: string, options: JsonOption) => {
      const { runRunsUndelete } = await import('./runsDelete.ts');
      finish(await runRunsUndelete(run, options));
    });
}
