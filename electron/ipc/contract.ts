import { z } from 'zod';
import type { Rig } from '../../core/calibration/rig.ts';
import type { SpecCard } from '../../core/card/claim.ts';
import type { ErrorRecord } from '../../core/errors.ts';
import type { Pairing } from '../../core/headphone/pairing.ts';
import type { InputLevel, InputSpectrum } from '../../core/measure/live/inputMeter.ts';
import type { KindDefinition } from '../../core/measure/analysis.ts';
import type { VerificationPlan, Wiring } from '../../core/planner/plan.ts';
import type { ClaimVerdict, Verification, VerdictWord } from '../../core/result/verification.ts';
import { rigFloorSchema } from '../../core/planner/rigFloor.ts';
import type { AcquisitionEngine } from './acquisition.ts';
import type { RigEngine, RigPageCalls } from './rigCalls.ts';
import type { Prompt } from '../../core/run/effects.ts';
import { measurementSchema } from '../../core/run/measurement.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import { deviationRulesSchema } from '../../core/verdict/deviationRules.ts';
import type { LiveChange, LiveEvent, LivePreview, LiveRequest, LiveSave } from './live.ts';
import { rigRefSchema } from './rigRef.ts';

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

export const planRequestSchema = z.strictObject({
  card: cardRefSchema,
  rig: rigRefSchema,
  /** Absent: the product's own. */
  rules: deviationRulesSchema.exactOptional(),
  /** What the rig showed of itself in an earlier run; absent: what is kept with the rig, where something is. */
  floor: rigFloorSchema.exactOptional(),
});

/** The calibration tone on a rig's outputs, in loopback, long enough to read a multimeter. */
export const calibrationRequestSchema = z.strictObject({ rig: rigRefSchema, seconds: z.number().min(2).max(60) });

/** Seed of everything random in a run: dither, the simulated bench. */
export const seedSchema = z.int().min(0).max(0xffff_ffff);

/** Which unit a run measures, and in which batch; absent: not said. */
const unitOfRun = {
  /** Any script; `unitSerial` says what is refused. */
  serial: z.string().max(1000).exactOptional(),
  batchId: z.uuid().exactOptional(),
};

/** What a page may ask for. The shell that serves the page chooses the folder. */
export const pageVerifyRequestSchema = z.strictObject({
  card: cardRefSchema,
  rig: rigRefSchema,
  seed: seedSchema.optional(),
  ...unitOfRun,
});

/** A new run into `folder` (made if missing, else empty), or the continuation of the run that lies there. */
export const verifyRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('new'),
    card: cardRefSchema,
    rig: rigRefSchema,
    seed: seedSchema,
    /** Absent: the product's own. */
    rules: deviationRulesSchema.exactOptional(),
    ...unitOfRun,
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
  ...unitOfRun,
  /** Absolute path. */
  folder: z.string().min(1),
});

export const measurementPreviewRequestSchema = z.strictObject({ measurement: measurementSchema, rig: rigRefSchema });

/** What a page may ask for; the shell that serves it chooses the folder. */
export const pageMeasureRequestSchema = z.strictObject({
  measurement: measurementSchema,
  rig: rigRefSchema,
  seed: seedSchema.optional(),
  ...unitOfRun,
});

/** An amp by its card or by what a person knows of it; a run stands for one, too, named by its folder or, from a page, by its name. */
const pairRequest = {
  /** As the library or a headphone's card names it. */
  headphone: z.string().min(1).max(200),
  /** Volts are without load. */
  stated: z.strictObject({
    maxVoltsRms: z.number().exactOptional(),
    maxAmperesRms: z.number().exactOptional(),
    outputOhms: z.number().exactOptional(),
    noiseVoltsRms: z.number().exactOptional(),
    gainDb: z.number().exactOptional(),
  }),
  target: z.strictObject({
    splDb: z.number().min(0).max(200),
    as: z.enum(['peak', 'average']),
    crestFactorDb: z.number().min(0).max(60),
    sourceVoltsRms: z.number().positive().max(1000),
  }),
};
const statedAmp = z.strictObject({ kind: z.literal('stated') });
const cardAmp = z.strictObject({ kind: z.literal('card'), card: cardRefSchema, balanced: z.boolean() });
export const pairRequestSchema = z.strictObject({
  ...pairRequest,
  amp: z.discriminatedUnion('kind', [
    statedAmp,
    cardAmp,
    z.strictObject({ kind: z.literal('run'), folder: z.string().min(1) }),
  ]),
});
export const pagePairRequestSchema = z.strictObject({
  ...pairRequest,
  amp: z.discriminatedUnion('kind', [
    statedAmp,
    cardAmp,
    z.strictObject({ kind: z.literal('run'), runId: z.string().min(1).max(200) }),
  ]),
});

