import { analyzeNoise, type NoiseAnalysis } from './analyze.ts';
import { fallsSilent, type IdleParts } from './idleParts.ts';

/** Noise of a device, read where the device is awake. */
export interface AwakeNoise {
  readonly noise: NoiseAnalysis;
  /** True: the device mutes on silence, and the noise was read beside the quiet tone. */
  readonly isBesideTone: boolean;
  readonly isMuted: boolean;
}

/**
 * Idle noise so far (as a ratio of rms) under what the device does with a quiet tone: it has muted. 3 dB: the interface's own noise may hide how far the
 * device's fell, and no noise changes by as much for a tone at −60 dB.
 */
const MUTED_RATIO = 10 ** -0.15;

/**
 * Idle noise, unless the device mutes on silence: then what is left beside a quiet tone. docs/spec/noise.md, NOISE-7.
 * @param samples one channel, any unit
 */
export function awakeNoise(
  samples: Float64Array,
  { idle, tone }: IdleParts,
  sampleRateHz: number,
  bandHz: readonly [number, number],
): AwakeNoise {
  const quiet = analyzeNoise(samples, idle.startFrame, idle.frames, sampleRateHz, bandHz);
  const fell = fallsSilent(samples, idle);
  if (tone === null) return { noise: quiet, isBesideTone: false, isMuted: fell };
  const awake = analyzeNoise(samples, tone.startFrame, tone.frames, sampleRateHz, bandHz, tone.frequencyHz);
  const isMuted = fell || quiet.weighted.a.rms < MUTED_RATIO * awake.weighted.a.rms;
  return { noise: isMuted ? awake : quiet, isBesideTone: isMuted, isMuted };
}
