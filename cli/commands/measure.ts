import { AmpbenchError } from '../../core/errors.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import { renderAnalysis } from '../../core/report/analysisText.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { unitSerial } from '../../core/run/unitSerial.ts';
import { EXIT } from '../exitCodes.ts';
import type { OperatorOptions } from '../operators/chooseOperator.ts';
import { numberOption, settingsFrom } from '../options/measureOptions.ts';
import { terminalColumns } from '../output.ts';
import { rigReference } from '../references.ts';
import { newRunFolder } from '../runFolder.ts';
import { runToEnd } from '../runToEnd.ts';
import { shareRun, sharedAddress } from '../sharedStore.ts';

export interface MeasureOptions extends OperatorOptions {
  readonly rig: string;
  readonly out?: string;
  readonly outputVolts: string;
  readonly loopback?: boolean;
  readonly load?: string;
  readonly serial?: string;
  readonly store?: string;
  readonly seed: number;
  readonly json?: boolean;
}

/** Below these nothing can be meant but a slip of the pen. */
const LEAST_VOLTS = 1e-6;
const LEAST_OHMS = 0.1;

/** `ampbench measure <kind> --rig R`: one measurement; the figures (or the JSON) go to stdout, everything else to stderr. */
export async function runMeasure(name: string, options: MeasureOptions): Promise<number> {
  const { kind } = kindNamed(name);
  const settings = settingsFrom({ ...options });
  const outputVoltsRms = numberOption('--output-volts', options.outputVolts, LEAST_VOLTS) ?? 1;
  const loadOhms = numberOption('--load', options.load, LEAST_OHMS) ?? null;
  if (options.loopback === true && loadOhms !== null)
    throw new AmpbenchError(
      'usage',
      'load-in-loopback',
      `--load is ${loadOhms} but --loopback leaves no place for a load`,
    );
  const path = options.loopback === true ? 'loopback' : 'dut';
  const serial = options.serial === undefined ? undefined : unitSerial(options.serial);
  const rig = await rigReference(options.rig);
  const shared = await sharedAddress(options.store);
  const folder = await newRunFolder(options.out, kind);
  const measurement = await runToEnd(
    options,
    (engine) =>
      engine.measure({
        measurement: { kind, settings, path, outputVoltsRms, loadOhms },
        rig,
        seed: options.seed,
        ...(serial === undefined ? {} : { serial }),
        folder,
      }),
    (event) => (event.type === 'measurement-finished' ? event.measurement : undefined),
  );
  process.stdout.write(
    options.json === true ? encodeResult(measurement) : `${renderAnalysis(measurement, terminalColumns())}\n`,
  );
  process.stderr.write(`kept in ${folder}\n`);
  await shareRun(folder, shared);
  return EXIT.pass;
}
