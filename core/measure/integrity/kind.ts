import { buildProgram } from '../../signal/program.ts';
import type { Analysis, KindDefinition, MeasurementTake, StimulusBench } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import type { MeasureSettings } from '../settings.ts';
import { checkCapture } from './checkCapture.ts';

const DEFAULT_SECONDS = 4;
const TONE_HZ = 997;
const LOW_HZ = 20;
const HIGH_RATE_SHARE = 0.45;

/** A tone, by which clocks and levels show, and a sweep, by which bands, polarity and latency do. */
function stimulus(settings: MeasureSettings, bench: StimulusBench): readonly MeasurementTake[] {
  const { sampleRateHz, levelVoltsRms: voltsRms, channelCount } = bench;
  const seconds = settings.seconds ?? DEFAULT_SECONDS;
  const { samples } = buildProgram(sampleRateHz, [
    { kind: 'silence', seconds: 0.1 },
    { kind: 'tone', id: 'tone', frequencyHz: settings.frequencyHz ?? TONE_HZ, voltsRms, seconds: seconds / 2 },
    { kind: 'silence', seconds: 0.1 },
    {
      kind: 'sweep',
      id: 'sweep',
      lowHz: LOW_HZ,
      highHz: HIGH_RATE_SHARE * sampleRateHz,
      voltsRms,
      seconds: seconds / 2,
    },
    { kind: 'silence', seconds: 0.2 },
  ]);
  return [{ role: 'main', channels: Array.from({ length: channelCount }, () => samples) }];
}

export const integrityKind: KindDefinition = {
  kind: 'integrity',
  title: 'Integrity of a capture',
  options: ['seconds', 'frequencyHz'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus,
  analyze(input): Analysis {
    const capture = captureOf(input, 'main', 'integrity');
    const { findings, timeBase } = checkCapture({ capture, reference: input.reference, density: 'full' });
    return {
      kind: 'integrity',
      schemaVersion: 1,
      sampleRateHz: capture.sampleRateHz,
      frames: capture.channels[0].length,
      definitionId: input.reference === null ? 'integrity.capture' : 'integrity.capture.reference',
      channels: capture.channels.map((_, index) => ({
        channel: index + 1,
        figures: {},
        curves: {},
        flags: [
          ...new Set(
            findings
              .filter(({ channel, damaging }) => damaging && (channel === null || channel === index + 1))
              .map(({ code }) => code),
          ),
        ],
      })),
      clock: timeBase?.clock ?? null,
      integrity: findings,
    };
  },
};
