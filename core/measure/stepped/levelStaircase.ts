import { buildSteppedTones } from '../../signal/steppedTones.ts';
import type { MeasurementTake, StimulusBench } from '../analysis.ts';
import type { MeasureSettings } from '../settings.ts';
import { leftOutSeconds } from './locateSteps.ts';

/** Lowest level re the highest, number of levels and length of each, where the person sets none. */
export interface StaircaseDefaults {
  readonly lowestDb: number;
  readonly points: number;
  readonly seconds: number;
}

const FREQUENCY_HZ = 997;

/** One tone (997 Hz after AES17 unless set) in equal decibel steps up to full level, all channels driven. */
export function levelStaircase(
  settings: MeasureSettings,
  bench: StimulusBench,
  defaults: StaircaseDefaults,
): readonly MeasurementTake[] {
  const {
    frequencyHz = FREQUENCY_HZ,
    lowestDb = defaults.lowestDb,
    points = defaults.points,
    seconds = defaults.seconds,
  } = settings;
  const { samples } = buildSteppedTones(
    bench.sampleRateHz,
    Array.from({ length: points }, (_, index) => ({
      frequencyHz,
      voltsRms: bench.levelVoltsRms * 10 ** ((lowestDb * (1 - index / (points - 1))) / 20),
      seconds: leftOutSeconds(frequencyHz) + seconds,
    })),
  );
  return [{ role: 'main', channels: Array.from({ length: bench.channelCount }, () => samples) }];
}
