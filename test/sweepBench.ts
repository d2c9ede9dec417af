import { inverseRealFft, nextPowerOfTwo, realFft } from '../core/dsp/fft.ts';
import type { KindDefinition } from '../core/measure/analysis.ts';
import type { MeasureSettings } from '../core/measure/settings.ts';
import { createRandom } from '../core/signal/random.ts';
import type { PlayerClock } from '../core/simulate/playerClock.ts';
import { resamplePlayed } from '../core/simulate/resample.ts';

export type Pair = readonly [re: number, im: number];

export const times = ([a, b]: Pair, [c, d]: Pair): Pair => [a * c - b * d, a * d + b * c];
export const over = ([a, b]: Pair, [c, d]: Pair): Pair => {
  const square = c * c + d * d;
  return [(a * c + b * d) / square, (b * c - a * d) / square];
};
export const plus = ([a, b]: Pair, [c, d]: Pair): Pair => [a + c, b + d];

/** Samples through a linear system given by its transfer function, on a record of twice the length. */
export function through(samples: Float64Array, sampleRateHz: number, transfer: (hertz: number) => Pair): Float64Array {
  const size = 2 * nextPowerOfTwo(samples.length);
  const spectrum = realFft(samples, size);
  for (let bin = 0; bin <= size / 2; bin++) {
    const [re, im] = transfer((bin * sampleRateHz) / size);
    const x = spectrum[2 * bin];
    const y = spectrum[2 * bin + 1];
    spectrum[2 * bin] = x * re - y * im;
    spectrum[2 * bin + 1] = x * im + y * re;
  }
  return inverseRealFft(spectrum).slice(0, samples.length);
}

export interface ClockCase {
  readonly ppm: number;
  /** Peak of a sinusoidal deviation of the rate with a period of 10 s. */
  readonly wanderPpm: number;
  readonly latencyFrames: number;
}

/** What a recorder on its own clock gets of what a player puts out; one second longer than what was played. */
export function playedOn(played: Float64Array, sampleRateHz: number, clock: ClockCase): Float64Array {
  const out = new Float64Array(played.length + sampleRateHz);
  if (clock.ppm === 0 && clock.wanderPpm === 0 && Number.isInteger(clock.latencyFrames)) {
    out.set(played, clock.latencyFrames);
    return out;
  }
  const omega = (2 * Math.PI) / 10;
  const player: PlayerClock = {
    framesAt: (seconds) =>
      sampleRateHz *
        ((1 + 1e-6 * clock.ppm) * seconds + ((1e-6 * clock.wanderPpm) / omega) * (1 - Math.cos(omega * seconds))) -
      clock.latencyFrames,
  };
  resamplePlayed([played], [out], player, sampleRateHz);
  return out;
}

/** The kind's own stimulus for one channel, 1 V. */
export function stimulusOf(kind: KindDefinition, sampleRateHz: number, settings: MeasureSettings): Float64Array {
  const bench = {
    sampleRateHz,
    channelCount: 1,
    levelVoltsRms: 1,
    fullScaleVoltsPeak: 2,
    random: createRandom(1),
  };
  return kind.stimulus(settings, bench)[0].channels[0];
}

/** Adds white noise in place. */
export function addNoise(samples: Float64Array, rms: number, seed: number): Float64Array {
  const random = createRandom(seed);
  for (let frame = 0; frame < samples.length; frame++) samples[frame] += rms * random.gaussian();
  return samples;
}