/** What the person says to a prompt; mirrors `PromptAnswer` of core/run/effects.ts. */
export const promptAnswerSchema = z.strictObject({
  answer: z.enum(['done', 'skip', 'abort']),
  /** The load as read with a multimeter, ohms. */
  loadOhms: z.number().positive().optional(),
});

export const promptIdSchema = z.string().min(1).max(200);
/** Name of a run's folder; never a path. */
export const runIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,199}$/u, 'letters, digits, - and _ only');
export const folderSchema = z.string().min(1);
export const searchTextSchema = z.string().max(200);
export const runNoteTextSchema = z.string().trim().min(1).max(2000);
/** A photo to keep with a run: its bytes as base64, 4 MB at most. */
export const runPhotoSchema = z.strictObject({
  caption: z.string().trim().max(500),
  contentBase64: z.base64().max(5_600_000),
});
export const stepIdSchema = z.string().min(1).max(200);
export const reportFormatSchema = z.enum(['html', 'pdf', 'png', 'csv', 'md', 'json']);

export type CardRef = z.infer<typeof cardRefSchema>;
export type PlanRequest = z.infer<typeof planRequestSchema>;
export type PageVerifyRequest = z.infer<typeof pageVerifyRequestSchema>;
export type CalibrationRequest = z.infer<typeof calibrationRequestSchema>;
export type VerifyRequest = z.infer<typeof verifyRequestSchema>;
export type MeasureRequest = z.infer<typeof measureRequestSchema>;
export type MeasurementPreviewRequest = z.infer<typeof measurementPreviewRequestSchema>;
export type PageMeasureRequest = z.infer<typeof pageMeasureRequestSchema>;
export type PairRequest = z.infer<typeof pairRequestSchema>;
export type PagePairRequest = z.infer<typeof pagePairRequestSchema>;
export type ReportFormat = z.infer<typeof reportFormatSchema>;
export type PromptAnswerInput = z.infer<typeof promptAnswerSchema>;
export type RunPhotoInput = z.infer<typeof runPhotoSchema>;

export interface CardListing {
  readonly id: string;
  readonly maker: string | null;
  readonly product: string | null;
  readonly claimCount: number;
}

/** A card with the text it was read from, to which the spans of its claims point. */
export interface ReadCard {
  readonly text: string;
  readonly card: SpecCard;
}

/** A kind of measurement as a page offers it. */
export type KindListing = Pick<KindDefinition, 'kind' | 'title' | 'options' | 'roles'>;

/** What a measurement would put out, known before anything plays. */
export interface MeasurementPreview {
  /** In the order in which they will be asked for; each once. */
  readonly wirings: readonly Wiring[];
  readonly predictedOutputVoltsRms: number;
  readonly outputLimitVoltsRms: number;
  /** Each null where no load is connected. */
  readonly predictedLoadWatts: number | null;
  readonly loadLimitWatts: number | null;
}

export interface HeadphoneListing {
  readonly name: string;
  readonly nominalOhms: number | null;
  /** For people; empty where none is published. */
  readonly sensitivityText: string;
}

/** An amp and a headphone together, with the words of `ampbench pair`. */
export interface PairingAnswer {
  readonly pairing: Pairing;
  readonly answer: string;
  readonly rows: readonly (readonly [label: string, text: string])[];
}

export interface RunNote {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly text: string;
}

/** A photo that is kept with a run: without where and with what it was taken. */
export interface RunPhoto {
  /** ISO 8601, UTC: when it was added. */
  readonly at: string;
  /** May be empty. */
  readonly caption: string;
  /** In the run's folder of photos: named by its own sha256. */
  readonly file: string;
}

/** A photo as a page shows it. */
export interface ShownPhoto extends RunPhoto {
  /** Where it is had from this bench, with the key of its run. */
  readonly address: string;
}

export interface RunListing {
  readonly runId: string;
  readonly sort: 'verification' | 'measurement';
  /** The product, or the measurement's title. */
  readonly name: string;
  readonly rigName: string;
  /** Of the unit; absent where none was given. */
  readonly serial?: string;
  readonly simulated: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finished: boolean;
  /** Of a finished verification. */
  readonly summary: Readonly<Record<VerdictWord, number>> | null;
}

/** A run as it lies on disk; its result is null where it is not finished. */
export interface StoredRun {
  readonly listing: RunListing;
  readonly rig: Rig;
  readonly verification: Verification | null;
  readonly measurement: Measurement | null;
  readonly notes: readonly RunNote[];
}

