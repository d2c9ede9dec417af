import type { ClockEstimate } from '../analysis.ts';

/** A tone as it was played and as it was found. */
export interface FoundTone {
  readonly playedHz: number;
  readonly foundHz: number;
  readonly seconds: number;
  readonly rms: number;
}

/**
 * The player's clock against the recorder's, from the frequencies of the tones of a stepped capture: each weighted by how well its level and length tell its frequency.
 * @returns null with fewer than three tones
 */
export function stepClock(found: readonly FoundTone[]): ClockEstimate | null {
  if (found.length < 3) return null;
  let sum = 0;
  let weights = 0;
  const readings = found.map(({ playedHz, foundHz, seconds, rms }) => {
    // The variance of a frequency falls with the tone's power and the cube of its length
    const weight = (playedHz * rms) ** 2 * seconds ** 3;
    const ppm = (foundHz / playedHz - 1) * 1e6;
    sum += weight * ppm;
    weights += weight;
    return { weight, ppm };
  });
  const mean = sum / weights;
  let squares = 0;
  let weightSquares = 0;
  for (const { weight, ppm } of readings) {
    squares += weight * (ppm - mean) ** 2;
    weightSquares += weight * weight;
  }
  const spread = Math.sqrt(squares / weights);
  const count = (weights * weights) / weightSquares;
  return {
    ppm: mean,
    uncertaintyPpm: (2 * spread) / Math.sqrt(Math.max(count - 1, 1)),
    wanderPpm: spread,
  };
}
