import { AmpbenchError } from '../errors.ts';
import type { Wiring } from '../planner/plan.ts';
import type { DutModel } from './dutModel.ts';

/** A device as a person has set it up for a wiring: one output, one gain. */
export type DutSetUp = Omit<DutModel, 'outputs' | 'gains'>;

/** Case, blanks and hyphens do not make another socket of it. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9.+]/g, '');

function find<T extends { readonly names: readonly string[] }>(
  choices: readonly T[],
  name: string,
  what: string,
  dut: DutModel,
): T {
  const found = choices.find((choice) => choice.names.some((each) => bare(each) === bare(name)));
  if (found !== undefined) return found;
  throw new AmpbenchError(
    'rig',
    `${what}-not-there`,
    `the ${what} "${name}" must be one of ${choices.map((choice) => choice.names.join(' = ')).join(', ')} on ${dut.id}`,
    { name, dut: dut.id },
    'Write the name on the card as the device has it.',
  );
}

/**
 * Sets a device up as a wiring asks. An output that is not named is the first, a gain that is not named the highest (the safety prompt has
 * everything turned fully up).
 * @throws AmpbenchError `input-not-there`, `output-not-there`, `gain-not-there`; `leg-grounded` for a balanced output on an unbalanced input
 */
export function setUpDut(
  dut: DutModel,
  wiring: Pick<Wiring, 'drive' | 'output' | 'gain'>,
  inputBalanced: boolean,
): DutSetUp {
  const { outputs = [], gains = [], ...device } = dut;
  const driven = wiring.drive === 'digital' ? dut.digitalInput !== undefined : dut.inputImpedance !== null;
  if (!driven) {
    throw new AmpbenchError(
      'rig',
      'input-not-there',
      `drive is ${wiring.drive} but ${dut.id} must have an input for it`,
      { drive: wiring.drive, dut: dut.id },
      wiring.drive === 'digital' ? 'Drive it by its analogue input.' : 'Play to it as an output device.',
    );
  }
  const output =
    wiring.output === null || outputs.length === 0 ? outputs.at(0) : find(outputs, wiring.output, 'output', dut);
  const gain = wiring.gain === null || gains.length === 0 ? gains.at(-1) : find(gains, wiring.gain, 'gain', dut);
  if (output?.balanced === true && !inputBalanced) {
    throw new AmpbenchError(
      'rig',
      'leg-grounded',
      `the balanced output ${output.names[0]} of ${dut.id} must not meet an unbalanced input, which grounds one of its legs`,
      { output: output.names[0], dut: dut.id },
      'Use an interface with balanced inputs.',
    );
  }
  const offsetDb = (output?.gainOffsetDb ?? 0) + (gain?.gainOffsetDb ?? 0);
  return { ...device, ...output, gainDb: [device.gainDb[0] + offsetDb, device.gainDb[1] + offsetDb] };
}
