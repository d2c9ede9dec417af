import { AmpbenchError } from '../errors.ts';
import type { RandomSource } from './random.ts';
import type { DeviceFrames, SampleFormat } from './types.ts';

/** Bits of an integer format; null for float32, which is not quantized here. */
export function bitsOf(format: SampleFormat): number | null {
  return format === 'float32' ? null : format === 'int16' ? 16 : format === 'int24' ? 24 : 32;
}

/**
 * The range a format can hold, full scale = 1: integers reach −1 … 1 − 2^(1 − bits), floats ±1.
 * With dither one step is kept free at each end, so that dither never clips.
 */
export function rangeOf(
  format: SampleFormat,
  dithered: boolean,
): { readonly lowest: number; readonly highest: number } {
  const bits = bitsOf(format);
  if (bits === null) return { lowest: -1, highest: 1 };
  const step = 2 ** (1 - bits);
  return dithered ? { lowest: -1 + step, highest: 1 - 2 * step } : { lowest: -1, highest: 1 - step };
}

function overFullScale(value: number, channel: number, frame: number, format: SampleFormat): AmpbenchError {
  return new AmpbenchError(
    'data',
    'sample-over-full-scale',
    `sample ${value} of channel ${channel + 1} at frame ${frame} does not fit ${format} (full scale = 1) in encodeDeviceFrames`,
    { value, channel: channel + 1, frame, format },
    'Lower the level of the signal.',
  );
}

/** Interleaves into a float array, or into integers (24 bits: packed bytes) with rounding and, where given, dither. */
function interleave(
  channels: readonly Float64Array[],
  scale: number,
  format: SampleFormat,
  dither: RandomSource | null,
  data: DeviceFrames['data'],
): void {
  const bits = bitsOf(format);
  const packed = format === 'int24';
  const steps = bits === null ? 1 : 2 ** (bits - 1);
  const { lowest, highest } = rangeOf(format, bits !== null && dither !== null);
  const channelCount = channels.length;
  for (let channel = 0; channel < channelCount; channel++) {
    const samples = channels[channel];
    for (let frame = 0, at = channel; frame < samples.length; frame++, at += channelCount) {
      const value = samples[frame] * scale;
      if (!(value >= lowest && value <= highest)) throw overFullScale(value, channel, frame, format);
      if (bits === null) {
        data[at] = value;
        continue;
      }
      const quantized = Math.floor(value * steps + 0.5 + (dither === null ? 0 : triangular(dither)));
      if (packed) {
        data[3 * at] = quantized;
        data[3 * at + 1] = quantized >> 8;
        data[3 * at + 2] = quantized >> 16;
      } else data[at] = quantized;
    }
  }
}

/** Triangular between −1 and 1: the two halves of one 32-bit number are two rectangular draws. */
function triangular(random: RandomSource): number {
  const bits = random.uniform() * 4294967296;
  return (((bits >>> 16) & 0xffff) - (bits & 0xffff)) / 65536;
}

function emptyData(format: SampleFormat, count: number): DeviceFrames['data'] {
  switch (format) {
    case 'float32':
      return new Float32Array(count);
    case 'int16':
      return new Int16Array(count);
    case 'int24':
      return new Uint8Array(3 * count);
    case 'int32':
      return new Int32Array(count);
  }
}

/**
 * Encodes channels of equal length, full scale = 1, as interleaved samples of a device's format. Values on the format's own grid are
 * kept exactly; others are rounded to the nearest step. `int24` is packed, three bytes a sample, little endian.
 * @param options.scale every sample is multiplied by it first; 1 when absent
 * @param options.dither source of TPDF dither (two steps peak to peak), for integer formats; no dither when null or absent
 * @throws AmpbenchError `sample-over-full-scale`, naming the first sample outside `rangeOf(format)`
 */
export function encodeDeviceFrames(
  channels: readonly Float64Array[],
  sampleRateHz: number,
  format: SampleFormat,
  options: { readonly scale?: number; readonly dither?: RandomSource | null } = {},
): DeviceFrames {
  const { scale = 1, dither = null } = options;
  const channelCount = channels.length;
  const frameCount = channelCount === 0 ? 0 : channels[0].length;
  const uneven = channels.findIndex((channel) => channel.length !== frameCount);
  if (channelCount === 0 || uneven >= 0) {
    throw new AmpbenchError(
      'bug',
      'channel-lengths',
      channelCount === 0
        ? 'there must be at least one channel in encodeDeviceFrames'
        : `channel ${uneven + 1} has ${channels[uneven].length} frames but must have ${frameCount}, as channel 1 has, in encodeDeviceFrames`,
      { channelCount, frameCount },
    );
  }
  const data = emptyData(format, channelCount * frameCount);
  interleave(channels, scale, format, dither, data);
  return { format, sampleRateHz, channelCount, frameCount, data };
}

/**
 * Decodes one channel of a device's samples into `target`, exactly, full scale = 1 times `scale`.
 * @param channel counts from 0
 * @param target receives frames 0 … from `targetOffset` on; what does not fit is left out
 */
export function decodeChannelInto(
  frames: DeviceFrames,
  channel: number,
  target: Float64Array,
  targetOffset: number,
  scale: number,
): void {
  const { channelCount, data } = frames;
  const count = Math.min(frames.frameCount, target.length - targetOffset);
  const bits = bitsOf(frames.format);
  const factor = bits === null ? scale : scale / 2 ** (bits - 1);
  if (frames.format === 'int24') {
    for (let frame = 0, at = 3 * channel; frame < count; frame++, at += 3 * channelCount) {
      const value = ((data[at] << 8) | (data[at + 1] << 16) | (data[at + 2] << 24)) >> 8;
      target[targetOffset + frame] = value * factor;
    }
    return;
  }
  for (let frame = 0, at = channel; frame < count; frame++, at += channelCount) {
    target[targetOffset + frame] = data[at] * factor;
  }
}

/** The highest sample of all channels, full scale = 1. */
export function highestSample({ format, data }: Pick<DeviceFrames, 'format' | 'data'>): number {
  const bits = bitsOf(format);
  let highest = 0;
  if (format === 'int24') {
    for (let at = 0; at < data.length; at += 3) {
      const value = Math.abs(((data[at] << 8) | (data[at + 1] << 16) | (data[at + 2] << 24)) >> 8);
      if (value > highest) highest = value;
    }
  } else {
    for (const sample of data) {
      const value = Math.abs(sample);
      if (value > highest) highest = value;
    }
  }
  return bits === null ? highest : highest / 2 ** (bits - 1);
}

/** Decodes interleaved device samples to one Float64 array for each channel, exactly, full scale = 1. */
export function decodeDeviceFrames(frames: DeviceFrames): Float64Array[] {
  return Array.from({ length: frames.channelCount }, (_, channel) => {
    const samples = new Float64Array(frames.frameCount);
    decodeChannelInto(frames, channel, samples, 0, 1);
    return samples;
  });
}
