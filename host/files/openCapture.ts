import { AmpbenchError } from '../../core/errors.ts';
import type { AnalysisFinding, Capture } from '../../core/measure/analysis.ts';
import { sharedChannels } from './captureReader.ts';
import type { CaptureFormat, CaptureReader } from './captureReader.ts';
import { openFlac } from './flac/flacReader.ts';
import { SourceFile } from './sourceFile.ts';
import { openWave } from './wave/waveReader.ts';

/** A file read whole, and what its head says. */
export interface CaptureFile {
  readonly capture: Capture;
  readonly format: CaptureFormat;
  readonly findings: readonly AnalysisFinding[];
}

/** Samples of all channels together that are held in memory at once: 1 GiB of float64. */
export const MOST_SAMPLES_IN_MEMORY = 2 ** 27;

/**
 * Opens a WAV, RF64 or FLAC file, known by its first bytes, whatever its name. Only this file is touched: nothing in it is followed.
 * @throws AmpbenchError of kind `data` naming the byte, or of kind `storage`
 */
export async function openCapture(path: string): Promise<CaptureReader> {
  const file = await SourceFile.open(path);
  try {
    const magic = new Uint8Array(4);
    await file.read(magic, 0);
    return await (String.fromCharCode(...magic) === 'fLaC' ? openFlac(file) : openWave(file));
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Frames of a file from `startSeconds` to `endSeconds` (null: to its end). */
export function frameRange(
  reader: CaptureReader,
  startSeconds: number,
  endSeconds: number | null,
): { readonly startFrame: number; readonly endFrame: number } {
  const { sampleRateHz, frameCount, path } = reader;
  const startFrame = Math.round(startSeconds * sampleRateHz);
  const endFrame = endSeconds === null ? frameCount : Math.round(endSeconds * sampleRateHz);
  if (!(startFrame >= 0 && startFrame < endFrame && endFrame <= frameCount) && !(frameCount === 0 && startFrame === 0))
    throw new AmpbenchError(
      'usage',
      'stretch-outside-file',
      `the stretch from ${startSeconds} s to ${endSeconds ?? 'the end'} must lie within the ${frameCount / sampleRateHz} s of ${path}`,
      { startSeconds, endSeconds, seconds: frameCount / sampleRateHz, path },
    );
  return { startFrame, endFrame };
}

/**
 * A whole file, or a stretch of it, in memory.
 * @throws AmpbenchError of kind `data` naming the byte or the sample, `data/capture-too-long`, `usage/stretch-outside-file`, or of kind `storage`
 */
export async function readCapture(
  path: string,
  startSeconds = 0,
  endSeconds: number | null = null,
): Promise<CaptureFile> {
  const reader = await openCapture(path);
  try {
    const { startFrame, endFrame } = frameRange(reader, startSeconds, endSeconds);
    return await readStretch(reader, startFrame, endFrame);
  } finally {
    await reader.close();
  }
}

/** A stretch in memory that all threads see. @throws AmpbenchError of kind `data`, among them `data/capture-too-long` */
export async function readStretch(reader: CaptureReader, startFrame: number, endFrame: number): Promise<CaptureFile> {
  const { sampleRateHz, unit, channelCount, format, findings, path } = reader;
  const samples = (endFrame - startFrame) * channelCount;
  if (samples > MOST_SAMPLES_IN_MEMORY)
    throw new AmpbenchError(
      'data',
      'capture-too-long',
      `${path} has ${samples} samples to be analysed at once but at most ${MOST_SAMPLES_IN_MEMORY} fit in memory`,
      { path, samples },
      'Name a shorter stretch with --start and --end.',
    );
  const frameCount = endFrame - startFrame;
  const channels = await reader.read(startFrame, frameCount, sharedChannels(channelCount, frameCount));
  return { capture: { sampleRateHz, unit, channels }, format, findings };
}
