import type { PlayerClock } from './playerClock.ts';
import { windowedSinc } from './windowedSinc.ts';

/**
 * The player's reconstruction filter, seen at any instant: Kaiser-windowed sinc of 48 taps from a table of 512 phases with straight
 * lines between. Errors are below −130 dB of a tone up to 0.1 of the rate and below −108 dB to 0.4 of it; −0.1 dB at 0.45, −6 dB at half.
 */
const HALF_WIDTH = 24;
const TAPS = 2 * HALF_WIDTH;
const PHASES = 512;
const BETA = 12.3;

/** Clock readings lie this many samples apart; between them its position is a straight line (within 1e-7 frames at 1 ppm of wander). */
const BLOCK = 1024;

let table: Float64Array | null = null;

/** Row p: weights of x[whole − 23 … whole + 24] for a position of whole + p/512. One row more than phases. */
function phaseTable(): Float64Array {
  if (table !== null) return table;
  table = new Float64Array((PHASES + 1) * TAPS);
  for (let phase = 0; phase <= PHASES; phase++) {
    for (let tap = 0; tap < TAPS; tap++) {
      table[phase * TAPS + tap] = windowedSinc(tap - HALF_WIDTH + 1 - phase / PHASES, HALF_WIDTH, BETA);
    }
  }
  return table;
}

/**
 * Evaluates what a player puts out on its own clock at the instants of another clock.
 * @param played channels of equal length, one sample each player's frame; zero before and after
 * @param outputs filled; one for each of `played`
 * @param outputRateHz rate of the outputs on the recorder's clock
 */
export function resamplePlayed(
  played: readonly Float64Array[],
  outputs: readonly Float64Array[],
  clock: PlayerClock,
  outputRateHz: number,
): void {
  const rows = phaseTable();
  const frames = outputs[0].length;
  const weights = new Float64Array(TAPS);
  for (let blockStart = 0; blockStart < frames; blockStart += BLOCK) {
    const blockEnd = Math.min(blockStart + BLOCK, frames);
    const from = clock.framesAt(blockStart / outputRateHz);
    const slope = (clock.framesAt(blockEnd / outputRateHz) - from) / (blockEnd - blockStart);
    for (let frame = blockStart; frame < blockEnd; frame++) {
      const position = from + slope * (frame - blockStart);
      const whole = Math.floor(position);
      const scaled = (position - whole) * PHASES;
      const phase = Math.floor(scaled);
      const share = scaled - phase;
      const row = phase * TAPS;
      for (let tap = 0; tap < TAPS; tap++) {
        const weight = rows[row + tap];
        weights[tap] = weight + share * (rows[row + TAPS + tap] - weight);
      }
      const start = whole - HALF_WIDTH + 1;
      for (let channel = 0; channel < played.length; channel++) {
        outputs[channel][frame] = weighted(weights, played[channel], start);
      }
    }
  }
}

function weighted(weights: Float64Array, samples: Float64Array, start: number): number {
  let sum = 0;
  if (start >= 0 && start + TAPS <= samples.length) {
    for (let tap = 0; tap < TAPS; tap++) sum += weights[tap] * samples[start + tap];
    return sum;
  }
  for (let tap = 0; tap < TAPS; tap++) {
    const at = start + tap;
    if (at >= 0 && at < samples.length) sum += weights[tap] * samples[at];
  }
  return sum;
}
