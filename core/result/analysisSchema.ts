import { z } from 'zod';
import type { Analysis } from '../measure/analysis.ts';
import { MEASUREMENT_KINDS, NOT_KNOWN } from '../measure/analysis.ts';
import { figureSchema, integrityCode } from './figureSchema.ts';

const column = z.array(z.number().nullable());

/** What `analyze --json` prints; its type is `Analysis`. */
export const analysisSchema = z.strictObject({
  kind: z.enum(MEASUREMENT_KINDS),
  schemaVersion: z.literal(1),
  sampleRateHz: z.number().positive(),
  frames: z.int().min(0),
  definitionId: z.string().min(1),
  channels: z.array(
    z.strictObject({
      channel: z.int().min(1).describe('counted from 1'),
      figures: z.record(z.string(), figureSchema),
      curves: z
        .record(z.string(), z.record(z.string(), column))
        .describe('columns of equal length; units stand in their names'),
      flags: z.array(z.string()),
    }),
  ),
  clock: z
    .strictObject({
      ppm: z.number().describe('f_player/f_recorder - 1, in millionths; positive: the player is fast'),
      uncertaintyPpm: z.number().min(0).describe('k = 2'),
      wanderPpm: z.number().min(0),
    })
    .nullable(),
  integrity: z.array(
    z.strictObject({
      code: integrityCode,
      channel: z.int().min(1).nullable(),
      atSeconds: z.number().nullable(),
      count: z.number().nullable(),
      damaging: z.boolean().describe('true: nothing may be judged by this capture'),
      text: z.string(),
    }),
  ),
  notKnown: z
    .array(z.enum(NOT_KNOWN))
    .exactOptional()
    .describe('what nobody said of a recorded file; absent: all is known'),
}) satisfies z.ZodType<Analysis>;
