import { z } from 'zod';

/** A stored capture, as results name it. */
export const captureSchema = z.strictObject({
  takeId: z.string(),
  stepId: z.string(),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sampleRateHz: z.number(),
  channelCount: z.int().min(1),
  frameCount: z.int().min(0),
});