export interface RigListing {
  readonly id: string;
  readonly name: string;
  readonly simulated: boolean;
  readonly sampleRateHz: number;
  /** On hand. */
  readonly loadsOhms: readonly number[];
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

/** What the inputs show. */
export interface TakeInput {
  /** Of each recorded input channel, from 1. */
  readonly levels: readonly InputLevel[];
  readonly spectrum: InputSpectrum;
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
      readonly preview: MeasurementPreview;
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
  /** While audio plays, 10 to 13 a second. `input`: since the last one. */
  | {
      readonly type: 'take-progress';
      readonly takeId: string;
      readonly framesDone: number;
      readonly framesTotal: number;
      readonly input: TakeInput;
    }
  /** The capture is safe on disk. `replayed`: it was there already, nothing played. `input`: levels of all of it, the spectrum of its middle. */
  | {
      readonly type: 'take-finished';
      readonly takeId: string;
      readonly file: string;
      readonly replayed: boolean;
      readonly input: TakeInput;
    }
  /** What a step found, in words: its figures with their uncertainty; and the claims that are decided by it. */
  | {
      readonly type: 'note';
      readonly stepId: string;
      readonly text: string;
      readonly decided: readonly ClaimVerdict[];
    }
  /** The engine died and was started again; the run goes on from the last finished take. */
  | { readonly type: 'engine-restarted'; readonly restartCount: number; readonly reason: string }
  | (RunStarted & { readonly type: 'run-finished'; readonly verification: Verification })
  | (RunStarted & { readonly type: 'measurement-finished'; readonly measurement: Measurement })
  | (RunStarted & { readonly type: 'run-failed'; readonly error: ErrorRecord })
  | LiveEvent;

/**
 * The engine. One run at a time: `verify` while one is under way is refused with `run-in-progress`.
 * Every method rejects with an AmpbenchError on its own side of a border; what crosses is its `ErrorRecord`.
 */
export interface Engine extends RigEngine, AcquisitionEngine {
  /** What the drivers of this machine list now, one entry for each driver. */
  devices(): Promise<readonly DriverListing[]>;
  cards(): Promise<readonly CardListing[]>;
  /** @throws AmpbenchError kind `card` where nothing in the text can be read as a specification */
  readCard(ref: CardRef): Promise<ReadCard>;
  rigs(): Promise<readonly RigListing[]>;
  plan(request: PlanRequest): Promise<PlannedRun>;
  kinds(): Promise<readonly KindListing[]>;
  /** @throws AmpbenchError where a load or resistor is not on hand, or the kind does not heed a setting */
  previewMeasurement(request: MeasurementPreviewRequest): Promise<MeasurementPreview>;
  /** Those whose name fits, spelling aside; the first 30. */
  headphones(filter: string): Promise<readonly HeadphoneListing[]>;
  pair(request: PairRequest): Promise<PairingAnswer>;
  /** The runs that lie in a folder, latest first; none where there is no such folder. */
  runs(runsFolder: string): Promise<readonly RunListing[]>;
  /** @throws AmpbenchError `data/not-a-run-folder` */
  readRun(folder: string): Promise<StoredRun>;
  /** Adds a note and returns all. */
  noteRun(folder: string, text: string): Promise<readonly RunNote[]>;
  /** @throws AmpbenchError `data/photos-damaged` */
  photos(folder: string): Promise<readonly RunPhoto[]>;
  /**
   * Adds a photo and returns all. What the file tells beside the picture is left out.
   * @throws AmpbenchError `data/not-a-photo` for what is neither JPEG nor PNG
   */
  addPhoto(folder: string, caption: string, content: Uint8Array): Promise<readonly RunPhoto[]>;
  /** Puts a run aside, so that `undeleteRun` brings it back. @throws AmpbenchError `storage/folder-in-use` */
  deleteRun(folder: string): Promise<void>;
  undeleteRun(folder: string): Promise<void>;
  /** Plays the calibration tone and says what each input recorded of it, rms re a full-scale sine; `cancel` ends it early. */
  calibrationTone(request: CalibrationRequest): Promise<readonly { channel: string; capturedRatio: number }[]>;
  /** Resolves as soon as the run has begun; how it goes and ends comes as events. */
  verify(request: VerifyRequest): Promise<RunStarted>;
  /**
   * Measures a step of an unfinished run anew, and what comes after it; the run is stopped first where it is under way. What was measured is put aside.
   * @throws AmpbenchError `usage/step-not-measured`, `usage/run-finished`
   */
  repeatStep(folder: string, stepId: string): Promise<RunStarted>;
  /** One measurement; begins like `verify`, and the same prompts, takes and limits hold. */
  measure(request: MeasureRequest): Promise<RunStarted>;
  /** @throws AmpbenchError `prompt-not-open` when that prompt is not waiting */
  answer(promptId: string, answer: PromptAnswerInput): Promise<void>;
  /** Fades the output and ends the run; resolves when nothing plays any more. Does nothing without a run. */
  cancel(): Promise<void>;
  /** @throws AmpbenchError of kind `safety` where the level passes a limit whatever the gain, `plan/load-missing` */
  previewLive(request: LiveRequest): Promise<LivePreview>;
  /**
   * Opens the live analyzer and begins to play; `cancel` ends it. It and a run exclude each other.
   * @throws AmpbenchError as `previewLive`, `usage/run-in-progress`, and what opening the device throws
   */
  openLive(request: LiveRequest): Promise<void>;
  /** Plays or reads something else from now on. @throws AmpbenchError as `previewLive`, `usage/no-live-session` */
  changeLive(change: LiveChange): Promise<void>;
  /** Keeps the input's last seconds in `folder`, which it makes: `capture.wav`, full scale = 1, and `capture.json`, what it is. */
  saveLive(request: LiveSave, folder: string): Promise<void>;
  /** Calls `listener` for every event from now on, until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Calls `listener` with every frame of the live analyzer (`LiveFrameHead`), until the returned function is called. */
  subscribeLive(listener: (frame: Uint8Array) => void): () => void;
}

/** The methods that cross a process border; `subscribe` becomes a stream of `EngineEvent` messages. */
export type EngineMethod = Exclude<keyof Engine, 'subscribe' | 'subscribeLive'>;

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
export interface PageCalls extends RigPageCalls {
  cards(): Promise<Outcome<readonly CardListing[]>>;
  readCard(ref: CardRef): Promise<Outcome<ReadCard>>;
  rigs(): Promise<Outcome<readonly RigListing[]>>;
  plan(request: PlanRequest): Promise<Outcome<PlannedRun>>;
  kinds(): Promise<Outcome<readonly KindListing[]>>;
  previewMeasurement(request: MeasurementPreviewRequest): Promise<Outcome<MeasurementPreview>>;
  headphones(filter: string): Promise<Outcome<readonly HeadphoneListing[]>>;
  pair(request: PagePairRequest): Promise<Outcome<PairingAnswer>>;
  runs(): Promise<Outcome<readonly RunListing[]>>;
  readRun(runId: string): Promise<Outcome<StoredRun>>;
  noteRun(runId: string, text: string): Promise<Outcome<readonly RunNote[]>>;
  photos(runId: string): Promise<Outcome<readonly ShownPhoto[]>>;
  addPhoto(runId: string, photo: RunPhotoInput): Promise<Outcome<readonly ShownPhoto[]>>;
  deleteRun(runId: string): Promise<Outcome<null>>;
  undeleteRun(runId: string): Promise<Outcome<null>>;
  verify(request: PageVerifyRequest): Promise<Outcome<RunStarted>>;
  measure(request: PageMeasureRequest): Promise<Outcome<RunStarted>>;
  /** Goes on with an unfinished run. */
  resume(runId: string): Promise<Outcome<RunStarted>>;
  repeatStep(runId: string, stepId: string): Promise<Outcome<RunStarted>>;
  answer(promptId: string, answer: PromptAnswerInput): Promise<Outcome<null>>;
  cancel(): Promise<Outcome<null>>;
  previewLive(request: LiveRequest): Promise<Outcome<LivePreview>>;
  openLive(request: LiveRequest): Promise<Outcome<null>>;
  changeLive(change: LiveChange): Promise<Outcome<null>>;
  /** Gives the name of the folder that was made beside the runs. */
  saveLive(request: LiveSave): Promise<Outcome<string>>;
  /** A live frame has been taken in; without these no more are sent. */
  liveTaken(): void;
  /** Asks for the controls; granted when no page holds them. */
  takeControl(): Promise<Outcome<Seat>>;
  /** Address of a finished run's report on this server, with a key that opens the reports of this one run only. */
  reportPath(runId: string, format: ReportFormat): Promise<Outcome<string>>;
}

/** What the bench server sends to a page. */
export interface PageEvents {
  /** Sent once, on connecting: every event of the current or last run (but its progress), so a page opened late shows the same. */
  welcome(seat: Seat, events: readonly EngineEvent[]): void;
  seat(seat: Seat): void;
  event(event: EngineEvent): void;
}
