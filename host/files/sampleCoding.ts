import { AmpbenchError } from '../../core/errors.ts';
import type { RandomSource } from '../../core/signal/random.ts';

/** How samples lie in a file, little endian. Integers of 8 bits are unsigned there (128 = zero), all others signed. */
export type SampleEncoding = 'int8' | 'int16' | 'int24' | 'int32' | 'float32' | 'float64';

export const BYTES_PER_SAMPLE: Readonly<Record<SampleEncoding, number>> = {
  int8: 1,
  int16: 2,
  int24: 3,
  int32: 4,
  float32: 4,
  float64: 8,
};

type SampleArray = Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Little endian in the file as in the memory of every machine Node 24 runs on. */
function typedView(bytes: Uint8Array, encoding: Exclude<SampleEncoding, 'int24'>): SampleArray {
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % BYTES_PER_SAMPLE[encoding] === 0 ? bytes : Uint8Array.from(bytes);
  const length = byteLength / BYTES_PER_SAMPLE[encoding];
  if (encoding === 'int8') return new Uint8Array(buffer, byteOffset, length);
  if (encoding === 'int16') return new Int16Array(buffer, byteOffset, length);
  if (encoding === 'int32') return new Int32Array(buffer, byteOffset, length);
  if (encoding === 'float32') return new Float32Array(buffer, byteOffset, length);
  return new Float64Array(buffer, byteOffset, length);
}

/** Takes interleaved bytes (whole frames) apart into `channels` from `targetFrame` on, full scale = 1; exact. */
export function decodeFrames(
  bytes: Uint8Array,
  encoding: SampleEncoding,
  channels: readonly Float64Array[],
  targetFrame: number,
): void {
  const channelCount = channels.length;
  const endFrame = targetFrame + bytes.length / (BYTES_PER_SAMPLE[encoding] * channelCount);
  if (encoding === 'int24') {
    for (const [channel, samples] of channels.entries()) {
      let at = 3 * channel;
      for (let frame = targetFrame; frame < endFrame; frame++, at += 3 * channelCount)
        samples[frame] = (((bytes[at + 2] << 24) >> 8) | (bytes[at + 1] << 8) | bytes[at]) / 8388608;
    }
    return;
  }
  const values = typedView(bytes, encoding);
  const scale = 1 / fullScaleSteps(encoding);
  const zero = encoding === 'int8' ? 128 : 0;
  for (const [channel, samples] of channels.entries()) {
    let at = channel;
    for (let frame = targetFrame; frame < endFrame; frame++, at += channelCount)
      samples[frame] = (values[at] - zero) * scale;
  }
}

const isFloat = (encoding: SampleEncoding): boolean => encoding === 'float32' || encoding === 'float64';

/** Codes from 0 to full scale; floats are re full scale already. */
const fullScaleSteps = (encoding: SampleEncoding): number =>
  isFloat(encoding) ? 1 : 2 ** (8 * BYTES_PER_SAMPLE[encoding] - 1);

/** Sum of two uniform numbers, each half a step wide either way: triangular over ±1 step, which frees the error's mean and variance from the signal. */
const triangular = (random: RandomSource): number => random.uniform() + random.uniform() - 1;

/**
 * Interleaved bytes of frames. Integers are rounded to the nearest step, with TPDF dither where `dither` is given.
 * @throws AmpbenchError `data/beyond-full-scale` naming the sample, where an integer format cannot hold it (rounding up into the last step is no reason);
 *   `data/not-finite`
 */
export function encodeFrames(
  channels: readonly Float64Array[],
  startFrame: number,
  frameCount: number,
  encoding: SampleEncoding,
  dither: RandomSource | null,
): Uint8Array {
  const sampleBytes = BYTES_PER_SAMPLE[encoding];
  const bytes = new Uint8Array(frameCount * channels.length * sampleBytes);
  const view = new DataView(bytes.buffer);
  const steps = fullScaleSteps(encoding);
  let at = 0;
  for (let frame = startFrame; frame < startFrame + frameCount; frame++) {
    for (const [channel, samples] of channels.entries()) {
      const value = samples[frame];
      if (encoding === 'float32') view.setFloat32(at, value, true);
      else if (encoding === 'float64') view.setFloat64(at, value, true);
      else {
        if (!(Math.abs(value) <= 1)) throw unwritable(value, channel, frame, encoding);
        const scaled = Math.floor(value * steps + 0.5 + (dither === null ? 0 : triangular(dither)));
        writeInteger(view, at, Math.min(Math.max(scaled, -steps), steps - 1), encoding);
      }
      at += sampleBytes;
    }
  }
  return bytes;
}

function writeInteger(view: DataView, at: number, code: number, encoding: SampleEncoding): void {
  if (encoding === 'int8') view.setUint8(at, code + 128);
  else if (encoding === 'int16') view.setInt16(at, code, true);
  else if (encoding === 'int32') view.setInt32(at, code, true);
  else {
    view.setUint16(at, code & 0xffff, true);
    view.setInt8(at + 2, code >> 16);
  }
}

function unwritable(value: number, channel: number, frame: number, encoding: SampleEncoding): AmpbenchError {
  return new AmpbenchError(
    'data',
    Number.isFinite(value) ? 'beyond-full-scale' : 'not-finite',
    `sample ${frame} of channel ${channel + 1} is ${value} but must lie within ±1 to be written as ${encoding}`,
    { channel: channel + 1, frame },
    'Write it as float32.',
  );
}
