import { buildSteppedTones } from '../../signal/steppedTones.ts';
import type { StimulusBench } from '../analysis.ts';
import type { MeasureSettings } from '../settings.ts';
import { leftOutSeconds } from '../stepped/locateSteps.ts';

const LOWEST_HZ = 20;
const HIGHEST_HZ = 20_000;
const POINTS = 30;
/** Shortest record for each tone, seconds; bass tones last for `LEAST_PERIODS` periods. 30 points then fit into 3 s. */
const RECORD_SECONDS = 0.05;
const LEAST_PERIODS = 5.1;

/** `points` frequencies in equal ratios. */
export function ratioSteps(lowest: number, highest: number, points: number): number[] {
  return Array.from({ length: points }, (_, index) => lowest * (highest / lowest) ** (index / (points - 1)));
}

/** Tones of full level at each frequency, high to low (a fade-in of a bass tone would leave a coupling capacitor charged): default 30 from 20 kHz to 20 Hz within 3 s. docs/spec/stepped-tones.md. */
export function frequencyStaircase(settings: MeasureSettings, bench: StimulusBench): Float64Array {
  const highestHz = Math.min(HIGHEST_HZ, 0.45 * bench.sampleRateHz);
  const frequenciesHz = settings.frequenciesHz ?? ratioSteps(LOWEST_HZ, highestHz, settings.points ?? POINTS).reverse();
  return buildSteppedTones(
    bench.sampleRateHz,
    frequenciesHz.map((frequencyHz) => ({
      frequencyHz,
      voltsRms: bench.levelVoltsRms,
      seconds: leftOutSeconds(frequencyHz) + Math.max(settings.seconds ?? RECORD_SECONDS, LEAST_PERIODS / frequencyHz),
    })),
  ).samples;
}
