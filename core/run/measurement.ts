import { z } from 'zod';
import { MEASUREMENT_KINDS } from '../measure/analysis.ts';
import { measureSettingsSchema } from '../measure/settings.ts';

/** One measurement on a rig, as it is asked for: what, through what, how loud. */
export const measurementSchema = z.strictObject({
  kind: z.enum(MEASUREMENT_KINDS),
  settings: measureSettingsSchema,
  /** Through the DUT, or the rig's own outputs straight to its inputs. */
  path: z.enum(['dut', 'loopback']),
  /** Volts rms at the end of the path that full level of the stimulus is to reach. */
  outputVoltsRms: z.number().positive().max(1000),
  /** The resistor on the DUT's output, one of the rig's loads; null: none. */
  loadOhms: z.number().positive().nullable(),
});

export type MeasurementRequest = z.infer<typeof measurementSchema>;
