import { z } from 'zod';
import { rigSchema, type Rig } from '../../core/calibration/rig.ts';
import type { SpecCard } from '../../core/card/claim.ts';
import type { ErrorRecord } from '../../core/errors.ts';
import type { VerificationPlan } from '../../core/planner/plan.ts';
import type { Verification } from '../../core/result/verification.ts';
import type { Prompt } from '../../core/run/effects.ts';
import { measurementSchema } from '../../core/run/measurement.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';

// The one contract between the engine (audio, files, analysis) and whatever shows it: a page, the command line, a window.
// Everything that crosses is plain data. Inputs are checked with the schemas below at the door of the process that
// receives them; errors cross as `Failed` (see `ErrorRecord`), never as an Error object.

/** Longest card text that is taken, UTF-16 units. A product page with its markup is some tens of thousands. */
const CARD_TEXT_LIMIT = 2_000_000;

/** A card of the library by id, or the published text itself. */
export const cardRefSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('library'), id: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(CARD_TEXT_LIMIT) }),
]);

/** A rig by id (`sim:...` or a saved one), or the whole rig. An id is never a path. */
export const rigRefSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listed'), id: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('given'), rig: rigSchema }),
]);

export const planRequestSchema = z.strictObject({ card: cardRefSchema, rig: rigRefSchema });

/** The calibration tone on a rig's outputs, in loopback, long enough to read a multimeter. */
export const calibrationRequestSchema = z.strictObject({ rig: rigRefSchema, seconds: z.number().min(2).max(60) });

/** Seed of everything random in a run: dither, the simulated bench. */
export const seedSchema = z.int().min(0).max(0xffff_ffff);

/** What a page may ask for. The shell that serves the page chooses the folder. */
export const pageVerifyRequestSchema = z.strictObject({
  card: cardRefSchema,
  rig: rigRefSchema,
  seed: seedSchema.optional(),
});

/** A new run into `folder` (made if missing, else empty), or the continuation of the run that lies there. */
export const verifyRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('new'),
    card: cardRefSchema,
    rig: rigRefSchema,
    seed: seedSchema,
    /** Absolute path. */
    folder: z.string().min(1),
  }),
  z.strictObject({ kind: z.literal('resume'), folder: z.string().min(1) }),
]);

/** One measurement on a rig, kept in `folder` (made if missing, else empty). */
export const measureRequestSchema = z.strictObject({
  measurement: measurementSchema,
  rig: rigRefSchema,
  seed: seedSchema,
  /** Absolute path. */
  folder: z.string().min(1),
});

/** What the person says to a prompt; mirrors `PromptAnswer` of core/run/effects.ts. */
export const promptAnswerSchema = z.strictObject({
  answer: z.enum(['done', 'skip', 'abort']),
  /** The load as read with a multimeter, ohms. */
  loadOhms: z.number().positive().optional(),
});

export const promptIdSchema = z.string().min(1).max(200);
export const runIdSchema = z.string().min(1).max(200);
export const cardTextSchema = z.string().min(1).max(CARD_TEXT_LIMIT);

export type CardRef = z.infer<typeof cardRefSchema>;
export type RigRef = z.infer<typeof rigRefSchema>;
export type PlanRequest = z.infer<typeof planRequestSchema>;
export type PageVerifyRequest = z.infer<typeof pageVerifyRequestSchema>;
export type CalibrationRequest = z.infer<typeof calibrationRequestSchema>;
export type VerifyRequest = z.infer<typeof verifyRequestSchema>;
export type MeasureRequest = z.infer<typeof measureRequestSchema>;
export type PromptAnswerInput = z.infer<typeof promptAnswerSchema>;

export interface CardListing {
  readonly id: string;
  readonly maker: string | null;
  readonly product: string | null;
  readonly claimCount: number;
}

export interface RigListing {
  readonly id: string;
  readonly name: string;
  readonly simulated: boolean;
  readonly sampleRateHz: number;
}

/** The devices one driver sees; the shape in which the audio port lists them. */
export interface DriverListing {
  readonly driver: string;
  readonly version: string;
  readonly hostApis: readonly string[];
  readonly devices: readonly {
    readonly index: number;
    readonly name: string;
    readonly hostApi: string;
    readonly maxInputChannels: number;
    readonly maxOutputChannels: number;
    readonly defaultSampleRateHz: number;
  }[];
}

/** A plan with what it was made from, so a page can show claims, rules and steps together. */
export interface PlannedRun {
  readonly card: SpecCard;
  readonly rig: Rig;
  readonly simulated: boolean;
  readonly plan: VerificationPlan;
}

export interface RunStarted {
  /** Name of the run: the last part of its folder. */
  readonly runId: string;
  readonly folder: string;
}

/**
 * What happens in a run, in order. A run begins with `run-started` (a single measurement with `measurement-started`) and ends with exactly one of
 * `run-finished`, `measurement-finished` and `run-failed`; a cancelled run fails with an error of kind `cancelled`.
 */
