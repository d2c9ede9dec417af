/** One sine of a sum: peak amplitude, and the phase of its sine at frame 0. */
export interface ToneComponent {
  readonly frequencyHz: number;
  readonly amplitude: number;
  readonly phaseRadians: number;
}

/**
 * Σ A·sin(2πft + φ), every phase from the frame's index.
 * @param components all below half the sample rate
 */
export function sumOfTones(sampleRateHz: number, frames: number, components: readonly ToneComponent[]): Float64Array {
  const samples = new Float64Array(frames);
  for (const { frequencyHz, amplitude, phaseRadians } of components) {
    const cyclesPerSample = frequencyHz / sampleRateHz;
    for (let index = 0; index < frames; index++) {
      const cycles = cyclesPerSample * index;
      samples[index] += amplitude * Math.sin(2 * Math.PI * (cycles - Math.floor(cycles)) + phaseRadians);
    }
  }
  return samples;
}

/**
 * Two sines whose peaks add to `peakVolts`; the level of the pair is that of the sine with the same peak.
 * @param ratio amplitude of the first over that of the second: 4 for SMPTE and DIN, 1 for CCIF
 */
export function twoTone(
  frequenciesHz: readonly [number, number],
  ratio: number,
  peakVolts: number,
): readonly ToneComponent[] {
  const share = ratio / (1 + ratio);
  return [
    { frequencyHz: frequenciesHz[0], amplitude: peakVolts * share, phaseRadians: 0 },
    { frequencyHz: frequenciesHz[1], amplitude: peakVolts * (1 - share), phaseRadians: 0 },
  ];
}
