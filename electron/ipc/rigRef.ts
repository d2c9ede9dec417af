import { z } from 'zod';
import { rigSchema } from '../../core/calibration/rig.ts';

/** A rig by id (`sim:...` or a saved one), or the whole rig. An id is never a path. */
export const rigRefSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listed'), id: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('given'), rig: rigSchema }),
]);

export type RigRef = z.infer<typeof rigRefSchema>;
