import { buildProgram } from '../../signal/program.ts';
import type { MeasurementTake, StimulusBench } from '../analysis.ts';
import type { MeasureSettings } from '../settings.ts';

/** Test tone after AES17. */
export const TONE_HZ = 997;
/** Silence around the tone, so that its beginning and end are in the capture. */
const SILENCE_SECONDS = 0.05;

/** One steady tone on every channel, ramped at both ends. */
export function toneStimulus(
  settings: MeasureSettings,
  bench: StimulusBench,
  defaultSeconds: number,
): readonly MeasurementTake[] {
  const { samples } = buildProgram(bench.sampleRateHz, [
    { kind: 'silence', seconds: SILENCE_SECONDS },
    {
      kind: 'tone',
      id: 'tone',
      frequencyHz: settings.frequencyHz ?? TONE_HZ,
      voltsRms: bench.levelVoltsRms,
      seconds: settings.seconds ?? defaultSeconds,
    },
    { kind: 'silence', seconds: SILENCE_SECONDS },
  ]);
  return [{ role: 'main', channels: Array.from({ length: bench.channelCount }, () => samples) }];
}
