import type { Command } from 'commander';
import { examples } from '../options/examples.ts';
import { RIG } from '../options/references.ts';
import type { RigCalibrateOptions } from './rigCalibrate.ts';

/** Adds `rig`. */
export function addRigCommands(program: Command, finish: (code: number) => void): void {
  const rig = program.command('rig').description('rigs: interface, channels, calibration, loads');
  rig
    .command('list')
    .description('saved and simulated rigs')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('rig list'))
    .action(async (options: { json?: boolean }) => {
      const { runRigList } = await import('./rig.ts');
      finish(await runRigList({ json: options.json === true }));
    });
  rig
    .command('show')
    .description('print a rig as JSON, complete: a start for your own')
    .argument('<rig>', RIG)
    .addHelpText('after', examples('rig show sim:studio-384/hpa-1 > my-rig.json'))
    .action(async (ref: string) => {
      const { runRigShow } = await import('./rig.ts');
      finish(await runRigShow(ref));
    });
  rig
    .command('create')
    .description('check a rig and save it under its id')
    .requiredOption('--from <file>', 'the rig as JSON (- for standard input)')
    .addHelpText('after', examples('rig create --from my-rig.json'))
    .action(async (options: { from: string }) => {
      const { runRigCreate } = await import('./rig.ts');
      finish(await runRigCreate(options.from));
    });

  rig
    .command('calibrate')
    .description(
      'full-scale volts by multimeter: plays 200 Hz at −12 dBFS in loopback, asks the readings, saves the rig',
    )
    .argument('<rig>', RIG)
    .option('--meter-accuracy <percent>', "the meter's accuracy at 200 Hz AC, per cent of reading", '1')
    .option('--seconds <seconds>', 'how long the tone plays', '15')
    .option('--readings <volts>', 'the readings, one for each channel, comma separated: asks nothing')
    .option('--json', 'print the calibrated rig as one JSON document on standard output')
    .addHelpText('after', examples('rig calibrate my-rig.json --meter-accuracy 0.5'))
    .action(async (ref: string, options: RigCalibrateOptions) => {
      const { runRigCalibrate } = await import('./rigCalibrate.ts');
      finish(await runRigCalibrate(ref, options));
    });

  rig
    .command('preflight')
    .description(
      'a few seconds of loopback that show what would spoil figures, and what to do about it; exit code 4 where something does',
    )
    .argument('<rig>', RIG)
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('rig preflight my-rig'))
    .action(async (ref: string, options: { json?: boolean }) => {
      const { runRigPreflight } = await import('./rigCheck.ts');
      finish(await runRigPreflight(ref, options));
    });
  rig
    .command('baseline')
    .description('measures the rig itself in loopback and keeps it with the rig: plans then know its floor')
    .argument('<rig>', RIG)
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('rig baseline my-rig'))
    .action(async (ref: string, options: { json?: boolean }) => {
      const { runRigBaseline } = await import('./rigCheck.ts');
      finish(await runRigBaseline(ref, options));
    });
}
