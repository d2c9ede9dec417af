import { nextPowerOfTwo, realFft } from '../../dsp/fft.ts';

/** Rates that systems resample to. */
const LOWER_RATES_HZ = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000] as const;
/** The bands compared, as shares of half the lower rate: what a resampler passes and what it takes away. */
const PASSED = [0.6, 0.85] as const;
const TAKEN = [1.03, 1.15] as const;
/** How much more is lost above than below, power. */
const LOST = 1e-4;
/** What was played must reach this share of its own density there for anything to be told. */
const LEAST_PLAYED = 1e-3;
const MOST_FRAMES = 2 ** 20;

/**
 * The lower rate that a capture went through on its way, by the band it lost: all that was played above half of that rate is gone, what lies below it is not.
 * Null where nothing of the kind shows, or where nothing was played up there.
 */
export function bandShare(reference: Float64Array, samples: Float64Array, sampleRateHz: number): number | null {
  const played = spectrumOf(reference);
  const recorded = spectrumOf(samples);
  for (const rateHz of LOWER_RATES_HZ) {
    if (TAKEN[1] * rateHz > sampleRateHz) break;
    const share = (spectrum: Spectrum, [low, high]: readonly [number, number]): number =>
      meanPower(spectrum, (low * rateHz) / 2 / sampleRateHz, (high * rateHz) / 2 / sampleRateHz);
    const playedPassed = share(played, PASSED);
    const playedTaken = share(played, TAKEN);
    // Next to nothing played in either band says nothing of what comes through it
    if (playedTaken < LEAST_PLAYED * playedPassed || playedPassed < LEAST_PLAYED * playedTaken) continue;
    if (share(recorded, TAKEN) / playedTaken < LOST * (share(recorded, PASSED) / playedPassed)) return rateHz;
  }
  return null;
}

interface Spectrum {
  readonly bins: Float64Array;
  readonly size: number;
}

function spectrumOf(samples: Float64Array): Spectrum {
  const record = samples.subarray(0, MOST_FRAMES);
  const size = nextPowerOfTwo(record.length);
  const windowed = record.map((value, index) => value * Math.sin((Math.PI * (index + 0.5)) / record.length) ** 2);
  return { bins: realFft(windowed, size), size };
}

/** Mean power of the bins between two shares of the sample rate. */
function meanPower({ bins, size }: Spectrum, low: number, high: number): number {
  let sum = 0;
  const first = Math.ceil(low * size);
  const last = Math.min(Math.floor(high * size), bins.length / 2 - 1);
  for (let bin = first; bin <= last; bin++) sum += bins[2 * bin] ** 2 + bins[2 * bin + 1] ** 2;
  return last > first ? sum / (last - first) : 0;
}
