import { nextPowerOfTwo, realFftPlan } from '../../dsp/fft.ts';

/** Lines under this share of the strongest one were not played. */
const PLAYED = 1e-7;

/**
 * What a stretch of a capture would be if the path were linear: what was played through the path's best linear approximation (J. S. Bendat and A. G. Piersol,
 * "Random Data", 4th ed., section 9.2), whose response lasts `reach` frames
 * either way, so that products of distortion are left out.
 * @param played, recorded one stretch on one clock, of equal length, displaced by far less than `reach`
 * @returns the prediction, of the same length less `margin` at either end
 */
export function linearPart(
  played: Float64Array,
  recorded: Float64Array,
  reach: number,
): { readonly predicted: Float64Array; readonly margin: number } {
  const size = nextPowerOfTwo(played.length);
  const window = Float64Array.from(
    { length: played.length },
    (_, index) => Math.sin((Math.PI * (index + 0.5)) / played.length) ** 2,
  );
  const x = spectrumOf(played, window, size);
  const y = spectrumOf(recorded, window, size);
  const power = new Float64Array(size + 2);
  for (let index = 0; index < x.length; index += 2) {
    power[index] = x[index] * x[index] + x[index + 1] * x[index + 1];
    const re = y[index] * x[index] + y[index + 1] * x[index + 1];
    y[index + 1] = y[index + 1] * x[index] - y[index] * x[index + 1];
    y[index] = re;
  }
  smooth(power, size, reach);
  smooth(y, size, reach);
  let strongest = 0;
  for (let index = 0; index < power.length; index += 2) strongest = Math.max(strongest, power[index]);
  const plan = realFftPlan(size);
  plan.samples.set(played);
  plan.samples.fill(0, played.length);
  plan.forward();
  const { bins } = plan;
  for (let index = 0; index < bins.length; index += 2) {
    const scale = power[index] > PLAYED * strongest ? 1 / power[index] : 0;
    const re = scale * (bins[index] * y[index] - bins[index + 1] * y[index + 1]);
    bins[index + 1] = scale * (bins[index] * y[index + 1] + bins[index + 1] * y[index]);
    bins[index] = re;
  }
  plan.inverse();
  return { predicted: plan.samples.slice(reach, played.length - reach), margin: reach };
}

function spectrumOf(samples: Float64Array, window: Float64Array, size: number): Float64Array {
  const plan = realFftPlan(size);
  for (let index = 0; index < samples.length; index++) plan.samples[index] = window[index] * samples[index];
  plan.samples.fill(0, samples.length);
  plan.forward();
  return plan.bins.slice();
}

/**
 * Smooths a spectrum over frequency by a lag window of half length `reach`: E. Parzen's (1961), whose transform is nowhere negative, so that a smoothed power is
 * one, too.
 */
function smooth(spectrum: Float64Array, size: number, reach: number): void {
  const plan = realFftPlan(size);
  plan.bins.set(spectrum);
  plan.inverse();
  const { samples } = plan;
  samples.fill(0, reach, size - reach + 1);
  for (let lag = 1; lag < reach; lag++) {
    const share = lag / reach;
    const weight = share < 0.5 ? 1 - 6 * share * share * (1 - share) : 2 * (1 - share) ** 3;
    samples[lag] *= weight;
    samples[size - lag] *= weight;
  }
  plan.forward();
  spectrum.set(plan.bins);
}
