import { createInterface } from 'node:readline/promises';
import { calibrateRig, CALIBRATION_LEVEL_DBFS, CALIBRATION_TONE_HZ } from '../../core/calibration/calibrate.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { formatQuantity, formatWithUncertainty } from '../../core/units/format.ts';
import { superviseEngine } from '../../host/engine/supervisor.ts';
import { loadRig, saveRig } from '../../host/system/rigLibrary.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';
import { rigReference } from '../references.ts';

export interface RigCalibrateOptions {
  /** The meter's accuracy at 200 Hz AC, per cent of reading. */
  readonly meterAccuracy: string;
  readonly seconds: string;
  /** Readings in volts, one for each channel, comma separated: asks nothing. */
  readonly readings?: string;
  readonly json?: boolean;
}

function positiveNumber(text: string, option: string): number {
  const value = Number(text.trim());
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new AmpbenchError('usage', 'bad-number', `${option} is "${text}" but must be a number above 0`, {
      option,
      text,
    });
  }
  return value;
}

/** One line from the person for each channel, while or after the tone plays. */
async function askReadings(rig: Rig): Promise<string[]> {
  if (!process.stdin.isTTY) {
    throw new AmpbenchError(
      'usage',
      'readings-missing',
      'there is no terminal to ask the meter readings on',
      {},
      `give them with --readings, one for each of the ${rig.channels.length} channels`,
    );
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answers: string[] = [];
    for (const { name } of rig.channels) answers.push(await lines.question(`  meter on channel ${name}, volts AC: `));
    return answers;
  } finally {
    lines.close();
  }
}

/** `ampbench rig calibrate R`: plays 200 Hz at −12 dBFS in loopback, takes the multimeter's readings, saves the rig. */
export async function runRigCalibrate(ref: string, options: RigCalibrateOptions): Promise<number> {
  const reference = await rigReference(ref);
  const rig = reference.kind === 'given' ? reference.rig : await loadRig(reference.id, 1);
  if (rig.driver === 'simulated') {
    throw new AmpbenchError(
      'usage',
      'simulated-rig',
      `rig "${rig.id}" is simulated and comes calibrated; no multimeter can read it`,
    );
  }
  const meterAccuracy = positiveNumber(options.meterAccuracy, '--meter-accuracy') / 100;
  const seconds = positiveNumber(options.seconds, '--seconds');
  const given = options.readings?.split(',');
  process.stderr.write(
    `Connect each output straight to its input, with the multimeter (AC volts) across the first output; no amplifier, no headphone.\n` +
      `Playing ${CALIBRATION_TONE_HZ} Hz at ${formatQuantity(CALIBRATION_LEVEL_DBFS, 'dB')}FS for ${seconds} s: about ` +
      `${formatQuantity(rig.output.fullScaleVoltsRms * 10 ** (CALIBRATION_LEVEL_DBFS / 20), 'V')} by the rig's present numbers.\n`,
  );
  const engine = superviseEngine();
  const stop = (): void => void engine.cancel();
  process.once('SIGINT', stop);
  try {
    const tone = engine.calibrationTone({ rig: reference, seconds });
    // Asked while it plays; a tone that fails must not wait for an answer
    const [captured, texts] = await Promise.all([tone, given ?? askReadings(rig)]);
    if (texts.length !== rig.channels.length) {
      throw new AmpbenchError(
        'usage',
        'readings-count',
        `${texts.length} readings were given but rig "${rig.id}" has ${rig.channels.length} channels`,
      );
    }
    const readings = captured.map((each, index) => ({
      ...each,
      meterVoltsRms: positiveNumber(texts[index], 'the reading'),
    }));
    const calibrated = calibrateRig(rig, readings, meterAccuracy);
    const path = await saveRig(calibrated);
    if (options.json === true) printJson(calibrated);
    const said = ({ fullScaleVoltsRms, relativeUncertainty }: Rig['output'] | Rig['input']): string =>
      formatWithUncertainty(fullScaleVoltsRms, fullScaleVoltsRms * relativeUncertainty, 'V');
    process.stderr.write(
      `output 0 dBFS = ${said(calibrated.output)}, input 0 dBFS = ${said(calibrated.input)}\nrig ${rig.id} saved in ${path}\n`,
    );
    return EXIT.pass;
  } finally {
    process.removeListener('SIGINT', stop);
    await engine.close();
  }
}
