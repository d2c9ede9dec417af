/**
 * A sine, phase from the sample index (never by adding up), starting at phase 0.
 * @param voltsRms of the sine
 */
export function sine(sampleRateHz: number, frames: number, frequencyHz: number, voltsRms: number): Float64Array {
  const samples = new Float64Array(frames);
  const amplitude = voltsRms * Math.SQRT2;
  const cyclesPerSample = frequencyHz / sampleRateHz;
  for (let index = 0; index < frames; index++) {
    const cycles = cyclesPerSample * index;
    samples[index] = amplitude * Math.sin(2 * Math.PI * (cycles - Math.floor(cycles)));
  }
  return samples;
}
