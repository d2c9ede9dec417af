import type { SweepInverse } from '../../dsp/deconvolution.ts';
import {
  halfBandHz,
  readSpectrum,
  smoothedOpenSeconds,
  type GatedSpectrum,
  type PhaseCorrection,
} from '../../dsp/lagGate.ts';
import { fitLocally } from '../../dsp/localFit.ts';
import { sweepPhase } from '../../dsp/sweepPhase.ts';
import type { TransferPoint } from '../../dsp/transferFunction.ts';
import type { SweepResponses } from './analyzeSweep.ts';

/**
 * What a player's clock, fast by `ratio − 1`, adds to the phase of a response, with opposite sign: the sweep arrives as s(ratio·t), so its spectrum
 * is that of s at f/ratio.
 */
export function clockCorrection(inverse: SweepInverse, ratio: number, order = 1): PhaseCorrection {
  const phase = sweepPhase(inverse.track);
  const lead = 2 * Math.PI * inverse.track.rateSeconds * Math.log(order) * (1 - 1 / ratio);
  return (frequencyHz) => phase(frequencyHz) - phase(frequencyHz / ratio) + lead * frequencyHz;
}

/** A deconvolved channel on the player's time, its mean delay known. */
export interface AlignedSweep {
  readonly sweep: SweepResponses;
  /** Player's rate over the recorder's. */
  readonly clockRatio: number;
  /** Mean group delay after the peak's lag, weighted with the response's power in hertz. */
  readonly afterPeakSeconds: number;
  /** The same from the sweep's place in the capture. */
  readonly delaySeconds: number;
  /** k = 2 of both, from noise. */
  readonly delayUncertaintySeconds: number;
}

/** Bins in which the mean delay is read. */
const DELAY_BINS = 10_000;
/** The noise's density is looked up once for so many of them. */
const BINS_OF_ONE_NOISE = 100;

/** Takes the clock's share out of a channel's phase and finds what delay is left. */
export function alignSweep(sweep: SweepResponses, clockRatio: number): AlignedSweep {
  const { bins, binHz } = sweep.linear;
  const { lowBin, fullBin, size, sampleRateHz } = sweep.inverse;
  const clock = clockRatio === 1 ? null : clockCorrection(sweep.inverse, clockRatio);
  const recordBinHz = sampleRateHz / size;
  const first = Math.ceil((8 * lowBin * recordBinHz) / binHz);
  const last = Math.floor(Math.min(fullBin * recordBinHz, 0.45 * sampleRateHz) / binHz) - 1;
  // From each bin that is read to the next one: what noise adds to the phase at one end it takes off again at the other
  const step = Math.max(1, Math.floor((last - first) / DELAY_BINS));
  const spacing = 2 * Math.PI * binHz * step;
  const alike = noiseAlike(sweep.linear, spacing);
  let re = 0;
  let im = 0;
  let variance = 0;
  let noisePower = 0;
  let before = 0;
  let here = Math.hypot(bins[2 * first], bins[2 * first + 1]);
  for (let bin = first, count = 0; bin + step <= last; bin += step, count++) {
    const a = 2 * bin;
    const b = a + 2 * step;
    if (count % BINS_OF_ONE_NOISE === 0) noisePower = sweep.noise.densityAt(bin * binHz) * sweep.linear.openSeconds;
    const productRe = bins[b] * bins[a] + bins[b + 1] * bins[a + 1] - noisePower * alike.re;
    const productIm = bins[b + 1] * bins[a] - bins[b] * bins[a + 1] - noisePower * alike.im;
    const turn = clock === null ? 0 : clock((bin + step) * binHz) - clock(bin * binHz);
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    re += productRe * cos - productIm * sin;
    im += productRe * sin + productIm * cos;
    const after = Math.hypot(bins[b], bins[b + 1]);
    // Half of a bin's noise lies across it; what the noises of both ends make of each other does not cancel
    variance += ((before - after) ** 2 * noisePower + noisePower * noisePower) / 2;
    before = here;
    here = after;
  }
  variance += (before * before * noisePower) / 2;
  const afterPeakSeconds = -Math.atan2(im, re) / spacing;
  const lag = sweep.peakLag > size / 2 ? sweep.peakLag - size : sweep.peakLag;
  const delaySeconds = lag / sampleRateHz + afterPeakSeconds;
  const delayUncertaintySeconds = (2 * Math.sqrt(variance)) / Math.hypot(re, im) / spacing;
  return { sweep, clockRatio, afterPeakSeconds, delaySeconds, delayUncertaintySeconds };
}

/** Correlation of the noise of bins so far apart, radians for each second of lag: the middle of what the gate lets in is no delay of the device's. */
function noiseAlike({ openSeconds, openBeforeSeconds }: GatedSpectrum, spacing: number): { re: number; im: number } {
  const before = spacing * openBeforeSeconds;
  const after = spacing * (openSeconds - openBeforeSeconds);
  const all = spacing * openSeconds;
  return { re: (Math.sin(after) + Math.sin(before)) / all, im: (Math.cos(after) - Math.cos(before)) / all };
}

