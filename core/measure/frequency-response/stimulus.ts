import { buildProgram } from '../../signal/program.ts';
import type { CaptureRole, MeasurementTake, StimulusBench } from '../analysis.ts';
import type { MeasureSettings } from '../settings.ts';
import { checkBand } from './checkBand.ts';

/** Tone before and after the sweep: tells the player's rate, whatever the DUT's phase. */
const PILOT_HZ = 1000;
const PILOT_SECONDS = 0.25;
const LEAD_SECONDS = 0.05;
/** Silence between pilot and sweep, and after the sweep for its decay. */
const GAP_SECONDS = 0.15;
const DECAY_SECONDS = 0.5;
const DEFAULT_SECONDS = 5;
/** The sweep begins this far below the band, and ends this far above it, where the rate allows: its ends are faded. */
const BELOW_BAND = 3;
const ABOVE_BAND = 1.12;
const HIGHEST_SWEPT_SHARE = 0.49;

/** Pilot, sweep, pilot, on all channels at once; one take for each role. The band is `bandHz`, else `defaultBandHz`. */
export function sweepTakes(
  settings: MeasureSettings,
  bench: StimulusBench,
  roles: readonly CaptureRole[],
  defaultBandHz: readonly [number, number],
): MeasurementTake[] {
  const { sampleRateHz, levelVoltsRms: voltsRms } = bench;
  const [lowestHz, highestHz] = settings.bandHz ?? defaultBandHz;
  checkBand(settings.bandHz, sampleRateHz, 'the sweep');
  const seconds = settings.seconds ?? DEFAULT_SECONDS;
  const highHz = Math.min(highestHz * ABOVE_BAND, HIGHEST_SWEPT_SHARE * sampleRateHz);
  // f1·L is a whole number: a short sweep cannot begin as low as a long one
  const slowest = Math.log((highHz * BELOW_BAND) / lowestHz) / seconds;
  const lowHz = Math.min(Math.max(lowestHz / BELOW_BAND, slowest), lowestHz);
  const pilot = { kind: 'tone', frequencyHz: PILOT_HZ, voltsRms, seconds: PILOT_SECONDS } as const;
  const { samples } = buildProgram(sampleRateHz, [
    { kind: 'silence', seconds: LEAD_SECONDS },
    { ...pilot, id: 'pilot-before' },
    { kind: 'silence', seconds: GAP_SECONDS },
    { kind: 'sweep', id: 'sweep', lowHz, highHz, voltsRms, seconds },
    { kind: 'silence', seconds: DECAY_SECONDS },
    { ...pilot, id: 'pilot-after' },
    { kind: 'silence', seconds: GAP_SECONDS },
  ]);
  return roles.map((role) => ({ role, channels: Array.from({ length: bench.channelCount }, () => samples) }));
}
