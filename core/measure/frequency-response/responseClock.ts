import { fitThree } from '../../dsp/sweepPhase.ts';
import type { ClockEstimate } from '../analysis.ts';
import type { SweepResponses } from './analyzeSweep.ts';

/** Group delays are read in this part of the band, six to the octave over ±1/12 octave: where devices have least of their own. */
const LOWEST_HZ = 300;
const HIGHEST_RATE_SHARE = 0.1;
const STEPS_PER_OCTAVE = 6;
const HALF_BAND_OCTAVES = 1 / 12;
/** What a device's group delay may change over that part beside the 1/f² of a high-pass, samples: a low-pass at a third of the rate does by half of that. */
const OWN_DELAY_SAMPLES = 0.1;

/**
 * The player's clock from a single sweep: its response's group delay goes with the time at which each frequency was played. The DUT's own group delay
 * looks the same, so this is good to a fraction of a ppm for a sweep of some seconds through a device without resonances; the uncertainty says so. Null
 * where the band is too narrow.
 */
export function responseClock(sweep: SweepResponses): ClockEstimate | null {
  const { bins, binHz } = sweep.linear;
  const { track, highBin, size, sampleRateHz } = sweep.inverse;
  const highestHz = Math.min(HIGHEST_RATE_SHARE * sampleRateHz, (0.5 * highBin * sampleRateHz) / size);
  const rows: number[][] = [];
  const delays: number[] = [];
  const steps = Math.floor(Math.log2(highestHz / LOWEST_HZ) * STEPS_PER_OCTAVE);
  if (!(steps >= 2 * STEPS_PER_OCTAVE)) return null;
  for (let step = 0; step <= steps; step++) {
    const frequencyHz = LOWEST_HZ * 2 ** (step / STEPS_PER_OCTAVE);
    const first = Math.round((frequencyHz * 2 ** -HALF_BAND_OCTAVES) / binHz);
    const last = Math.round((frequencyHz * 2 ** HALF_BAND_OCTAVES) / binHz);
    let re = 0;
    let im = 0;
    for (let bin = first; bin < last; bin++) {
      const a = 2 * bin;
      re += bins[a + 2] * bins[a] + bins[a + 3] * bins[a + 1];
      im += bins[a + 3] * bins[a] - bins[a + 2] * bins[a + 1];
    }
    delays.push(-Math.atan2(im, re) / (2 * Math.PI * binHz));
    rows.push([1, track.rateSeconds * Math.log(frequencyHz / LOWEST_HZ), (LOWEST_HZ / frequencyHz) ** 2]);
  }
  const [constant, slope, lowPart] = fitThree(rows, delays);
  const scatter = Math.sqrt(
    rows.reduce((sum, row, index) => sum + (delays[index] - constant - slope * row[1] - lowPart * row[2]) ** 2, 0) /
      (rows.length - 3),
  );
  const spanSeconds = rows[rows.length - 1][1];
  const spread = spanSeconds / Math.sqrt(12);
  return {
    // Fast: every frequency comes earlier by its share of the time it is played at
    ppm: 1e6 * (1 / (1 + slope) - 1),
    uncertaintyPpm:
      1e6 *
      Math.hypot((2 * scatter) / (spread * Math.sqrt(rows.length)), OWN_DELAY_SAMPLES / (sampleRateHz * spanSeconds)),
    wanderPpm: (1e6 * scatter) / spanSeconds,
  };
}
