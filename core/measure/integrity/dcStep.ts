const MEAN_SECONDS = 0.05;
const GAP_SECONDS = 0.002;
/** A step must stand out this far from what the means differ by elsewhere. */
const FACTOR = 6;
/** And reach this share of the signal's rms. */
const LEAST_SHARE = 1e-4;

/** Whether the mean jumps at a frame: means of 50 ms on either side differ by far more than they do at other places near. */
export function isDcStep(samples: Float64Array, frame: number, sampleRateHz: number): boolean {
  const size = Math.round(MEAN_SECONDS * sampleRateHz);
  const gap = Math.round(GAP_SECONDS * sampleRateHz);
  const jumpAt = (at: number): number | null => {
    const from = at - gap - size;
    if (from < 0 || at + gap + size > samples.length) return null;
    return Math.abs(windowedMean(samples, at + gap, size) - windowedMean(samples, from, size));
  };
  const jump = jumpAt(frame);
  if (jump === null) return false;
  const reach = size + gap;
  const elsewhere = [-5, -4, -3, -2, 2, 3, 4, 5].map((step) => jumpAt(frame + Math.round(step * 0.77 * reach)));
  const usual = elsewhere.filter((value): value is number => value !== null);
  if (usual.length < 3) return false;
  let square = 0;
  for (let index = frame - gap - size; index < frame + gap + size; index++) square += samples[index] ** 2;
  const rms = Math.sqrt(square / (2 * (gap + size)));
  return jump > FACTOR * Math.max(...usual) && jump > LEAST_SHARE * rms;
}

/** Mean under a squared Hann window, which takes out tones from 60 Hz up. */
function windowedMean(samples: Float64Array, start: number, length: number): number {
  let sum = 0;
  let weights = 0;
  for (let index = 0; index < length; index++) {
    const weight = Math.sin((Math.PI * (index + 0.5)) / length) ** 4;
    sum += weight * samples[start + index];
    weights += weight;
  }
  return sum / weights;
}
