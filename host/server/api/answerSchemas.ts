import { z } from 'zod';
import { rigSchema } from '../../../core/calibration/rig.ts';
import { QUANTITIES } from '../../../core/card/claim.ts';
import type { ErrorRecord } from '../../../core/errors.ts';
import { MEASUREMENT_KINDS } from '../../../core/measure/analysis.ts';
import { measureSettingsSchema } from '../../../core/measure/settings.ts';
import { figureSchema } from '../../../core/result/figureSchema.ts';
import { measurementResultSchema } from '../../../core/result/measurementResultSchema.ts';
import { verificationSchema } from '../../../core/result/verificationSchema.ts';
import { rigBaselineSchema } from '../../../core/rigCheck/baseline.ts';
import { PREFLIGHT_CHECKS, type Preflight } from '../../../core/rigCheck/preflight.ts';
import type { Prompt } from '../../../core/run/effects.ts';
import type {
  CardListing,
  DriverListing,
  KindListing,
  MeasurementPreview,
  PlannedRun,
  ReadCard,
  RigListing,
  RunListing,
  RunNote,
  StoredRun,
} from '../../../electron/ipc/contract.ts';
import type { RunFigure } from './runFigures.ts';
import type { KnownRig, RigProblem, TestedRate } from '../../../electron/ipc/rigCalls.ts';

// What the API answers with, one schema for each type of the contract that it hands out: `satisfies` keeps the two in step.

const number = z.number();
const text = z.string();
const result = verificationSchema.shape;
const planStep = result.steps.element.shape.step;

export const wiringSchema = result.wirings.element;
export const claimVerdictSchema = result.claims.element;
export const cardSchema = result.card;
const reasonCode = claimVerdictSchema.shape.reasonCode;

/** How every refusal is told. */
export const errorSchema = z.strictObject({
  code: text.describe('stable: scripts may match it'),
  message: text.describe('names the value, the rule and the place'),
  data: z.record(text, z.union([text, number, z.boolean(), z.null()])),
  tip: text.exactOptional().describe('what to do about it'),
}) satisfies z.ZodType<Omit<ErrorRecord, 'kind'>>;

export const driverListingSchema = z.strictObject({
  driver: text,
  version: text,
  hostApis: z.array(text),
  devices: z.array(
    z.strictObject({
      index: number,
      name: text,
      hostApi: text,
      maxInputChannels: number,
      maxOutputChannels: number,
      defaultSampleRateHz: number,
    }),
  ),
}) satisfies z.ZodType<DriverListing>;

export const cardListingSchema = z.strictObject({
  id: text,
  maker: text.nullable(),
  product: text.nullable(),
  claimCount: z.int().min(0),
}) satisfies z.ZodType<CardListing>;

export const readCardSchema = z.strictObject({ text, card: cardSchema }) satisfies z.ZodType<ReadCard>;

export const rigListingSchema = z.strictObject({
  id: text,
  name: text,
  simulated: z.boolean(),
  sampleRateHz: number,
  loadsOhms: z.array(number).describe('on hand'),
}) satisfies z.ZodType<RigListing>;

export const knownRigSchema = z.strictObject({
  rig: rigSchema,
  baseline: rigBaselineSchema.nullable().describe('what it showed of itself in loopback; null: never measured'),
  baselineIsStale: z.boolean(),
  playsVoltsRms: z
    .strictObject({ preflight: number, baseline: number, calibration: number })
    .describe('what each loopback would put out at most'),
}) satisfies z.ZodType<KnownRig>;

export const rigProblemSchema = z.strictObject({ place: text, message: text }) satisfies z.ZodType<RigProblem>;

export const testedRateSchema = z.strictObject({
  sampleRateHz: number,
  refusal: text.nullable().describe("the driver's reason; null where the stream can be opened"),
}) satisfies z.ZodType<TestedRate>;

export const preflightSchema = z.strictObject({
  rigId: text,
  simulated: z.boolean(),
  playedVoltsRms: number,
  checks: z.array(
    z.strictObject({
      id: z.enum(PREFLIGHT_CHECKS),
      status: z.enum(['ok', 'warning', 'failed', 'not-checked']),
      text,
      advice: text.nullable(),
    }),
  ),
}) satisfies z.ZodType<Preflight>;

export const kindListingSchema = z.strictObject({
  kind: z.enum(MEASUREMENT_KINDS),
  title: text,
  options: z.array(measureSettingsSchema.keyof()).describe('the settings it heeds'),
  roles: z.array(z.enum(['main', 'open', 'loaded', 'without', 'with'])),
}) satisfies z.ZodType<KindListing>;

export const measurementPreviewSchema = z.strictObject({
  wirings: z.array(wiringSchema),
  predictedOutputVoltsRms: number,
  outputLimitVoltsRms: number,
  predictedLoadWatts: number.nullable(),
  loadLimitWatts: number.nullable(),
}) satisfies z.ZodType<MeasurementPreview>;

export const plannedRunSchema = z.strictObject({
  card: cardSchema,
  rig: rigSchema,
  simulated: z.boolean(),
  plan: z.strictObject({
    schemaVersion: z.literal(1),
    cardId: text,
    rigId: text,
    claims: z.array(
      z.strictObject({
        claimId: text,
        quantity: z.enum(QUANTITIES),
        rule: z
          .strictObject({
            figureId: text,
            lower: number.nullable(),
            upper: number.nullable(),
            thdnLimitRatio: number.exactOptional(),
            bandHz: z.tuple([number, number]).exactOptional(),
            provesNoFailure: z.strictObject({ reasonCode, text }).exactOptional(),
            text,
          })
          .nullable(),
        assumptions: z.array(text),
        stepIds: z.array(text),
        refused: z.strictObject({ verdict: z.enum(['not-verifiable', 'manual']), reasonCode, text }).nullable(),
      }),
    ),
    steps: z.array(planStep),
    seconds: number.describe("of audio, without the person's work"),
    wiringCount: z.int().min(0),
    toBuy: result.toBuy.unwrap(),
  }),
}) satisfies z.ZodType<PlannedRun>;

export const promptSchema = z.strictObject({
  id: text,
  kind: z.enum(['safety', 'wire']),
  wiring: wiringSchema,
  text,
}) satisfies z.ZodType<Prompt>;

export const runListingSchema = z.strictObject({
  runId: text,
  sort: z.enum(['verification', 'measurement']),
  name: text,
  rigName: text,
  /** Of the unit; absent where none was given. */
  serial: text.exactOptional(),
  simulated: z.boolean(),
  startedAt: text.describe('ISO 8601, UTC'),
  finished: z.boolean(),
  summary: result.summary.nullable(),
}) satisfies z.ZodType<RunListing>;

export const noteSchema = z.strictObject({
  at: text.describe('ISO 8601, UTC'),
  text,
}) satisfies z.ZodType<RunNote>;

export const storedRunSchema = z.strictObject({
  listing: runListingSchema,
  rig: rigSchema,
  verification: verificationSchema.nullable(),
  measurement: measurementResultSchema.nullable(),
  notes: z.array(noteSchema),
}) satisfies z.ZodType<StoredRun>;

/** A figure of a run with the step it was read in; null in a single measurement. */
export const runFigureSchema = z.strictObject({
  stepId: text.nullable(),
  ...figureSchema.shape,
}) satisfies z.ZodType<RunFigure>;
