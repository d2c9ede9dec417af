import { AmpbenchError } from '../errors.ts';
import { encodeDeviceFrames, rangeOf } from '../signal/deviceFrames.ts';
import type { RandomSource } from '../signal/random.ts';
import type { DeviceFrames, SampleFormat, Stimulus } from '../signal/types.ts';
import type { Rig } from './rig.ts';

/**
 * Turns a stimulus in volts (open circuit) into the output device's own samples: 0 dBFS is a sine of `fullScaleVoltsRms`.
 * @param output the rig's output calibration
 * @param random source of the dither; used only with `dither: 'tpdf'` and an integer format
 * @param options.dither `tpdf`: two steps peak to peak, on silence too; `none`: rounding only, for bit-exact signals
 * @throws AmpbenchError `stimulus-over-full-scale` unless −1 ≤ x ≤ 1 − 2^(1 − bits) for every sample (one step less at
 *   both ends under dither)
 */
export function toDeviceFrames(
  stimulus: Stimulus,
  output: Pick<Rig['output'], 'fullScaleVoltsRms'>,
  format: SampleFormat,
  random: RandomSource,
  options: { readonly dither: 'tpdf' | 'none' },
): DeviceFrames {
  const fullScaleVoltsPeak = output.fullScaleVoltsRms * Math.SQRT2;
  const dithered = options.dither === 'tpdf' && format !== 'float32';
  const { lowest, highest } = rangeOf(format, dithered);
  const lowestVolts = lowest * fullScaleVoltsPeak;
  const highestVolts = highest * fullScaleVoltsPeak;
  stimulus.channels.forEach((samples, channel) => {
    for (let frame = 0; frame < samples.length; frame++) {
      const volts = samples[frame];
      if (!(volts >= lowestVolts && volts <= highestVolts)) {
        throw overFullScale(volts, volts < 0 ? lowestVolts : highestVolts, channel, frame, output, format);
      }
    }
  });
  return encodeDeviceFrames(stimulus.channels, stimulus.sampleRateHz, format, {
    scale: 1 / fullScaleVoltsPeak,
    dither: dithered ? random : null,
  });
}

function overFullScale(
  volts: number,
  limitVolts: number,
  channel: number,
  frame: number,
  output: Pick<Rig['output'], 'fullScaleVoltsRms'>,
  format: SampleFormat,
): AmpbenchError {
  return new AmpbenchError(
    'plan',
    'stimulus-over-full-scale',
    `the stimulus is ${volts.toPrecision(6)} V in channel ${channel + 1} at frame ${frame} but must stay within ` +
      `${limitVolts.toPrecision(6)} V peak (a full-scale sine is ${output.fullScaleVoltsRms} V rms, ${format}) in toDeviceFrames`,
    { volts: Number.isFinite(volts) ? volts : null, limitVolts, channel: channel + 1, frame, format },
    'Ask for a lower level, or use an output with a higher full scale.',
  );
}
