/** A tone found in samples: peak amplitude and the phase of its cosine at frame 0 of the array. */
export interface Tone {
  readonly amplitude: number;
  readonly phaseRadians: number;
}

/**
 * Projects `length` samples from `start` on e^(−iωn) under a Hann window: exact for a whole number of cycles (3 or more), with other tones on
 * whole cycles left out.
 */
export function findTone(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  frequencyHz: number,
): Tone {
  let re = 0;
  let im = 0;
  for (let index = 0; index < length; index++) {
    const cycles = (frequencyHz * (start + index)) / sampleRateHz;
    const angle = 2 * Math.PI * (cycles - Math.floor(cycles));
    const value = samples[start + index] * (1 - Math.cos((2 * Math.PI * index) / length));
    re += value * Math.cos(angle);
    im -= value * Math.sin(angle);
  }
  return { amplitude: (2 * Math.hypot(re, im)) / length, phaseRadians: Math.atan2(im, re) };
}

export const rmsOf = (samples: Float64Array, start: number, end: number): number => {
  let mean = 0;
  for (let index = start; index < end; index++) mean += samples[index];
  mean /= end - start;
  let sum = 0;
  for (let index = start; index < end; index++) sum += (samples[index] - mean) ** 2;
  return Math.sqrt(sum / (end - start));
};
