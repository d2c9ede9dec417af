import { AmpbenchError } from '../../core/errors.ts';
import type { AmplitudeUnit, AnalysisFinding } from '../../core/measure/analysis.ts';

/** What a file says about itself. */
export interface CaptureFormat {
  readonly container: 'wav' | 'rf64' | 'flac';
  readonly encoding: 'integer' | 'float';
  /** Meaningful bits of a sample; the container may be wider. */
  readonly validBits: number;
  /** Which loudspeaker each channel belongs to (WAVE_FORMAT_EXTENSIBLE); null where the file does not say. */
  readonly channelMask: number | null;
}

/**
 * A capture in a file, read in stretches: nothing of its length is held in memory. Samples are re full scale (1 = the largest code of an integer format
 * plus one step), or in volts through `inVolts`.
 */
export interface CaptureReader {
  readonly path: string;
  readonly unit: AmplitudeUnit;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly format: CaptureFormat;
  readonly findings: readonly AnalysisFinding[];
  /**
   * The frames from `startFrame`, one array for each channel; anywhere in the file, in any order.
   * @param target arrays of `frameCount` to be filled and returned; new ones where absent
   * @throws AmpbenchError of kind `data` naming the byte or the sample that is damaged, `usage/frames-outside-file`
   */
  read(startFrame: number, frameCount: number, target?: readonly Float64Array[]): Promise<readonly Float64Array[]>;
  close(): Promise<void>;
}

/** One array of `frameCount` for each channel of a file. */
export const emptyChannels = (channelCount: number, frameCount: number): readonly Float64Array[] =>
  Array.from({ length: channelCount }, () => new Float64Array(frameCount));

/** The same in memory that all threads see: what is read there need not be moved to where it is analysed. */
export const sharedChannels = (channelCount: number, frameCount: number): readonly Float64Array[] =>
  Array.from(
    { length: channelCount },
    () => new Float64Array(new SharedArrayBuffer(frameCount * Float64Array.BYTES_PER_ELEMENT)),
  );

/** The same capture in volts. @param fullScaleVoltsRms of a full-scale sine */
export function inVolts(reader: CaptureReader, fullScaleVoltsRms: number): CaptureReader {
  const voltsPerFullScale = fullScaleVoltsRms * Math.SQRT2;
  return {
    ...reader,
    unit: 'V',
    read: async (startFrame, frameCount, target) => {
      const channels = await reader.read(startFrame, frameCount, target);
      for (const samples of channels) for (let at = 0; at < samples.length; at++) samples[at] *= voltsPerFullScale;
      return channels;
    },
  };
}

/** @throws AmpbenchError `usage/frames-outside-file` */
export function checkRange(reader: CaptureReader, startFrame: number, frameCount: number): void {
  if (startFrame < 0 || frameCount < 0 || startFrame + frameCount > reader.frameCount)
    throw new AmpbenchError(
      'usage',
      'frames-outside-file',
      `frames ${startFrame} to ${startFrame + frameCount} are asked for but ${reader.path} has ${reader.frameCount}`,
      { startFrame, frameCount, frames: reader.frameCount, path: reader.path },
    );
}

/**
 * A file that is not what its kind of file must be.
 * @param atByte where in the file it shows
 */
export function damagedFile(
  code: 'wave-damaged' | 'flac-damaged' | 'format-unknown',
  path: string,
  what: string,
  atByte: number,
  tip?: string,
): AmpbenchError {
  return new AmpbenchError('data', code, `${path}: ${what}, at byte ${atByte}`, { path, atByte }, tip);
}
