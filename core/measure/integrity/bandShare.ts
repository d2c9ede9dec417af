import { fillWindowed, nextPowerOfTwo, realFftPlan } from '../../dsp/fft.ts';

/** Rates that systems resample to. */
const LOWER_RATES_HZ = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000] as const;
/** The bands compared, as shares of half the lower rate: what a resampler passes and what it takes away. */
const PASSED = [0.6, 0.85] as const;
const TAKEN = [1.03, 1.15] as const;
/** The band that is taken away must reach this far to be seen: 44.1 kHz within 48 kHz. */
const LEAST_TAKEN = 1.08;
/** How much more is lost above than below, power. */
const LOST = 1e-4;
/** What was played must reach this share of its own density there for anything to be told, and this share of its mean density. */
const LEAST_PLAYED = 1e-3;
const LEAST_HEARD = 1e-5;
/** Powers are averaged over blocks of this length, back to back, and further apart in long captures. */
const BLOCK_SECONDS = 0.02;
const MOST_BLOCKS = 200;

/**
 * The lower rate that a capture went through on its way, by the band it lost: all that was played above half of that rate is gone, what lies below it is not.
 * Null where nothing of the kind shows, or where nothing was played up there.
 * @param played average power of all that was played
 */
export function bandShare(
  played: Float64Array,
  playedFrames: number,
  samples: Float64Array,
  latencyFrames: number,
  sampleRateHz: number,
): number | null {
  const recorded = averagePower(samples, Math.round(latencyFrames), playedFrames, sampleRateHz);
  const heard = LEAST_HEARD * meanPower(played, 0, 0.5);
  for (const rateHz of LOWER_RATES_HZ) {
    if (LEAST_TAKEN * rateHz > sampleRateHz) break;
    const share = (spectrum: Float64Array, [low, high]: readonly [number, number]): number =>
      meanPower(spectrum, (low * rateHz) / 2 / sampleRateHz, (high * rateHz) / 2 / sampleRateHz);
    const playedPassed = share(played, PASSED);
    const playedTaken = share(played, TAKEN);
    if (Math.min(playedPassed, playedTaken) < heard) continue;
    // Next to nothing played in either band says nothing of what comes through it
    if (playedTaken < LEAST_PLAYED * playedPassed || playedPassed < LEAST_PLAYED * playedTaken) continue;
    if (share(recorded, TAKEN) / playedTaken < LOST * (share(recorded, PASSED) / playedPassed)) return rateHz;
  }
  return null;
}

/** Mean power spectrum of blocks spread over samples[start … start + length). */
export function averagePower(samples: Float64Array, start: number, length: number, sampleRateHz: number): Float64Array {
  const size = nextPowerOfTwo(BLOCK_SECONDS * sampleRateHz);
  const window = Float64Array.from({ length: size }, (_, index) => Math.sin((Math.PI * (index + 0.5)) / size) ** 4);
  const blocks = Math.max(1, Math.min(MOST_BLOCKS, Math.floor(length / size)));
  const sum = new Float64Array(size / 2 + 1);
  for (let block = 0; block < blocks; block++) {
    const at = start + Math.round(((length - size) * block) / Math.max(blocks - 1, 1));
    if (at < 0 || at + size > samples.length) continue;
    const plan = realFftPlan(size);
    fillWindowed(plan, samples, at, window, 0);
    plan.forwardPower(1);
    for (let bin = 0; bin < sum.length; bin++) sum[bin] += plan.power[bin];
  }
  return sum;
}

/** Mean power of the bins between two shares of the sample rate. */
function meanPower(powers: Float64Array, low: number, high: number): number {
  const size = 2 * (powers.length - 1);
  let sum = 0;
  const first = Math.ceil(low * size);
  const last = Math.min(Math.floor(high * size), powers.length - 1);
  for (let bin = first; bin <= last; bin++) sum += powers[bin];
  return last > first ? sum / (last - first) : 0;
}