export type EngineEvent =
  | (RunStarted & PlannedRun & { readonly type: 'run-started'; readonly resumed: boolean })
  | (RunStarted & {
      readonly type: 'measurement-started';
      readonly rig: Rig;
      readonly simulated: boolean;
      readonly resumed: boolean;
    })
  /** `stepIndex` counts from 0. */
  | { readonly type: 'step-started'; readonly stepId: string; readonly stepIndex: number; readonly stepCount: number }
  /** Nothing plays until `answer(prompt.id, ...)`. */
  | { readonly type: 'prompt'; readonly prompt: Prompt }
  | { readonly type: 'prompt-answered'; readonly promptId: string; readonly answer: PromptAnswerInput }
  /** Before a stretch of audio plays: what it is, and what it puts out at most. */
  | {
      readonly type: 'take-started';
      readonly stepId: string;
      readonly takeId: string;
      readonly description: string;
      readonly predictedOutputVoltsRms: number;
      readonly predictedLoadWatts: number;
      readonly seconds: number;
    }
  /** At most ten a second. */
  | {
      readonly type: 'take-progress';
      readonly takeId: string;
      readonly framesDone: number;
      readonly framesTotal: number;
    }
  /** The capture is safe on disk. `replayed`: it was there already, nothing played. */
  | { readonly type: 'take-finished'; readonly takeId: string; readonly file: string; readonly replayed: boolean }
  /** What a step found, in words: its figures with their uncertainty. */
  | { readonly type: 'note'; readonly stepId: string; readonly text: string }
  /** The engine died and was started again; the run goes on from the last finished take. */
  | { readonly type: 'engine-restarted'; readonly restartCount: number; readonly reason: string }
  | (RunStarted & { readonly type: 'run-finished'; readonly verification: Verification })
  | (RunStarted & { readonly type: 'measurement-finished'; readonly measurement: Measurement })
  | (RunStarted & { readonly type: 'run-failed'; readonly error: ErrorRecord });

/**
 * The engine. One run at a time: `verify` while one is under way is refused with `run-in-progress`.
 * Every method rejects with an AmpbenchError on its own side of a border; what crosses is its `ErrorRecord`.
 */
export interface Engine {
  /** What the drivers of this machine list now, one entry for each driver. */
  devices(): Promise<readonly DriverListing[]>;
  cards(): Promise<readonly CardListing[]>;
  /** @throws AmpbenchError kind `card` where nothing in the text can be read as a specification */
  parseCard(text: string): Promise<SpecCard>;
  rigs(): Promise<readonly RigListing[]>;
  plan(request: PlanRequest): Promise<PlannedRun>;
  /** Plays the calibration tone and says what each input recorded of it, rms re a full-scale sine; `cancel` ends it early. */
  calibrationTone(request: CalibrationRequest): Promise<readonly { channel: string; capturedRatio: number }[]>;
  /** Resolves as soon as the run has begun; how it goes and ends comes as events. */
  verify(request: VerifyRequest): Promise<RunStarted>;
  /** One measurement; begins like `verify`, and the same prompts, takes and limits hold. */
  measure(request: MeasureRequest): Promise<RunStarted>;
  /** @throws AmpbenchError `prompt-not-open` when that prompt is not waiting */
  answer(promptId: string, answer: PromptAnswerInput): Promise<void>;
  /** Fades the output and ends the run; resolves when nothing plays any more. Does nothing without a run. */
  cancel(): Promise<void>;
  /** Calls `listener` for every event from now on, until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

/** The methods that cross a process border; `subscribe` becomes a stream of `EngineEvent` messages. */
export type EngineMethod = Exclude<keyof Engine, 'subscribe'>;

/** How a failed call crosses a border. */
export interface Failed {
  readonly ok: false;
  readonly error: ErrorRecord;
}

/** How any call's outcome crosses a border: birpc rejects with bare messages, which would lose code and tip. */
export type Outcome<Value> = { readonly ok: true; readonly value: Value } | Failed;

/** A viewer's standing at the bench server: one page holds the controls, the others watch. */
export interface Seat {
  readonly role: 'controller' | 'viewer';
  /** Nobody holds the controls: `takeControl` would be granted. */
  readonly controlsFree: boolean;
  readonly pageCount: number;
}

/** What a page can call over the bench server's WebSocket. */
export interface PageCalls {
  cards(): Promise<Outcome<readonly CardListing[]>>;
  parseCard(text: string): Promise<Outcome<SpecCard>>;
  rigs(): Promise<Outcome<readonly RigListing[]>>;
  plan(request: PlanRequest): Promise<Outcome<PlannedRun>>;
  verify(request: PageVerifyRequest): Promise<Outcome<RunStarted>>;
  answer(promptId: string, answer: PromptAnswerInput): Promise<Outcome<null>>;
  cancel(): Promise<Outcome<null>>;
  /** Asks for the controls; granted when no page holds them. */
  takeControl(): Promise<Outcome<Seat>>;
  /** Address of a finished run's report on this server, with a key that opens this one report only. */
  reportPath(runId: string): Promise<Outcome<string>>;
}

/** What the bench server sends to a page. */
export interface PageEvents {
  /** Sent once, on connecting: every event of the current or last run (but its progress), so a page opened late shows the same. */
  welcome(seat: Seat, events: readonly EngineEvent[]): void;
  seat(seat: Seat): void;
  event(event: EngineEvent): void;
}
