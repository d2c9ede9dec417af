import type { Wiring } from '../planner/plan.ts';
import type { DutModel } from './dutModel.ts';
import type { InterfaceModel } from './interfaceModel.ts';
import type { StreamShape } from './types.ts';

/** Why a stream of this shape cannot be opened, in words; null when it can. With digital drive the device plays and the interface records. */
export function streamRefusal(
  model: InterfaceModel,
  dut: DutModel,
  shape: StreamShape,
  drive: Wiring['drive'],
): string | null {
  const { sampleRateHz, format, outputChannelCount, inputChannelCount } = shape;
  const { digitalInput } = dut;
  if (drive === 'digital' && digitalInput === undefined)
    return `drive is digital but ${dut.id} must have a digital input`;
  const player =
    drive === 'digital' && digitalInput !== undefined
      ? digitalInput
      : { sampleRatesHz: model.sampleRatesHz, formats: model.formats, channelCount: model.output.channelCount };
  for (const { sampleRatesHz } of [model, player]) {
    if (sampleRatesHz.includes(sampleRateHz)) continue;
    return `sampleRateHz is ${sampleRateHz} but must be one of ${sampleRatesHz.join(', ')}`;
  }
  if (!player.formats.includes(format)) return `format is ${format} but must be one of ${player.formats.join(', ')}`;
  if (outputChannelCount > player.channelCount) {
    return `outputChannelCount is ${outputChannelCount} but must be at most ${player.channelCount}`;
  }
  if (inputChannelCount > model.input.channelCount) {
    return `inputChannelCount is ${inputChannelCount} but must be at most ${model.input.channelCount}`;
  }
  return null;
}
