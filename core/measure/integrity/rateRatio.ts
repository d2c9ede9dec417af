import { inverseRealFft, nextPowerOfTwo, realFft } from '../../dsp/fft.ts';

/** Ratios between the rates in use; of recorder's to player's. */
const RATES_HZ = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 352_800, 384_000] as const;
/** Slow enough that an envelope's features are wide, fast enough that their ends are sharp. */
const ENVELOPE_RATE_HZ = 500;
/** The scaled reference must fit this much better than the one that was played. */
const LEAST_FIT = 0.85;
const LEAST_ADVANTAGE = 0.1;

/**
 * How many times as long a capture runs as what was played, by the envelope: one of the ratios of the usual rates. For captures in which what was played is not
 * found as it is. Null where no other rate fits better.
 * A header that gives 44.1 kHz as 48 kHz makes 0.91875 or 1.0884 of it.
 */
export function rateRatio(reference: Float64Array, samples: Float64Array, sampleRateHz: number): number | null {
  const played = envelope(reference, sampleRateHz);
  const recorded = envelope(samples, sampleRateHz);
  const asPlayed = bestFit(played, recorded);
  const ratios = new Set(RATES_HZ.flatMap((from) => RATES_HZ.map((to) => to / from)));
  let best = { ratio: 1, fit: asPlayed };
  for (const ratio of ratios) {
    const fit = ratio === 1 ? 0 : bestFit(scaled(played, ratio), recorded);
    if (fit > best.fit) best = { ratio, fit };
  }
  return best.ratio !== 1 && best.fit > LEAST_FIT && best.fit > asPlayed + LEAST_ADVANTAGE ? best.ratio : null;
}

/** Mean magnitudes with a pause on either side. */
function envelope(samples: Float64Array, sampleRateHz: number): Float64Array {
  const size = Math.max(1, Math.round(sampleRateHz / ENVELOPE_RATE_HZ));
  const blocks = Math.floor(samples.length / size);
  const pause = Math.ceil(0.1 * blocks);
  const out = new Float64Array(blocks + 2 * pause);
  for (let block = 0; block < blocks; block++) {
    let sum = 0;
    for (let index = block * size; index < (block + 1) * size; index++) sum += Math.abs(samples[index]);
    out[pause + block] = sum / size;
  }
  return out;
}

function scaled(values: Float64Array, ratio: number): Float64Array {
  return Float64Array.from({ length: Math.round(values.length * ratio) }, (_, index) => {
    const at = index / ratio;
    const whole = Math.min(Math.floor(at), values.length - 2);
    return values[whole] + (at - whole) * (values[whole + 1] - values[whole]);
  });
}

/** Highest correlation of two envelopes over all lags, re the energies of both. */
function bestFit(played: Float64Array, recorded: Float64Array): number {
  const a = centred(played);
  const b = centred(recorded);
  const energy = Math.sqrt(energyOf(a) * energyOf(b));
  if (!(energy > 0)) return 0;
  const size = nextPowerOfTwo(a.length + b.length);
  const x = realFft(a, size);
  const y = realFft(b, size);
  for (let index = 0; index < y.length; index += 2) {
    const re = y[index] * x[index] + y[index + 1] * x[index + 1];
    const im = y[index + 1] * x[index] - y[index] * x[index + 1];
    y[index] = re;
    y[index + 1] = im;
  }
  return inverseRealFft(y).reduce((most, value) => Math.max(most, value), 0) / energy;
}

const energyOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
