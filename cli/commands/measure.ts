import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import { renderAnalysis } from '../../core/report/analysisText.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { dataFolder } from '../../host/system/dataFolder.ts';
import { EXIT } from '../exitCodes.ts';
import type { OperatorOptions } from '../operators/chooseOperator.ts';
import { numberOption, settingsFrom } from '../options/measureOptions.ts';
import { terminalColumns } from '../output.ts';
import { rigReference } from '../references.ts';
import { runToEnd } from '../runToEnd.ts';

export interface MeasureOptions extends OperatorOptions {
  readonly rig: string;
  readonly out?: string;
  readonly outputVolts: string;
  readonly loopback?: boolean;
  readonly load?: string;
  readonly seed: number;
  readonly json?: boolean;
}

/** Below these nothing can be meant but a slip of the pen. */
const LEAST_VOLTS = 1e-6;
const LEAST_OHMS = 0.1;

/** A folder of its own for each measurement, named so that a list of them reads in order. */
async function measurementFolder(out: string | undefined, kind: string): Promise<string> {
  if (out !== undefined) return resolve(out);
  const measurements = join(dataFolder(), 'measurements');
  await mkdir(measurements, { recursive: true });
  return join(measurements, `${new Date().toISOString().replaceAll(/[:.]/gu, '-')}-${kind}`);
}

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
  const rig = await rigReference(options.rig);
  const folder = await measurementFolder(options.out, kind);
  const measurement = await runToEnd(
    options,
    (engine) =>
      engine.measure({
        measurement: { kind, settings, path, outputVoltsRms, loadOhms },
        rig,
        seed: options.seed,
        folder,
      }),
    (event) => (event.type === 'measurement-finished' ? event.measurement : undefined),
  );
  process.stdout.write(
    options.json === true ? encodeResult(measurement) : `${renderAnalysis(measurement, terminalColumns())}\n`,
  );
  process.stderr.write(`kept in ${folder}\n`);
  return EXIT.pass;
}
