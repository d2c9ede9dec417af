import type { RealFftPlan } from './fftPlan.ts';
import { cosine, minusSine } from './kernel/tables.ts';

const BYTES_PER_NUMBER = 8;

/**
 * A plan for `parts` times the size of another one, by decimation in time: sample parts·j + r belongs to part r, and X[k] = Σ w^(rk) A_r[k],
 * w = e^(−2πi/size). Readable, not quick.
 */
export function createPartsPlan(parts: number, part: RealFftPlan): RealFftPlan {
  const partSize = part.size;
  const size = parts * partSize;
  const half = size / 2;
  const samples = new Float64Array(size);
  const bins = new Float64Array(size + 2);
  const power = new Float64Array(half + 1);

  const forward = (): void => {
    bins.fill(0);
    for (let r = 0; r < parts; r++) {
      for (let index = 0; index < partSize; index++) part.samples[index] = samples[parts * index + r];
      part.forward();
      for (let bin = 0; bin <= half; bin++) {
        // A part's spectrum repeats, and mirrors about its half
        const folded = bin % partSize;
        const isMirrored = 2 * folded > partSize;
        const from = 2 * (isMirrored ? partSize - folded : folded);
        const re = part.bins[from];
        const im = isMirrored ? -part.bins[from + 1] : part.bins[from + 1];
        const cos = cosine(r * bin, size);
        const minusSin = minusSine(r * bin, size);
        bins[2 * bin] += re * cos - im * minusSin;
        bins[2 * bin + 1] += re * minusSin + im * cos;
      }
    }
  };

  const inverse = (): void => {
    bins[1] = 0;
    bins[size + 1] = 0;
    for (let r = 0; r < parts; r++) {
      part.bins.fill(0);
      for (let bin = 0; bin < size; bin++) {
        const folded = bin % partSize;
        if (2 * folded > partSize) continue;
        const isMirrored = bin > half;
        const from = 2 * (isMirrored ? size - bin : bin);
        const re = bins[from];
        const im = isMirrored ? -bins[from + 1] : bins[from + 1];
        const cos = cosine(r * bin, size);
        const sin = -minusSine(r * bin, size);
        part.bins[2 * folded] += (re * cos - im * sin) / parts;
        part.bins[2 * folded + 1] += (re * sin + im * cos) / parts;
      }
      part.inverse();
      for (let index = 0; index < partSize; index++) samples[parts * index + r] = part.samples[index];
    }
  };

  return {
    size,
    bytes: part.bytes + BYTES_PER_NUMBER * (samples.length + bins.length + power.length),
    samples,
    bins,
    power,
    forward,
    forwardPower: (amplitudeScale) => {
      forward();
      for (let bin = 0; bin < power.length; bin++) {
        const re = amplitudeScale * bins[2 * bin];
        const im = amplitudeScale * bins[2 * bin + 1];
        power[bin] = re * re + im * im;
      }
    },
    inverse,
  };
}
