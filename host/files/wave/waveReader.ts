import { AmpbenchError } from '../../../core/errors.ts';
import { checkRange, damagedFile, emptyChannels } from '../captureReader.ts';
import type { CaptureReader } from '../captureReader.ts';
import { BYTES_PER_SAMPLE, decodeFrames } from '../sampleCoding.ts';
import { SourceFile } from '../sourceFile.ts';
import { readWaveHeader } from './waveHeader.ts';
import type { WaveLayout } from './waveHeader.ts';

/** Bytes held at once while samples are converted. */
const PIECE_BYTES = 1024 * 1024;

/**
 * A WAV or RF64 file as a capture.
 * @param file closed with the reader
 * @throws AmpbenchError `data/wave-damaged`, `data/format-unknown`
 */
export async function openWave(file: SourceFile): Promise<CaptureReader> {
  const layout = await readWaveHeader(file);
  const { sampleRateHz, channelCount, frameCount, format, findings } = layout;
  const reader: CaptureReader = {
    path: file.path,
    unit: 'FS',
    sampleRateHz,
    channelCount,
    frameCount,
    format,
    findings,
    read: async (startFrame, count, target) => {
      checkRange(reader, startFrame, count);
      const channels = target ?? emptyChannels(channelCount, count);
      await readFrames(file, layout, startFrame, count, channels);
      return channels;
    },
    close: () => file.close(),
  };
  return reader;
}

async function readFrames(
  file: SourceFile,
  layout: WaveLayout,
  startFrame: number,
  frameCount: number,
  channels: readonly Float64Array[],
): Promise<void> {
  const { encoding, channelCount, dataByte } = layout;
  const frameBytes = BYTES_PER_SAMPLE[encoding] * channelCount;
  const pieceFrames = Math.min(Math.max(Math.floor(PIECE_BYTES / frameBytes), 1), frameCount);
  const bytes = new Uint8Array(pieceFrames * frameBytes);
  for (let frame = 0; frame < frameCount; frame += pieceFrames) {
    const count = Math.min(pieceFrames, frameCount - frame);
    const position = dataByte + (startFrame + frame) * frameBytes;
    const piece = bytes.subarray(0, count * frameBytes);
    const bytesRead = await file.read(piece, position);
    if (bytesRead < piece.byteLength)
      throw damagedFile('wave-damaged', file.path, 'the file became shorter while it was read', position + bytesRead);
    decodeFrames(piece, encoding, channels, frame);
  }
  if (encoding.startsWith('float')) refuseNotFinite(file.path, channels, startFrame);
}

/** NaN and infinities are no samples: a figure made of them would be none. */
function refuseNotFinite(path: string, channels: readonly Float64Array[], startFrame: number): void {
  for (const [index, samples] of channels.entries()) {
    const at = samples.findIndex((value) => !Number.isFinite(value));
    if (at >= 0)
      throw new AmpbenchError(
        'data',
        'not-finite',
        `sample ${startFrame + at} of channel ${index + 1} is ${samples[at]} but must be a number in ${path}`,
        { path, channel: index + 1, frame: startFrame + at },
      );
  }
}

/** Interleaved float32 samples, full scale = 1, exactly as they lie in the file. */
export interface Float32Wave {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frames: Float32Array;
}

/**
 * A float32 WAV file bit for bit, whatever the bits are: what a run stores and hashes.
 * @throws AmpbenchError `data/wave-damaged`, `data/format-unknown`, or of kind `storage`
 */
export async function readFloat32Wave(path: string): Promise<Float32Wave> {
  const file = await SourceFile.open(path);
  try {
    const { encoding, sampleRateHz, channelCount, frameCount, dataByte } = await readWaveHeader(file);
    if (encoding !== 'float32')
      throw damagedFile('wave-damaged', path, `its samples are ${encoding} but must be float32`, dataByte);
    const frames = new Float32Array(frameCount * channelCount);
    // Little endian in the file as in the memory of every machine Node 24 runs on
    await file.read(new Uint8Array(frames.buffer), dataByte);
    return { sampleRateHz, channelCount, frames };
  } finally {
    await file.close();
  }
}
