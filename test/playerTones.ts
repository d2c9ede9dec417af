/** A player's clock as a recorder sees it: constant offset and a sine of wander, peak rates in ppm. */
export interface PlayerRate {
  readonly offsetPpm: number;
  readonly wanderPpm: number;
  readonly wanderPeriodSeconds?: number;
}

export const SHARED_CLOCK: PlayerRate = { offsetPpm: 0, wanderPpm: 0 };

/** The clocks of the table. */
export const PLAYER_RATES: readonly PlayerRate[] = [
  ...[-100, -25, -1, 1, 25, 100].map((offsetPpm) => ({ offsetPpm, wanderPpm: 0 })),
  { offsetPpm: 0, wanderPpm: 2 },
  { offsetPpm: 100, wanderPpm: 2 },
];

export interface PlayedTone {
  readonly frequencyHz: number;
  /** Peak. */
  readonly amplitude: number;
  /** Of the sine at the player's frame 0. */
  readonly phaseRadians?: number;
}

/** The player's time at a recorder's frame, seconds: a closed form. */
export function playerSeconds(frame: number, sampleRateHz: number, rate: PlayerRate): number {
  const seconds = frame / sampleRateHz;
  const omega = (2 * Math.PI) / (rate.wanderPeriodSeconds ?? 10);
  const wandered = (1e-6 * rate.wanderPpm * (Math.cos(1) - Math.cos(omega * seconds + 1))) / omega;
  return (1 + 1e-6 * rate.offsetPpm) * seconds + wandered;
}

/** Tones as a recorder on its own clock samples them. */
export function playedTones(
  sampleRateHz: number,
  frames: number,
  tones: readonly PlayedTone[],
  rate: PlayerRate = SHARED_CLOCK,
): Float64Array {
  const samples = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    const seconds = playerSeconds(frame, sampleRateHz, rate);
    let sum = 0;
    for (const { frequencyHz, amplitude, phaseRadians = 0 } of tones) {
      const cycles = frequencyHz * seconds;
      sum += amplitude * Math.sin(2 * Math.PI * (cycles - Math.floor(cycles)) + phaseRadians);
    }
    samples[frame] = sum;
  }
  return samples;
}
