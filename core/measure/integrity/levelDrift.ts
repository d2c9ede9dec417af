import type { Found } from './checkStretch.ts';
import { DAMAGING_DB } from './gainTrack.ts';
import type { SteadyTone } from './steadyTone.ts';

const SEGMENTS = 10;
/** Shorter segments hold too few cycles of a bass tone for their level to be told. */
const LEAST_SEGMENT_SECONDS = 0.1;
const LEAST_CYCLES = 3;
const LEAST_DB = 0.1;
/** A drift goes on from segment to segment: so much of it must be one way. */
const ONE_WAY = 0.8;

/**
 * A steady tone whose level moves slowly by more than 0.1 dB: warming up, a limiter, a volume stage. Null where it stands, or is too short to be told
 * (ten segments of 0.1 s and three cycles).
 */
export function findLevelDrift(samples: Float64Array, tone: SteadyTone, sampleRateHz: number): Found | null {
  const length = Math.floor(tone.length / SEGMENTS);
  if (length < Math.max(LEAST_SEGMENT_SECONDS, LEAST_CYCLES / tone.frequencyHz) * sampleRateHz) return null;
  const weights = Float64Array.from({ length }, (_, index) => 1 - Math.cos((2 * Math.PI * (index + 0.5)) / length));
  const levelsDb = Array.from(
    { length: SEGMENTS },
    (_, segment) => 10 * Math.log10(weightedPower(samples, tone.start + segment * length, weights)),
  );
  const drift = levelsDb[SEGMENTS - 1] - levelsDb[0];
  let path = 0;
  for (let segment = 1; segment < SEGMENTS; segment++) path += Math.abs(levelsDb[segment] - levelsDb[segment - 1]);
  if (!(Math.abs(drift) > LEAST_DB) || Math.abs(drift) < ONE_WAY * path) return null;
  return {
    code: 'level-drift',
    frame: tone.start,
    count: null,
    damaging: Math.abs(drift) > DAMAGING_DB,
    text: `the level of the tone moves by ${drift.toFixed(2)} dB in ${(((SEGMENTS - 1) * length) / sampleRateHz).toFixed(2)} s`,
  };
}

/** Sum of squares under a Hann window, which takes out the ripple of the tone's own cycles. */
function weightedPower(samples: Float64Array, start: number, weights: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    const value = samples[start + index];
    sum += weights[index] * value * value;
  }
  return sum;
}
