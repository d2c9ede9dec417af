import type { MeasurementKind } from '../measure/analysis.ts';

/** A stretch of a long capture that is analysed by itself. */
export interface RecordRange {
  readonly startFrame: number;
  readonly frameCount: number;
}

/** Captures up to this length are analysed whole: 21.8 s at 192 kHz. */
export const LONGEST_WHOLE_FRAMES = 2 ** 22;

/** One transform of the Fourier kernel. */
const RECORD_FRAMES = 2 ** 20;
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

/**
 * Cuts a long stretch into records of equal length that overlap; the last is moved back so that it is whole too. docs/spec/files.md, STREAM-2.
 * @param endFrame exclusive; more than a record after `startFrame`, else there is one record of all
 */
export function recordRanges(startFrame: number, endFrame: number, sampleRateHz: number): readonly RecordRange[] {
  const total = endFrame - startFrame;
  if (total <= RECORD_FRAMES) return [{ startFrame, frameCount: total }];
  const hop = RECORD_FRAMES - Math.min(Math.ceil(OVERLAP_SECONDS * sampleRateHz), RECORD_FRAMES / 2);
  const count = Math.ceil((total - RECORD_FRAMES) / hop) + 1;
  return Array.from({ length: count }, (_, index) => ({
    startFrame: Math.min(startFrame + index * hop, endFrame - RECORD_FRAMES),
    frameCount: RECORD_FRAMES,
  }));
}
