import { enableCompileCache } from 'node:module';
import { Command, Option } from 'commander';
import { MEASUREMENT_KINDS } from '../core/measure/analysis.ts';
import { CURVE_FORMATS } from '../core/interchange/writeCurve.ts';
import { LAYOUTS, REPORT_FORMATS } from '../core/report/choices.ts';
import { productVersion } from '../host/system/productFolder.ts';
import type { AnalyzeOptions } from './commands/analyze.ts';
import type { MeasureOptions } from './commands/measure.ts';
import type { ConvertOptions } from './commands/convert.ts';
import type { BenchOptions } from './commands/bench.ts';
import type { PairOptions } from './commands/pair.ts';
import type { ServeOptions } from './commands/serve.ts';
import type { PlanOptions } from './commands/plan.ts';
import type { ReportOptions } from './commands/report.ts';
import type { VerifyOptions } from './commands/verify.ts';
import type { RunOptions } from './commands/run.ts';
import { addBatchCommands } from './commands/batchProgram.ts';
import { addCardCommands } from './commands/cardProgram.ts';
import { addRigCommands } from './commands/rigProgram.ts';
import { addRunsCommands } from './commands/runsProgram.ts';
import { addStoreCommands } from './commands/storeProgram.ts';
import { reportFailure } from './failure.ts';
import { STORE } from './options/storeOption.ts';
import { examples } from './options/examples.ts';
import { CARD, RIG } from './options/references.ts';
import { collected } from './options/collected.ts';
import { addQa40xOptions } from './options/qa40xOptions.ts';
import { wholeNumber } from './options/wholeNumber.ts';
import { addRuleOptions } from './options/ruleOptions.ts';
import { addSettingOptions } from './options/settingOptions.ts';

enableCompileCache();

