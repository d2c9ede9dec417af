import { z } from 'zod';
import { rigSchema, type Rig } from '../calibration/rig.ts';
import { rigFloorSchema } from '../planner/rigFloor.ts';
import { figureSchema } from '../result/figureSchema.ts';

const column = z.array(z.number());

/** What a rig showed of itself in loopback, kept with it: its floor, response, crosstalk and clock relation. */
export const rigBaselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** ISO 8601, UTC. */
  measuredAt: z.string(),
  /** As it was when it was measured. */
  rig: rigSchema,
  simulated: z.boolean(),
  /** Levels at which THD+N was read, volts rms: as a typical amplifier is driven, and as its output is captured. */
  generatorVoltsRms: z.number().positive(),
  captureVoltsRms: z.number().positive(),
  bandHz: z.tuple([z.number(), z.number()]),
  figures: z.array(figureSchema),
  curves: z.array(
    z.strictObject({
      channel: z.string(),
      /** Of the tone at the capture's level: the strongest line of each column, volts rms. */
      spectrum: z.strictObject({ frequenciesHz: column, voltsRms: column }),
      /** While nothing played. */
      noise: z.strictObject({ frequenciesHz: column, voltsPerRootHz: column }),
      /** Re 1 kHz. */
      response: z.strictObject({ frequenciesHz: column, magnitudesDb: column }),
    }),
  ),
  /** Player against recorder; + = player fast. */
  clock: z.strictObject({ ppm: z.number(), uncertaintyPpm: z.number(), wanderPpm: z.number() }),
  /** The worst of the channels: what a plan goes by. */
  floor: rigFloorSchema,
});

export type RigBaseline = z.infer<typeof rigBaselineSchema>;

/** What a floor depends on. */
const DECIDING = [
  'outputDevice',
  'inputDevice',
  'hostApi',
  'sampleRateHz',
  'format',
  'channels',
  'output',
  'input',
] as const;

/** Whether a baseline still speaks of this rig: devices, rate, channels and calibration are what they were. */
export const isBaselineOf = (baseline: RigBaseline, rig: Rig): boolean =>
  DECIDING.every((key) => JSON.stringify(baseline.rig[key]) === JSON.stringify(rig[key]));
