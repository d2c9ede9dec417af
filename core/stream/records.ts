import type { MeasurementKind } from '../measure/analysis.ts';

/** A stretch of a long capture that is analysed by itself. */
export interface RecordRange {
  readonly startFrame: number;
  readonly frameCount: number;
}

const LEAST_RECORD_FRAMES = 2 ** 20;
/** Enough to tell a 20 Hz tone from its noise, with some to spare. */
const LEAST_RECORD_SECONDS = 4;
/** Up to so many records' length a capture is analysed whole. */
const RECORDS_ANALYSED_WHOLE = 4;
/** What a fault at a seam needs around it to be found in one record. */
const OVERLAP_SECONDS = 0.5;

/** Kinds whose figures are averages over time, so that a long capture may be taken in records; the others need theirs in one piece. */
export const STREAMED_KINDS: ReadonlySet<MeasurementKind> = new Set([
  'level',
  'thdn',
  'noise',
  'hum',
  'spectrum',
  'integrity',
  'imd-smpte',
  'imd-din',
  'imd-ccif',
  'imd-aes-difference',
  'imd-aes-modulation',
  'imd-dim',
]);

/** A power of two, for one transform: 5.5 s at 192 kHz. */
const recordFramesAt = (sampleRateHz: number): number =>
  Math.max(LEAST_RECORD_FRAMES, 2 ** Math.ceil(Math.log2(LEAST_RECORD_SECONDS * sampleRateHz)));

/** Whether a capture is long enough to be taken in records: more than 21.8 s at 192 kHz. */
export const isTakenInRecords = (frameCount: number, sampleRateHz: number): boolean =>
  frameCount > RECORDS_ANALYSED_WHOLE * recordFramesAt(sampleRateHz);

/**
 * Cuts a long stretch into records of equal length that overlap; the last is moved back so that it is whole too. docs/spec/files.md, STREAM-2.
 * @param endFrame exclusive; a stretch shorter than a record is one record
 */
export function recordRanges(startFrame: number, endFrame: number, sampleRateHz: number): readonly RecordRange[] {
  const total = endFrame - startFrame;
  const recordFrames = recordFramesAt(sampleRateHz);
  if (total <= recordFrames) return [{ startFrame, frameCount: total }];
  const hop = recordFrames - Math.ceil(OVERLAP_SECONDS * sampleRateHz);
  const count = Math.ceil((total - recordFrames) / hop) + 1;
  return Array.from({ length: count }, (_, index) => ({
    startFrame: Math.min(startFrame + index * hop, endFrame - recordFrames),
    frameCount: recordFrames,
  }));
}
