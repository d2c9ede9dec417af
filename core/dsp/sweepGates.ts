import type { LagGate } from './lagGate.ts';
import type { SweepTrack } from './sweepTrack.ts';

/** What the gates of a deconvolved sweep depend on. */
export interface SweepRecord {
  readonly track: Pick<SweepTrack, 'rateSeconds'>;
  readonly sampleRateHz: number;
  /** Length of the circular record of lags. */
  readonly size: number;
}

/** Longest decay that is let through with the linear response, seconds. */
const LONGEST_DECAY_SECONDS = 1;
/** Highest harmonic that is read from a sweep. */
export const HIGHEST_HARMONIC = 5;
/** Pre-ringing of one response needs less room than the decay of the one before it: the border lies at 0.35 of the gap. */
const FULL_BEFORE = 0.25;
const FADE_SHARE = 0.2;

/** Lets the linear response through, its highest sample at lag `centre`. */
export function linearGate(record: SweepRecord, centre: number): LagGate {
  const rateFrames = record.track.rateSeconds * record.sampleRateHz;
  const gap = Math.LN2 * rateFrames;
  // From the lags after the response: those of harmonics up to the 20th stay out, and as much again is left for reading the noise
  const room = record.size - Math.log(20) * rateFrames;
  const after = Math.floor(
    Math.min(LONGEST_DECAY_SECONDS * record.sampleRateHz, 0.4 * Math.max(room, 0.25 * record.size)),
  );
  return {
    centre,
    before: Math.floor(FULL_BEFORE * gap),
    fadeIn: Math.ceil(FADE_SHARE * gap),
    after,
    fadeOut: Math.ceil(0.1 * after),
  };
}

/** Lets the response of one harmonic through, where the linear one's highest sample lies at lag `peakLag`. */
export function harmonicGate(record: SweepRecord, peakLag: number, order: number): LagGate {
  const rateFrames = record.track.rateSeconds * record.sampleRateHz;
  const gapToNext = Math.log((order + 1) / order) * rateFrames;
  const gapToLast = Math.log(order / (order - 1)) * rateFrames;
  return {
    centre: peakLag - Math.round(Math.log(order) * rateFrames),
    before: Math.floor(FULL_BEFORE * gapToNext),
    fadeIn: Math.ceil(FADE_SHARE * gapToNext),
    after: Math.floor((1 - FULL_BEFORE - FADE_SHARE) * gapToLast),
    fadeOut: Math.ceil(FADE_SHARE * gapToLast),
  };
}

/** How many lags before the linear response those of the harmonics take, up to the highest. */
export function harmonicSpan(record: SweepRecord): number {
  const { centre, before, fadeIn } = harmonicGate(record, 0, HIGHEST_HARMONIC);
  return before + fadeIn - centre + 1;
}
