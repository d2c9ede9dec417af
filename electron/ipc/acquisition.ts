import { z } from 'zod';
import { rigSchema } from '../../core/calibration/rig.ts';

// Acquisitions: a stimulus as samples, played once and recorded. Part of the contract.

/** Twenty seconds at 192 kHz, 87 at 48 kHz. */
export const MOST_ACQUISITION_FRAMES = 2 ** 22;

export const acquisitionRequestSchema = z.strictObject({
  /** At the sampling rate to play at. */
  rig: rigSchema,
  path: z.enum(['dut', 'loopback']),
  /** On hand; null: nothing on the DUT's output but the interface. */
  loadOhms: z.number().positive().nullable(),
  stimulus: z.strictObject({
    /** Volts at the generator, one array for each channel of the rig, equal lengths. */
    channels: z
      .array(z.custom<Float64Array>((value) => value instanceof Float64Array))
      .min(1)
      .max(8),
    /** Frames before the part that is wanted back. */
    leadFrames: z.int().min(0).max(MOST_ACQUISITION_FRAMES),
    /** Frames wanted back. */
    frames: z.int().min(1).max(MOST_ACQUISITION_FRAMES),
  }),
});

export type AcquisitionRequest = z.infer<typeof acquisitionRequestSchema>;

/** The acquisitions of the engine. They, runs and the live analyzer exclude each other. */
export interface AcquisitionEngine {
  /**
   * Plays a stimulus once and gives back what came of it: volts at the DUT's output, `frames` of each channel, in time with what was played. A DUT that was
   * not heard for a while is first approached from very low levels.
   * @throws AmpbenchError of kind `safety` before a limit is passed, `usage/run-in-progress`, `device/capture-damaged` naming what is wrong with it,
   *   `cancelled/run-cancelled`
   */
  acquire(request: AcquisitionRequest): Promise<readonly Float64Array[]>;
  /** Fades an acquisition, and nothing else. */
  cancelAcquisition(): Promise<void>;
}
