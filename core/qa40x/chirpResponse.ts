import { inverseRealFft, realFft } from '../dsp/fft.ts';
import { raisedCosine } from '../signal/ramp.ts';
import { voltsRmsFromDbv } from '../units/decibel.ts';
import type { Qa40xSettings } from './settings.ts';
import type { LinearSpectrum } from './spectrum.ts';

/** Below this share of its strongest bin a chirp says nothing of a response. */
const LEAST_POWER = 1e-7;
/** The response's gate begins so much of its length before the direct sound, and fades over its last part. */
const GATE = { before: 0.1, fade: 0.2 };

/** Y/X where X plays, 0 elsewhere; both records are followed by as much silence, so that nothing comes round. */
function quotient(input: Float64Array, output: Float64Array): Float64Array {
  const size = 2 * input.length;
  const x = realFft(output, size);
  const y = realFft(input, size);
  let most = 0;
  for (let index = 0; index < x.length; index += 2) most = Math.max(most, x[index] ** 2 + x[index + 1] ** 2);
  for (let index = 0; index < x.length; index += 2) {
    const [re, im] = [y[index], y[index + 1]];
    const power = x[index] ** 2 + x[index + 1] ** 2;
    const plays = power > LEAST_POWER * most;
    y[index] = plays ? (re * x[index] + im * x[index + 1]) / power : 0;
    y[index + 1] = plays ? (im * x[index] - re * x[index + 1]) / power : 0;
  }
  return y;
}

/** Leaves the impulse response's first `gateSeconds`, in place. */
function gate(response: Float64Array, sampleRateHz: number, gateSeconds: number): Float64Array {
  const impulse = inverseRealFft(response);
  const after = gateSeconds * sampleRateHz;
  const before = GATE.before * after;
  for (let index = 0; index < impulse.length; index++) {
    const lag = index < impulse.length / 2 ? index : index - impulse.length;
    const left = lag < 0 ? (before + lag) / before : (after - lag) / (GATE.fade * after);
    impulse[index] *= raisedCosine(left);
  }
  return realFft(impulse, impulse.length);
}

/** Means of power over 1/n octave around each bin. */
function smooth(volts: Float64Array, octaveFraction: number): Float64Array {
  const sums = new Float64Array(volts.length + 1);
  for (let bin = 0; bin < volts.length; bin++) sums[bin + 1] = sums[bin] + volts[bin] ** 2;
  const half = 2 ** (1 / (2 * octaveFraction));
  return volts.map((_, bin) => {
    const first = Math.ceil(bin / half);
    const last = Math.min(Math.floor(bin * half), volts.length - 1);
    return Math.sqrt((sums[last + 1] - sums[first]) / (last + 1 - first));
  });
}

/**
 * What both inputs made of a chirp: the response times the chirp's level, so that a cable reads that level at every frequency of its band.
 * @param input volts, in time with `output`
 */
export function chirpResponse(
  input: readonly [Float64Array, Float64Array],
  output: readonly [Float64Array, Float64Array],
  sampleRateHz: number,
  { levelDbv, gateSeconds, octaveFraction, isRightReference }: Qa40xSettings['chirp'],
): readonly [LinearSpectrum, LinearSpectrum] {
  const spectrumOf = (samples: Float64Array, reference: Float64Array, scale: number): LinearSpectrum => {
    const response = quotient(samples, reference);
    const gated = gateSeconds > 0 ? gate(response, sampleRateHz, gateSeconds) : response;
    const volts = Float64Array.from(
      { length: samples.length / 2 },
      // Every other bin of the padded transform is one of the record's own
      (_, bin) => scale * Math.hypot(gated[4 * bin], gated[4 * bin + 1]),
    );
    return {
      volts: octaveFraction > 0 ? smooth(volts, octaveFraction) : volts,
      binWidthHz: sampleRateHz / samples.length,
      noiseBandwidthBins: 1,
    };
  };
  const level = voltsRmsFromDbv(levelDbv);
  const played = output[0].some((value) => value !== 0) ? output[0] : output[1];
  return [spectrumOf(input[0], isRightReference ? input[1] : played, level), spectrumOf(input[1], played, level)];
}
