import { nextPowerOfTwo, realFftPlan } from './fft.ts';
import type { LineSpectrum } from './lineSpectrum.ts';

/** What lies around one frequency, as a function of time at a low rate: weight · peak amplitude · e^(i phase), turned back by `centreHz`. */
export interface NarrowBandSignal {
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Weights of the window at the same instants. */
  readonly weights: Float64Array;
  readonly centreHz: number;
  /** Between instants; the first lies at the record's first sample. */
  readonly stepSeconds: number;
}

/** Instants for each bin, so that phases can be followed and averaged. */
const OVERSAMPLING = 2;
const LEAST_INSTANTS = 32;

/** Frames by which the filters before the transform delayed what lies about a bin. */
function delayAt({ backTurns, binCount, size }: LineSpectrum, bin: number): number {
  if (backTurns === null) return 0;
  const below = 2 * Math.min(Math.max(bin - 1, 0), binCount - 2);
  const re = backTurns[below + 2] * backTurns[below] + backTurns[below + 3] * backTurns[below + 1];
  const im = backTurns[below + 3] * backTurns[below] - backTurns[below + 2] * backTurns[below + 1];
  return (Math.atan2(im, re) * size) / (2 * Math.PI);
}

/**
 * Narrow-band inverse transform of the bins within the window's half width of a frequency: a line with all that modulates it slowly, and the noise of
 * that band, but nothing else.
 */
export function narrowBand(spectrum: LineSpectrum, frequencyHz: number): NarrowBandSignal {
  const { bins, backTurns, binCount, binWidthHz, size, sampleRateHz, window } = spectrum;
  const reach = Math.ceil(window.halfWidthHz / binWidthHz);
  const centre = Math.round(frequencyHz / binWidthHz);
  const points = Math.max(nextPowerOfTwo(OVERSAMPLING * (2 * reach + 1)), LEAST_INSTANTS);
  const a = new Float64Array(points);
  const b = new Float64Array(points);
  for (let offset = -reach; offset <= reach; offset++) {
    const bin = centre + offset;
    if (bin < 0 || bin >= binCount) continue;
    const at = (offset + points) % points;
    const re = bins[2 * bin];
    const im = bins[2 * bin + 1];
    const turnRe = backTurns === null ? 1 : backTurns[2 * bin];
    const turnIm = backTurns === null ? 0 : backTurns[2 * bin + 1];
    a[at] = re * turnRe - im * turnIm;
    b[at] = re * turnIm + im * turnRe;
  }
  // Inverse of a + ib by two real forward transforms: the conjugate of the transform of a − ib
  const plan = realFftPlan(points);
  plan.samples.set(a);
  plan.forward();
  const transformA = plan.bins.slice();
  plan.samples.set(b);
  plan.forward();
  const transformB = plan.bins;
  const stepFrames = size / points;
  const count = Math.ceil(window.length / stepFrames);
  const re = new Float64Array(count);
  const im = new Float64Array(count);
  const weights = new Float64Array(count);
  // What was delayed when it was weighted has been weighted later
  const delayFrames = delayAt(spectrum, centre);
  // Twice: the negative frequencies hold the other half of a real line
  const scale = 2 / size;
  for (let index = 0; index < count; index++) {
    const mirrored = index > points / 2;
    const source = 2 * (mirrored ? points - index : index);
    const sign = mirrored ? -1 : 1;
    re[index] = scale * (transformA[source] + sign * transformB[source + 1]);
    im[index] = scale * (transformB[source] - sign * transformA[source + 1]);
    weights[index] = window.weightAt(Math.round(index * stepFrames + delayFrames));
  }
  return { re, im, weights, centreHz: centre * binWidthHz, stepSeconds: stepFrames / sampleRateHz };
}
