import type { RandomSource } from '../signal/random.ts';

/** A player that runs on its own clock. ppm = player's rate / recorder's rate − 1; + means the player is fast. */
export interface PlayerClockModel {
  readonly offsetPpm: number;
  /** Peak of the slow wander around the offset. */
  readonly wanderPpm: number;
  /** Two streams never start together: the player starts up to this much later, differently in every take. */
  readonly startSpreadSeconds: number;
}

/** Periods of the wander's two parts, seconds, and their shares. */
const WANDER = [
  { periodSeconds: 41, share: 0.65 },
  { periodSeconds: 13, share: 0.35 },
] as const;

/** Where the player is in its own frames, as a function of the recorder's time: a closed form, so nothing adds up. */
export interface PlayerClock {
  /** @returns played frames, fractional; negative before the player starts */
  framesAt(recorderSeconds: number): number;
}

export function createPlayerClock(
  model: PlayerClockModel,
  sampleRateHz: number,
  latencyFrames: number,
  random: RandomSource,
): PlayerClock {
  const startFrames = latencyFrames + random.uniform() * model.startSpreadSeconds * sampleRateHz;
  const parts = WANDER.map(({ periodSeconds, share }) => {
    const omega = (2 * Math.PI) / periodSeconds;
    const phase = 2 * Math.PI * random.uniform();
    return { omega, phase, scale: (1e-6 * model.wanderPpm * share) / omega, cosAtStart: Math.cos(phase) };
  });
  const rate = 1 + 1e-6 * model.offsetPpm;
  return {
    framesAt(recorderSeconds) {
      let seconds = rate * recorderSeconds;
      // ∫ sin(ωt + φ) dt = (cos φ − cos(ωt + φ))/ω
      for (const { omega, phase, scale, cosAtStart } of parts) {
        seconds += scale * (cosAtStart - Math.cos(omega * recorderSeconds + phase));
      }
      return seconds * sampleRateHz - startFrames;
    },
  };
}