function buildProgram(finish: (code: number) => void): Command {
  const program = new Command('ampbench')
    .description('Does this headphone amplifier or DAC do what its maker published?')
    .version(productVersion())
    .exitOverride()
    .showHelpAfterError('(add --help for what there is)')
    .addHelpText(
      'after',
      `${examples('verify --card hpa-1 --rig sim:studio-384/hpa-1 --out runs/hpa-1', 'devices')}
Exit codes: 0 pass, 1 a claim failed, 2 inconclusive or not verifiable only, 3 usage, 4 device, 5 data or storage,
70 bug in Ampbench, 130 stopped by you.`,
    );

  program
    .command('devices')
    .description('list the audio devices of this machine')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('devices', 'devices --json'))
    .action(async (options: { json?: boolean }) => {
      const { runDevices } = await import('./commands/devices.ts');
      finish(await runDevices({ json: options.json === true }));
    });

  addCardCommands(program, finish);

  addRuleOptions(
    program
      .command('plan')
      .description('the measurements that would decide a card on a rig')
      .requiredOption('--card <card>', CARD)
      .requiredOption('--rig <rig>', RIG)
      .option(
        '--baseline <run>',
        "an earlier run on this rig: its loopback says which claims lie under the rig's floor",
      ),
  )
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('plan --card hpa-1 --rig sim:usb-192/hpa-1'))
    .action(async (options: PlanOptions) => {
      const { runPlan } = await import('./commands/plan.ts');
      finish(await runPlan(options));
    });

  addRuleOptions(
    program
      .command('verify')
      .description('measure a unit and give every published line a verdict')
      .option('--card <card>', CARD)
      .option('--rig <rig>', RIG)
      .option('--out <folder>', 'new folder for captures, result.json and report.html; default: one in your store')
      .option('--serial <text>', 'serial number of the unit, kept with the run')
      .option('--store <address>', `gives the run to ${STORE}, too; default: that one`),
  )
    .addOption(
      new Option('--resume <run>', 'continue this run: its folder, or its name or id in your store').conflicts([
        'card',
        'rig',
        'out',
        'seed',
        'rules',
        'rule',
      ]),
    )
    .addOption(new Option('--answers <file>', 'answers to the prompts, as JSON').conflicts(['onPrompt', 'yes']))
    .addOption(
      new Option('--on-prompt <command>', 'run a command for each prompt, the prompt as JSON on its input').conflicts([
        'answers',
        'yes',
      ]),
    )
    .option('--yes', 'answer done to every prompt')
    .option('--seed <number>', 'seed of dither and simulation', wholeNumber('--seed', 0, 0xffffffff))
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `${examples(
        'verify --card hpa-1 --rig sim:studio-384/hpa-1 --out runs/1',
        'verify --card sheet.txt --rig my-rig --out runs/2 --on-prompt ./relays.sh',
        'verify --card hpa-1 --rig my-rig --out runs/3 --rule thdnLimitRatio=0.001',
        'verify --resume runs/2',
      )}
Answers file: [{"prompt": "wire-load-20", "answer": "done", "loadOhms": 19.98}, {"prompt": "*", "answer": "done"}]`,
    )
    .action(async (options: VerifyOptions) => {
      const { runVerify } = await import('./commands/verify.ts');
      finish(await runVerify(options));
    });

  const kindNames = MEASUREMENT_KINDS.join(', ');
  addSettingOptions(
    program
      .command('measure')
      .description('one measurement on a rig')
      .argument('<kind>', kindNames)
      .requiredOption('--rig <rig>', RIG)
      .option('--output-volts <volts>', "volts rms at the DUT's output that full level is to reach", '1')
      .option('--load <ohms>', "a resistor on the DUT's output, one of the rig's loads")
      .option('--loopback', 'the rig itself: its outputs straight to its inputs')
      .option('--out <folder>', 'new folder for captures and result.json; default: one in your store')
      .option('--serial <text>', 'serial number of the unit, kept with the run')
      .option('--store <address>', `gives the run to ${STORE}, too; default: that one`),
  )
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
    .addHelpText(
      'after',
      examples(
        'measure thdn --rig sim:studio-384/hpa-1 --output-volts 1 --load 33',
        'measure output-impedance --rig my-rig --load-ohms 33',
      ),
    )
    .action(async (kind: string, options: MeasureOptions) => {
      const { runMeasure } = await import('./commands/measure.ts');
      finish(await runMeasure(kind, options));
    });

  addSettingOptions(
    program
      .command('analyze')
      .description('the same analysis on a recorded file')
      .argument('<kind>', kindNames)
      .argument('[capture]', 'the recording: WAV or FLAC')
      .option('--reference <file>', 'what was played')
      .option('--open <file>', 'recording without load, for output-impedance; may be given several times', collected)
      .option('--loaded <file>', 'recording with the load; may be given several times', collected)
      .option('--without <file>', 'recording without the series resistor, for input-impedance')
      .option('--with <file>', 'recording with the series resistor')
      .option('--start <seconds>', 'analyse from here')
      .option('--end <seconds>', 'analyse up to here')
      .option('--full-scale-volts <volts>', 'volts rms of a full-scale sine: figures in volts')
      .option('--reference-full-scale-volts <volts>', 'the same for what was played')
      .option(
        '--full-scale-accuracy <percent>',
        'how well these volts are known, k = 2; default: 1, or what the sidecar says',
      )
      .option(
        '--compare [curve]',
        'thdn: all four methods on this capture, and why they differ; frequency-response: what it has over a curve (FRD, REW, CSV)',
      )
      .option('--json', 'one JSON document on standard output'),
  )
    .addHelpText(
      'after',
      examples(
        'analyze thdn capture.wav --json',
        'analyze frequency-response capture.wav --reference played.wav',
        'analyze output-impedance --open open.wav --loaded loaded.wav --load-ohms 33.2 --reference played.wav',
        'analyze output-impedance --open 1.wav --loaded 2.wav --loaded 3.wav --open 4.wav --load-ohms 33.2',
        'analyze thdn capture.wav --compare',
        'analyze frequency-response capture.wav --reference played.wav --compare golden-unit.frd',
      ),
    )
    .action(async (kind: string, capture: string | undefined, options: AnalyzeOptions) => {
      const { runAnalyze } = await import('./commands/analyze.ts');
      finish(await runAnalyze(kind, capture, options));
    });

  addRigCommands(program, finish);

  program
    .command('report')
    .description('the report of a finished run')
    .argument('<run>', "a run's folder, or its name or id in your store")
    .addOption(new Option('--format <format>', 'what to write').choices(REPORT_FORMATS).makeOptionMandatory())
    .addOption(
      new Option(
        '--layout <layout>',
        'how much of it, in HTML, PDF, Markdown and PNG; default: full, PNG: one-page',
      ).choices(LAYOUTS),
    )
    .addOption(new Option('--theme <theme>', 'of a PNG; default: light').choices(['light', 'dark']))
    .option('--channel <name>', 'whose frequency response FRD holds; default: the first')
    .option('--out <file>', 'write to a file instead of standard output')
    .addHelpText(
      'after',
      examples(
        'report runs/1 --format csv',
        'report runs/1 --format html --out hpa-1.html',
        'report runs/1 --format pdf --layout stereophile --out hpa-1.pdf',
        'report runs/1 --format png --layout card --out hpa-1.png',
      ),
    )
    .action(async (run: string, options: ReportOptions) => {
      const { runReport } = await import('./commands/report.ts');
      finish(await runReport(run, options));
    });

  program
    .command('convert')
    .description('a curve or an impulse response of another program, or of a result, in another form')
    .argument('<source>', "FRD, ZMA, REW text or CSV; a run's folder; or what analyze --json printed")
    .addOption(
      new Option('--to <format>', 'what to write').choices([...CURVE_FORMATS, 'json', 'wav']).makeOptionMandatory(),
    )
    .addOption(
      new Option('--quantity <quantity>', 'what of it; in a file without headings, what its values are').choices([
        'response',
        'impedance',
        'spectrum',
        'impulse',
      ]),
    )
    .option('--channel <name>', "a result's channel, or a part of a column's heading; default: the first")
    .option('--out <file>', 'write to a file instead of standard output')
    .addHelpText(
      'after',
      examples(
        'convert hd650.zma --to csv',
        'convert runs/1 --to frd --channel R --out amp.frd',
        'convert impulse.txt --to wav --out impulse.wav',
      ),
    )
    .action(async (source: string, options: ConvertOptions) => {
      const { runConvert } = await import('./commands/convert.ts');
      finish(await runConvert(source, options));
    });

  program
    .command('captures')
    .description("a run's captures as WAV files for other programs, each with a JSON file of what WAV cannot say")
    .argument('<run>', "a run's folder, or its name or id in your store")
    .requiredOption('--out <folder>', 'where to; no file is overwritten')
    .addHelpText('after', examples('captures runs/1 --out for-rew'))
    .action(async (run: string, options: { out: string }) => {
      const { runCaptures } = await import('./commands/captures.ts');
      finish(await runCaptures(run, options));
    });

  program
    .command('run')
    .description('a sequence: cards, measurements, prompts, relay boxes, limits and loops, on one unit')
    .argument('<sequence>', 'a YAML file, or - for standard input')
    .requiredOption('--rig <rig>', RIG)
    .option('--serial <text>', "the unit's serial number")
    .option('--dry-run', 'says what would happen, how long it takes and what you must do; plays nothing')
    .option('--junit <file>', 'the result as JUnit XML, too')
    .option('--out <folder>', "new folder for the runs and sequence.json; default: in this person's data folder")
    .option('--allow-commands', 'lets the sequence run the programs it names')
    .option('--var <name=value>', "in place of the sequence's own; may be repeated", collected)
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
    .addHelpText(
      'after',
      examples(
        'run end-of-line.yaml --rig my-rig --dry-run',
        'run end-of-line.yaml --rig my-rig --serial 0042 --junit result.xml --allow-commands',
      ),
    )
    .action(async (file: string, options: RunOptions) => {
      const { runRun } = await import('./commands/run.ts');
      finish(await runRun(file, options));
    });

  addBatchCommands(program, finish);

  program
    .command('pair')
    .description('does an amp drive a headphone: volts, current, loudness, noise and response; do you need an amp?')
    .option('--amp <run|card>', "a run's folder (as measured), or a spec card (as published)")
    .option('--balanced', "the card's balanced socket, where it tells the two apart")
    .option('--max-volts <volts>', 'the most the amp gives without load, volts rms')
    .option('--max-milliamps <milliamperes>', 'the most current it gives, rms')
    .option('--output-ohms <ohms>', 'its output impedance')
    .option('--noise-uv <microvolts>', 'its noise without signal, rms')
    .option('--gain-db <decibels>', 'its gain: then the source counts')
    .option('--source-volts <volts>', 'the most the source gives an amp with an analog input, rms', '2')
    .option('--headphone <name>', 'a headphone of the library, or a spec card of one')
    .option('--impedance <file>', "the headphone's impedance curve (ZMA, REW, CSV) instead of the library's")
    .option('--headphones [filter]', 'list the headphones of the library')
    .option('--spl <decibels>', 'wanted loudness, dB SPL')
    .addOption(new Option('--peak', 'the loudness is that of the peaks (default)').conflicts('rms'))
    .option('--rms', 'the loudness is the average; peaks are above it by the crest factor')
    .option('--crest-db <decibels>', 'peak over rms of the music, with --rms', '15')
    .option('--allow-dangerous-level', 'compute for peaks over 120 dB SPL')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `${examples(
        'pair --amp hpa-1 --headphone "Focal Clear" --spl 110',
        'pair --amp runs/1 --headphone hd650 --spl 95 --rms',
        'pair --max-volts 1 --output-ohms 2 --headphone "LCD-X" --spl 110',
        'pair --headphones sennheiser',
      )}Exit codes: 0 enough, 1 not enough, 2 cannot be said.
`,
    )
    .action(async (options: PairOptions) => {
      const { runPair } = await import('./commands/pair.ts');
      finish(await runPair(options));
    });

  addRunsCommands(program, finish);
  addStoreCommands(program, finish);

  program
    .command('bench')
    .description('speed and memory of this build on this machine, as ratios in one run')
    .addOption(new Option('--only <part>', 'one part of it').choices(['fft', 'analysis', 'live', 'memory', 'batch']))
    .option('--json', 'one JSON document on standard output')
    .addOption(new Option('--probe <name>').choices(['sweep', 'long-file']).hideHelp())
    .addOption(new Option('--file <path>').hideHelp())
    .addHelpText('after', examples('bench', 'bench --only fft --json'))
    .action(async (options: BenchOptions) => {
      const { runBenchCommand } = await import('./commands/bench.ts');
      finish(await runBenchCommand(options));
    });

  program
    .command('selftest')
    .description('closed-form checks of this build on this machine')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('selftest'))
    .action(async (options: { json?: boolean }) => {
      const { runSelfTest } = await import('./commands/selftest.ts');
      finish(runSelfTest(options));
    });

  addQa40xOptions(
    program
      .command('serve')
      .description('the bench as a page in your browser, on this machine only')
      .option('--port <number>', 'port on 127.0.0.1; 0 lets the system choose', wholeNumber('--port', 0, 65535), 8377)
      .option('--runs <folder>', 'where the runs are kept')
      .option('--store <address>', `keeps the runs synchronized with ${STORE}; default: that one`)
      .option('--open', 'opens the page in the default browser')
      .option('--api', 'the HTTP API at /api/v1, for programs that have its token (docs/api.md)')
      .option(
        '--token-file <file>',
        'where the token of the API is, or is to be made; AMPBENCH_API_TOKEN goes before it',
      ),
  )
    .addHelpText('after', examples('serve', 'serve --port 9000', 'serve --api', 'serve --qa40x --rig my-rig --load 33'))
    .action(async (options: ServeOptions) => {
      const { runServe } = await import('./commands/serve.ts');
      finish(await runServe(options));
    });

  return program;
}

// A reader that goes away (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await buildProgram((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