/** The linear response on a grid, the mean delay taken out. */
export function linearPoints(aligned: AlignedSweep, frequenciesHz: readonly number[]): TransferPoint[] {
  const { sweep, clockRatio, afterPeakSeconds } = aligned;
  const { slowHz, topBin, sampleRateHz, size } = sweep.inverse;
  const topHz = (topBin * sampleRateHz) / size;
  const clock = clockRatio === 1 ? null : clockCorrection(sweep.inverse, clockRatio);
  const total: PhaseCorrection = (hertz) => (clock?.(hertz) ?? 0) + 2 * Math.PI * hertz * afterPeakSeconds;
  return frequenciesHz.map((frequencyHz) => {
    if (frequencyHz < slowHz) return turned(slowPoint(sweep, frequencyHz), total(frequencyHz));
    if (frequencyHz > topHz) return turned(topPoint(sweep, frequencyHz), total(frequencyHz));
    const [re, im] = readSpectrum(sweep.linear, frequencyHz, clock === null ? null : total);
    const noiseSquare = sweep.noise.densityAt(frequencyHz) * smoothedOpenSeconds(frequencyHz, sweep.linear);
    const relativeStandardUncertainty =
      (sweep.noise.studentRatioAt(frequencyHz) * Math.sqrt(noiseSquare / 2)) / Math.hypot(re, im);
    const point = { frequencyHz, re, im, relativeStandardUncertainty };
    return clock === null ? turned(point, total(frequencyHz)) : point;
  });
}

/** How far two points must lie apart for their noise to be independent: windows that do not overlap, lines that the gate tells apart. */
export function correlationHz({ inverse, linear }: SweepResponses, frequencyHz: number): number {
  if (frequencyHz < inverse.slowHz) return 2 * WIDEST_SLOW_WINDOW * frequencyHz;
  return Math.max(2 * halfBandHz(frequencyHz, inverse.sampleRateHz), 1 / linear.openSeconds);
}

function turned(point: TransferPoint, radians: number): TransferPoint {
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  return { ...point, re: point.re * cos - point.im * sin, im: point.re * sin + point.im * cos };
}

/** Half width of the window of a slow point: relative, and up to one period of the second harmonic's ripple, at most as far as the relative limit. */
const SLOW_WINDOW = 0.2;
const WIDEST_SLOW_WINDOW = 0.3;
const FEWEST_SLOW_BINS = 9;
const FEWEST_RIPPLES = 1.3;

/** Below this the window of a slow point is too narrow to tell the second harmonic from the response. */
export const mixedBelowHz = ({ track }: SweepInverse): number =>
  FEWEST_RIPPLES / (2 * WIDEST_SLOW_WINDOW * Math.LN2 * track.rateSeconds);

/** A point of the slow end, from the quotient's bins around it with the second and third harmonics fitted beside it. */
function slowPoint(sweep: SweepResponses, frequencyHz: number): TransferPoint {
  const { size, sampleRateHz, track, lowBin, slowBins } = sweep.inverse;
  const binHz = sampleRateHz / size;
  const periodHz = 1 / (Math.LN2 * track.rateSeconds);
  const halfHz = Math.max(SLOW_WINDOW * frequencyHz, Math.min(periodHz, WIDEST_SLOW_WINDOW * frequencyHz));
  const half = Math.max(FEWEST_SLOW_BINS, Math.round(halfHz / binHz));
  const centre = frequencyHz / binHz;
  const first = Math.max(lowBin, Math.round(centre) - half);
  const last = Math.min(first + 2 * half, slowBins - 1);
  const leads = harmonicLeads(sweep.inverse, last - first);
  const fit = fitLocally(sweep.slowQuotient, first, last, centre, (2 * Math.PI * sweep.peakLag) / size, leads);
  return {
    frequencyHz,
    re: fit.re,
    im: fit.im,
    relativeStandardUncertainty: fit.standardUncertainty / Math.hypot(fit.re, fit.im),
  };
}

/** By how much the second and third harmonic lead, radians a bin: each can be told from its neighbour only where the window holds their ripple. */
function harmonicLeads({ track, sampleRateHz, size }: SweepInverse, bins: number): number[] {
  const binHz = sampleRateHz / size;
  const spanSeconds = FEWEST_RIPPLES / (bins * binHz);
  return [2, 3]
    .filter((order) => track.rateSeconds * Math.log(order / (order - 1)) > spanSeconds)
    .map((order) => 2 * Math.PI * binHz * track.rateSeconds * Math.log(order));
}

/** A point over the faded end of the sweep, from the quotient's bins around it; the second and third harmonic fitted beside it. */
function topPoint(sweep: SweepResponses, frequencyHz: number): TransferPoint {
  const { size, sampleRateHz, topBin, highBin } = sweep.inverse;
  const binHz = sampleRateHz / size;
  const half = Math.max(FEWEST_SLOW_BINS, Math.round(halfBandHz(frequencyHz, sampleRateHz) / binHz));
  const centre = frequencyHz / binHz - topBin;
  const bins = highBin - topBin;
  const first = Math.max(0, Math.min(Math.round(centre) - half, bins - 1 - 2 * half));
  const last = Math.min(first + 2 * half, bins - 1);
  const turnPerBin = (2 * Math.PI * sweep.peakLag) / size;
  const leads = harmonicLeads(sweep.inverse, last - first);
  const fit = fitLocally(sweep.topQuotient, first, last, centre, turnPerBin, leads);
  const point = {
    frequencyHz,
    re: fit.re,
    im: fit.im,
    relativeStandardUncertainty: fit.standardUncertainty / Math.hypot(fit.re, fit.im),
  };
  // The fit's bins count from topBin
  return turned(point, turnPerBin * topBin);
}
