import { z } from 'zod';
import { rigSchema } from '../../../core/calibration/rig.ts';
import { measurementResultSchema } from '../../../core/result/measurementResultSchema.ts';
import { verificationSchema } from '../../../core/result/verificationSchema.ts';
import { promptAnswerSchema } from '../../../electron/ipc/contract.ts';
import type { ApiEvent } from './apiEvents.ts';
import { claimVerdictSchema, errorSchema, plannedRunSchema, promptSchema } from './answerSchemas.ts';

const number = z.number();
const text = z.string();
const run = { runId: text };

/** The `data` of one message of the event stream. Its `type` is the message's `event` as well. */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run-started'), ...run, ...plannedRunSchema.shape, resumed: z.boolean() }),
  z.strictObject({
    type: z.literal('measurement-started'),
    ...run,
    rig: rigSchema,
    simulated: z.boolean(),
    resumed: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('step-started'),
    stepId: text,
    stepIndex: z.int().min(0).describe('counted from 0'),
    stepCount: z.int().min(1),
  }),
  z
    .strictObject({ type: z.literal('prompt'), prompt: promptSchema })
    .describe('nothing plays until it has been answered'),
  z.strictObject({ type: z.literal('prompt-answered'), promptId: text, answer: promptAnswerSchema }),
  z
    .strictObject({
      type: z.literal('take-started'),
      stepId: text,
      takeId: text,
      description: text,
      predictedOutputVoltsRms: number,
      predictedLoadWatts: number,
      seconds: number,
    })
    .describe('before a stretch of audio plays'),
  z
    .strictObject({ type: z.literal('take-progress'), takeId: text, framesDone: number, framesTotal: number })
    .describe('some ten a second; not repeated to a viewer that comes back, left out for one that reads slowly'),
  z
    .strictObject({
      type: z.literal('take-finished'),
      takeId: text,
      replayed: z.boolean().describe('it had been recorded before; nothing played'),
    })
    .describe('the capture is safe on disk'),
  z.strictObject({ type: z.literal('note'), stepId: text, text, decided: z.array(claimVerdictSchema) }),
  z
    .strictObject({ type: z.literal('engine-restarted'), restartCount: z.int().min(1), reason: text })
    .describe('the engine died; the run goes on from the last finished take'),
  z.strictObject({ type: z.literal('run-finished'), ...run, verification: verificationSchema }),
  z.strictObject({ type: z.literal('measurement-finished'), ...run, measurement: measurementResultSchema }),
  z
    .strictObject({ type: z.literal('run-failed'), ...run, error: errorSchema })
    .describe('a stopped run fails with run-cancelled'),
  z
    .strictObject({ type: z.literal('live-started'), rig: rigSchema, simulated: z.boolean() })
    .describe('the live analyzer, from a page'),
  z.strictObject({ type: z.literal('live-ended'), error: errorSchema.nullable() }),
]) satisfies z.ZodType<ApiEvent>;
