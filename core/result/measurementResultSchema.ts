import { z } from 'zod';
import { AmpbenchError } from '../errors.ts';
import { measurementSchema } from '../run/measurement.ts';
import type { Measurement } from '../run/runMeasurement.ts';
import { analysisSchema } from './analysisSchema.ts';
import { captureSchema } from './captureSchema.ts';

/** `result.json` of a run of `measure`; its type is `Measurement`. */
export const measurementResultSchema = z.strictObject({
  ...analysisSchema.shape,
  request: measurementSchema,
  rigId: z.string(),
  simulated: z.boolean(),
  captures: z.array(captureSchema),
}) satisfies z.ZodType<Measurement>;

/**
 * Reads the text of a measurement's `result.json`.
 * @param place the file's name, for messages
 * @throws AmpbenchError `data/result-damaged` naming the file, the field and the rule
 */
export function decodeMeasurement(json: string, place: string): Measurement {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new AmpbenchError('data', 'result-damaged', `${place} is not JSON: ${String(error)}`, { place });
  }
  const parsed = measurementResultSchema.safeParse(value);
  // The object that was read, not zod's copy of it: the bytes stay the same.
  if (parsed.success) return value as Measurement;
  const what = z.prettifyError(parsed.error).replaceAll('\n', '; ');
  throw new AmpbenchError('data', 'result-damaged', `${place} is not a measurement of schema version 1: ${what}`, {
    place,
  });
}
