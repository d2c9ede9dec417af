import { z } from 'zod';
import type { Rig } from '../calibration/rig.ts';
import type { CaptureRecord } from '../result/verification.ts';

/** What a WAV file cannot say of itself, in a JSON file beside it: `take.wav` and `take.wav.json`. docs/interchange.md. */
export const captureSidecarSchema = z.strictObject({
  kind: z.literal('capture-sidecar'),
  schemaVersion: z.literal(1),
  file: z
    .string()
    .regex(/^[^/\\]{1,255}$/)
    .describe('name of the WAV file in the same folder'),
  sampleRateHz: z.number().positive(),
  channelCount: z.int().min(1).max(64),
  frameCount: z.int().min(0),
  calibration: z
    .strictObject({
      fullScaleVoltsRms: z.number().positive().describe('of a full-scale sine (peak 1), any divider counted'),
      relativeUncertainty: z.number().min(0).max(1).describe('k = 2'),
    })
    .nullable()
    .describe('null: not known, levels are re full scale'),
  channels: z
    .array(
      z.strictObject({
        name: z.string().nullable(),
        role: z.enum(['measured', 'time-reference', 'unused']),
      }),
    )
    .describe('one for each channel of the file'),
  stimulus: z
    .strictObject({
      step: z.string().describe('what the capture was taken for'),
      outputVoltsRms: z.number().positive().exactOptional(),
      loadOhms: z.number().positive().nullable().exactOptional(),
    })
    .nullable()
    .describe('null: not known'),
  clock: z.enum(['shared', 'separate']).nullable().describe('of player and recorder; null: not known'),
  simulated: z.boolean(),
});

/** A sidecar as `captureSidecarSchema` reads it. */
export type CaptureSidecar = z.infer<typeof captureSidecarSchema>;

/** A capture of a run and what its sidecar says of it. */
export interface DescribedCapture {
  readonly takeId: string;
  readonly sidecar: CaptureSidecar;
}

/**
 * The sidecars of a run's captures; each WAV file is named after its take.
 * @param stimulusOf what was played in a step
 */
export function describeCaptures(
  captures: readonly CaptureRecord[],
  rig: Rig,
  simulated: boolean,
  stimulusOf: (stepId: string) => CaptureSidecar['stimulus'],
): DescribedCapture[] {
  const { input, clock } = rig;
  return captures.map(({ takeId, stepId, sampleRateHz, channelCount, frameCount }) => ({
    takeId,
    sidecar: {
      kind: 'capture-sidecar',
      schemaVersion: 1,
      file: `${takeId}.wav`,
      sampleRateHz,
      channelCount,
      frameCount,
      calibration: {
        fullScaleVoltsRms: input.fullScaleVoltsRms * input.dividerRatio,
        relativeUncertainty: input.relativeUncertainty,
      },
      channels: Array.from({ length: channelCount }, (_, index) => channelOf(rig, index + 1)),
      stimulus: stimulusOf(stepId),
      clock,
      simulated,
    },
  }));
}

/** @param input the interface's, counted from 1 */
function channelOf({ channels, timeReference }: Rig, input: number): CaptureSidecar['channels'][number] {
  const measured = channels.find(({ inputChannel }) => inputChannel === input);
  if (measured !== undefined) return { name: measured.name, role: 'measured' };
  return { name: null, role: timeReference?.inputChannel === input ? 'time-reference' : 'unused' };
}

/** The channel, counted from 1, that is cabled straight to the player; null where none is. */
export function timeReferenceOf({ channels }: CaptureSidecar): number | null {
  const index = channels.findIndex(({ role }) => role === 'time-reference');
  return index < 0 ? null : index + 1;
}
