import type { AnalysisFinding } from '../../../core/measure/analysis.ts';
import { checkRange, damagedFile, emptyChannels } from '../captureReader.ts';
import type { CaptureReader } from '../captureReader.ts';
import type { SourceFile } from '../sourceFile.ts';
import { BlockWalk } from './blockWalk.ts';
import { readStreamInfo } from './streamInfo.ts';
import type { StreamInfo } from './streamInfo.ts';

/** Sound that needs this many times more memory than its file is long is counted before it is believed. */
const PLAUSIBLE_EXPANSION = 64;

const lengthUnknown: AnalysisFinding = {
  code: 'truncated',
  channel: null,
  atSeconds: null,
  count: null,
  damaging: false,
  text: 'The recorder did not write how long the recording is; it was read to the end of the file.',
};

/**
 * A FLAC file as a capture.
 * @param file closed with the reader
 * @throws AmpbenchError `data/flac-damaged`
 */
export async function openFlac(file: SourceFile): Promise<CaptureReader> {
  const info = await readStreamInfo(file);
  const frameCount = await countFrames(file, info);
  const walk = new BlockWalk(file, info);
  const { sampleRateHz, channelCount, bitsPerSample } = info;
  const reader: CaptureReader = {
    path: file.path,
    unit: 'FS',
    sampleRateHz,
    channelCount,
    frameCount,
    format: { container: 'flac', encoding: 'integer', validBits: bitsPerSample, channelMask: null },
    findings: info.frameCount === 0 ? [lengthUnknown] : [],
    read: async (startFrame, count, target) => {
      checkRange(reader, startFrame, count);
      const channels = target ?? emptyChannels(channelCount, count);
      await readFrames(walk, info, startFrame, startFrame + count, channels);
      return channels;
    },
    close: () => file.close(),
  };
  return reader;
}

async function countFrames(file: SourceFile, info: StreamInfo): Promise<number> {
  const isPlausible = info.frameCount * info.channelCount * 8 <= PLAUSIBLE_EXPANSION * file.byteCount;
  if (info.frameCount > 0 && isPlausible) return info.frameCount;
  const walk = new BlockWalk(file, info);
  let frames = 0;
  while (walk.hasMore && (info.frameCount === 0 || frames < info.frameCount)) {
    const block = await walk.next();
    frames = block.startFrame + block.blockFrames;
  }
  if (frames < info.frameCount)
    throw damagedFile(
      'flac-damaged',
      file.path,
      `the file is cut short: its head promises ${info.frameCount} frames but ${frames} are there`,
      file.byteCount,
    );
  return frames;
}

async function readFrames(
  walk: BlockWalk,
  info: StreamInfo,
  startFrame: number,
  endFrame: number,
  channels: readonly Float64Array[],
): Promise<void> {
  const scale = 2 ** (1 - info.bitsPerSample);
  let block = walk.rewind(startFrame);
  for (let frame = startFrame; frame < endFrame;) {
    if (block === null || block.startFrame + block.blockFrames <= frame) {
      block = await walk.next();
      continue;
    }
    const stop = Math.min(block.startFrame + block.blockFrames, endFrame);
    for (const [index, samples] of channels.entries()) {
      const decoded = walk.samples[index];
      for (let at = frame; at < stop; at++) samples[at - startFrame] = decoded[at - block.startFrame] * scale;
    }
    frame = stop;
  }
}
