import { Option, type Command } from 'commander';
import { EXPORT_FORMATS, type ExportFormat } from '../../host/batch/exportBatch.ts';
import { examples } from '../options/examples.ts';
import { CARD, RIG } from '../options/references.ts';
import { STORE } from '../options/storeOption.ts';
import { wholeNumber } from '../options/wholeNumber.ts';
import type { BatchNewOptions } from './batch.ts';
import type { BatchNextOptions } from './batchNext.ts';

const BATCH = "a batch's name or id";
const MOST_TIMES = 1000;

/** Adds `batch` and `gage`. */
export function addBatchCommands(program: Command, finish: (code: number) => void): void {
  const batch = program.command('batch').description('many units: the same card or sequence on one unit after another');
  batch
    .command('new')
    .description('begin a batch: what every unit is put through')
    .argument('<name>', 'its name')
    .requiredOption('--rig <rig>', RIG)
    .option('--card <card>', CARD)
    .option('--sequence <file>', 'a sequence in place of a card; it is kept with the batch')
    .option('--limits <file>', 'limits of figures beside the claims of the card, as YAML')
    .option('--golden <serial>', 'a unit that is measured now and then to watch the bench itself')
    .option('--allow-commands', 'lets the sequence run the programs it names')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('batch new "HPA-1 week 12" --card hpa-1 --rig my-rig --golden G1'))
    .action(async (name: string, options: BatchNewOptions) => {
      const { runBatchNew } = await import('./batch.ts');
      finish(await runBatchNew(name, options));
    });
  batch
    .command('next')
    .description('scan or type serial numbers; each unit is tested and its answer shown large. An empty line ends it')
    .argument('<batch>', BATCH)
    .option('--serial <text>', 'one unit only')
    .option('--operator <name>', 'who measures, for gage studies')
    .option('--times <number>', 'tests of each unit in a row', wholeNumber('--times', 1, MOST_TIMES), 1)
    .addOption(new Option('--answers <file>', 'answers to the prompts, as JSON').conflicts(['onPrompt', 'yes']))
    .addOption(
      new Option('--on-prompt <command>', 'run a command for each prompt, the prompt as JSON on its input').conflicts([
        'answers',
        'yes',
      ]),
    )
    .option('--yes', 'answer done to every prompt')
    .option('--seed <number>', 'seed of dither and simulation', wholeNumber('--seed', 0, 0xffffffff), 1)
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('batch next "HPA-1 week 12"', 'batch next "HPA-1 week 12" --serial 0042'))
    .action(async (reference: string, options: BatchNextOptions) => {
      const { runBatchNext } = await import('./batchNext.ts');
      finish(await runBatchNext(reference, options));
    });
  batch
    .command('list')
    .description('all batches, latest first')
    .option('--store <address>', `instead of this machine's: ${STORE}`)
    .option('--json', 'one JSON document on standard output')
    .action(async (options: { store?: string; json?: boolean }) => {
      const { runBatchList } = await import('./batch.ts');
      finish(await runBatchList(options));
    });
  batch
    .command('show')
    .description('its tests, one line each')
    .argument('<batch>', BATCH)
    .option('--store <address>', `instead of this machine's: ${STORE}`)
    .option('--json', 'one JSON document on standard output')
    .action(async (reference: string, options: { store?: string; json?: boolean }) => {
      const { runBatchShow } = await import('./batch.ts');
      finish(await runBatchShow(reference, options));
    });
  batch
    .command('stats')
    .description('yield, and each figure over all units: mean, spread, Cpk, drift, outliers, golden unit')
    .argument('<batch>', BATCH)
    .option('--store <address>', `instead of this machine's: ${STORE}`)
    .option('--json', 'one JSON document on standard output, histograms too')
    .action(async (reference: string, options: { store?: string; json?: boolean }) => {
      const { runBatchStats } = await import('./batch.ts');
      finish(await runBatchStats(reference, options));
    });
  batch
    .command('export')
    .description('all of it as one table, one row for each figure of each test')
    .argument('<batch>', BATCH)
    .option('--store <address>', `instead of this machine's: ${STORE}`)
    .addOption(new Option('--format <format>', 'of the file').choices(EXPORT_FORMATS).makeOptionMandatory())
    .requiredOption('--out <file>', 'the file to write')
    .addHelpText('after', examples('batch export "HPA-1 week 12" --format parquet --out week12.parquet'))
    .action(async (reference: string, options: { format: ExportFormat; out: string; store?: string }) => {
      const { runBatchExport } = await import('./batch.ts');
      finish(await runBatchExport(reference, options));
    });
  program
    .command('gage')
    .description('gage study of the bench from a batch: how much of the spread is the bench, how much the units')
    .argument('<batch>', BATCH)
    .option('--store <address>', `instead of this machine's: ${STORE}`)
    .option('--figure <series>', 'one figure as batch stats names it, or those of one step')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      examples('batch next study --serial A --operator Kim --times 3', 'gage study --figure thdn/thd-n'),
    )
    .action(async (reference: string, options: { figure?: string; store?: string; json?: boolean }) => {
      const { runGage } = await import('./gage.ts');
      finish(await runGage(reference, options));
    });
}
