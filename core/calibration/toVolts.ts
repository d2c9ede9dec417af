import type { RawCapture, VoltageCapture } from '../signal/types.ts';
import type { Rig } from './rig.ts';

/**
 * Turns a raw capture into volts in front of the rig's divider, one Float64 array for each recorded channel: a 0 dBFS sine is
 * `fullScaleVoltsRms` at the interface's socket, times `dividerRatio`.
 */
export function toVolts(
  raw: RawCapture,
  rig: { readonly input: Pick<Rig['input'], 'fullScaleVoltsRms' | 'dividerRatio'> },
): VoltageCapture {
  const voltsPerUnit = rig.input.fullScaleVoltsRms * Math.SQRT2 * rig.input.dividerRatio;
  const { channelCount, frameCount, frames } = raw;
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const volts = new Float64Array(frameCount);
    for (let frame = 0, at = channel; frame < frameCount; frame++, at += channelCount)
      volts[frame] = frames[at] * voltsPerUnit;
    return volts;
  });
  return { sampleRateHz: raw.sampleRateHz, channels, report: raw.report };
}
