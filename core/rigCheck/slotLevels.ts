import type { Rig } from '../calibration/rig.ts';
import { formatQuantity } from '../units/format.ts';
import { failed, ok, type PreflightCheck } from './preflight.ts';

/** Of what was expected: less is nothing. */
const LEAST_SHARE = 0.03;
/** Another channel's sweep this strong is not crosstalk. */
const MIXED_SHARE = 0.1;

/** `levels[input][output]`: volts rms that an input recorded while an output played alone. */
export type SlotLevels = readonly (readonly number[])[];

/** The output each input hears most. */
export const heardOutputs = (levels: SlotLevels): readonly number[] =>
  levels.map((row) => row.indexOf(Math.max(...row)));

/** Whether each input hears anything. */
export function checkSignal(rig: Rig, levels: SlotLevels, expectedVoltsRms: number): PreflightCheck {
  const deaf = rig.channels.filter((_, input) => Math.max(...levels[input]) < LEAST_SHARE * expectedVoltsRms);
  if (deaf.length === 0) return ok('signal', 'What was played came back on every channel.');
  const names = deaf
    .map(({ name, outputChannel, inputChannel }) => `${name} (output ${outputChannel} to input ${inputChannel})`)
    .join(', ');
  return failed(
    'signal',
    `${formatQuantity(expectedVoltsRms, 'V')} was played but nothing came back on ${names}.`,
    'Connect each output straight to its input; check mute, the volume of the mixer, input selectors and the channel numbers of the rig.',
  );
}

/** Whether each input hears its own output, and only that. */
export function checkWiredChannels(rig: Rig, levels: SlotLevels): PreflightCheck {
  const names = rig.channels.map(({ name }) => name);
  const crossed = heardOutputs(levels).flatMap((output, input) =>
    output === input ? [] : [`input ${names[input]} hears output ${names[output]}`],
  );
  const mixed = levels.flatMap((row, input) => {
    const strongest = Math.max(...row);
    return row.filter((level) => level > MIXED_SHARE * strongest).length > 1 ? [names[input]] : [];
  });
  if (mixed.length > 0) {
    return failed(
      'channels',
      `Input ${mixed.join(', ')} hears more than one output.`,
      'Switch off direct monitoring, mono and loopback mixing in the panel of the interface, and check the cables for a common ground that is broken.',
    );
  }
  if (crossed.length > 0) {
    return failed(
      'channels',
      `The channels are the wrong way round: ${crossed.join(', ')}.`,
      'Change the two cables over, or the channel numbers in the rig.',
    );
  }
  return ok('channels', `Each input hears its own output: ${names.join(', ')}.`);
}
