/** How the player's clock runs against the recorder's. */
export interface PlayerClock {
  readonly ppm: number;
  /** Peak of a sinusoidal wander of the rate. */
  readonly wanderPpm: number;
  readonly wanderSeconds: number;
}

export const SHARED_CLOCK: PlayerClock = { ppm: 0, wanderPpm: 0, wanderSeconds: 10 };

/**
 * What a player plays of a tone with harmonics, 1 V rms, as a recorder with another clock samples it; in closed form, every sample afresh.
 * @param ratios of the harmonics re the tone, by order
 */
export function clockedTone(
  sampleRateHz: number,
  frames: number,
  frequencyHz: number,
  ratios: Readonly<Record<number, number>>,
  clock: PlayerClock = SHARED_CLOCK,
  phaseRadians = 0.3,
): Float64Array {
  const harmonics = Object.entries(ratios).map(([order, ratio]) => ({
    order: Number(order),
    amplitude: ratio * Math.SQRT2,
  }));
  const wander = 1e-6 * clock.wanderPpm * (clock.wanderSeconds / (2 * Math.PI));
  return Float64Array.from({ length: frames }, (_, frame) => {
    const seconds = frame / sampleRateHz;
    const playedSeconds =
      seconds * (1 + 1e-6 * clock.ppm) + wander * (1 - Math.cos((2 * Math.PI * seconds) / clock.wanderSeconds));
    const cycles = frequencyHz * playedSeconds;
    const phase = 2 * Math.PI * (cycles - Math.floor(cycles)) + phaseRadians;
    let sum = Math.SQRT2 * Math.cos(phase);
    for (const { order, amplitude } of harmonics) sum += amplitude * Math.cos(order * phase + order);
    return sum;
  });
}
