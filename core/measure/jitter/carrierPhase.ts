import { lineSpectrum } from '../../dsp/lineSpectrum.ts';
import { narrowBand, type NarrowBandSignal } from '../../dsp/narrowBand.ts';

/** Phase of a carrier whose rate wanders: a steady turn and what deviates from it, slowly. */
export interface CarrierPhase {
  readonly frequencyHz: number;
  /** Radians beyond 2π·frequencyHz·t, at instants `stepFrames` apart from the stretch's first frame. */
  readonly deviations: Float64Array;
  readonly stepFrames: number;
}

/** So far beside the carrier its phase is followed at all. */
const HALF_WIDTH_HZ = 10;
/** Length of the stretches over which it is smoothed: modulation above some 4 Hz is left in the signal. */
const SMOOTHING_SECONDS = 1;
/** Instants whose weight is a smaller share of the window's top than this hold noise. */
const LEAST_WEIGHT_SHARE = 1e-3;

/**
 * Follows the slow phase of a carrier: deviations by local least-squares parabolas, so that neither the record's ends nor a steady drift of the rate bias them.
 * @param nearHz within a few hertz of the carrier
 */
export function carrierPhase(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  nearHz: number,
): CarrierPhase {
  const highestHz = Math.min(nearHz + 4 * HALF_WIDTH_HZ, sampleRateHz / 2);
  const spectrum = lineSpectrum(samples, start, length, sampleRateHz, HALF_WIDTH_HZ, highestHz);
  const band = narrowBand(spectrum, nearHz);
  const turnHz = meanTurnHz(band);
  const phases = unwrapped(band, turnHz);
  return {
    frequencyHz: band.centreHz + turnHz,
    deviations: smooth(phases, band),
    stepFrames: band.stepSeconds * sampleRateHz,
  };
}

/** Mean rate of a band's phase, weighted by its power. */
function meanTurnHz({ re, im, stepSeconds }: NarrowBandSignal): number {
  let sumRe = 0;
  let sumIm = 0;
  for (let index = 1; index < re.length; index++) {
    sumRe += re[index] * re[index - 1] + im[index] * im[index - 1];
    sumIm += im[index] * re[index - 1] - re[index] * im[index - 1];
  }
  return Math.atan2(sumIm, sumRe) / (2 * Math.PI * stepSeconds);
}

function unwrapped({ re, im, stepSeconds }: NarrowBandSignal, turnHz: number): Float64Array {
  const phases = new Float64Array(re.length);
  const middle = re.length >> 1;
  const turn = 2 * Math.PI * turnHz * stepSeconds;
  const at = (index: number): number => Math.atan2(im[index], re[index]) - turn * index;
  const follow = (index: number, from: number): number => {
    const step = at(index) - from;
    return from + step - 2 * Math.PI * Math.round(step / (2 * Math.PI));
  };
  phases[middle] = at(middle);
  for (let index = middle + 1; index < phases.length; index++) phases[index] = follow(index, phases[index - 1]);
  for (let index = middle - 1; index >= 0; index--) phases[index] = follow(index, phases[index + 1]);
  return phases;
}

/** Value at each instant of the parabola that fits its neighbourhood best; where the record's window has faded, the nearest parabola goes on. */
function smooth(phases: Float64Array, { weights, stepSeconds }: NarrowBandSignal): Float64Array {
  const reach = Math.ceil(SMOOTHING_SECONDS / 2 / stepSeconds);
  const out = new Float64Array(phases.length);
  const leastWeight = LEAST_WEIGHT_SHARE * weights.reduce((most, weight) => Math.max(most, weight), 0);
  const heard = Array.from(weights.keys()).filter((index) => weights[index] > leastWeight);
  const first = Math.min(heard[0] + reach, heard[heard.length - 1]);
  const last = Math.max(heard[heard.length - 1] - reach, first);
  for (let index = 0; index < phases.length; index++) {
    const centre = Math.min(Math.max(index, first), last);
    const moments = new Float64Array(5);
    const values = new Float64Array(3);
    for (let other = Math.max(centre - reach, 0); other <= Math.min(centre + reach, phases.length - 1); other++) {
      const place = (other - centre) / reach;
      const weight = weights[other] ** 2 * (1 + Math.cos(Math.PI * place));
      let power = weight;
      for (let order = 0; order < 5; order++) {
        moments[order] += power;
        if (order < 3) values[order] += power * phases[other];
        power *= place;
      }
    }
    const [a, b, c] = parabola(moments, values);
    const place = (index - centre) / reach;
    out[index] = a + place * (b + place * c);
  }
  return out;
}

/** Weighted least squares of a + b·x + c·x² from Σwx^k and Σwx^k·y, by Cramer's rule. */
function parabola([s0, s1, s2, s3, s4]: Float64Array, [y0, y1, y2]: Float64Array): readonly [number, number, number] {
  const determinant = s0 * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
  return [
    (y0 * (s2 * s4 - s3 * s3) - s1 * (y1 * s4 - y2 * s3) + s2 * (y1 * s3 - y2 * s2)) / determinant,
    (s0 * (y1 * s4 - y2 * s3) - y0 * (s1 * s4 - s2 * s3) + s2 * (s1 * y2 - s2 * y1)) / determinant,
    (s0 * (s2 * y2 - s3 * y1) - s1 * (s1 * y2 - s2 * y1) + y0 * (s1 * s3 - s2 * s2)) / determinant,
  ];
}

/** Deviation at a frame of the stretch, by the cubic through four instants: straight lines would make lines of their own at the instants' rate. */
export function deviationAt({ deviations, stepFrames }: CarrierPhase, frame: number): number {
  const position = frame / stepFrames;
  const index = Math.min(Math.max(Math.floor(position), 1), deviations.length - 3);
  const share = position - index;
  const before = deviations[index - 1];
  const left = deviations[index];
  const right = deviations[index + 1];
  const after = deviations[index + 2];
  return (
    left +
    (share / 2) *
      (right -
        before +
        share * (2 * before - 5 * left + 4 * right - after + share * (3 * (left - right) + after - before)))
  );
}
