import { z } from 'zod';
import type { ErrorRecord } from '../../core/errors.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { rigRefSchema } from './rigRef.ts';

// The live analyzer's part of the contract.

const hertz = z.number().positive().max(1_000_000);
const signalSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('off') }),
  z.strictObject({ kind: z.literal('sine'), frequencyHz: hertz }),
  z.strictObject({
    kind: z.literal('two-tone'),
    frequenciesHz: z.tuple([hertz, hertz]),
    ratio: z.number().positive().max(1000),
  }),
  z.strictObject({ kind: z.literal('multitone') }),
  z.strictObject({ kind: z.literal('sweep'), lowHz: hertz, highHz: hertz }),
  z.strictObject({ kind: z.literal('noise'), colour: z.enum(['white', 'pink']) }),
  z.strictObject({ kind: z.literal('square'), frequencyHz: hertz }),
]);

export const liveGeneratorSchema = z.strictObject({
  signal: signalSchema,
  /** At the DUT's output in volts rms, or at the generator in the unit of its drive: volts rms, or FS (1 = rms of a full-scale sine). */
  level: z.discriminatedUnion('at', [
    z.strictObject({ at: z.literal('output'), voltsRms: z.number().positive().max(1000) }),
    z.strictObject({ at: z.literal('generator'), driveRms: z.number().positive().max(1000) }),
  ]),
  channels: z.enum(['both', 'left', 'right']),
  /** Tones are moved onto the analyzer's bins. */
  snap: z.boolean(),
});

export const liveAnalyzerSchema = z.strictObject({
  options: z.strictObject({
    bandHz: z.tuple([z.number().min(0), z.number().positive()]),
    denominator: z.enum(['total', 'fundamental']),
    weighting: z.enum(['unweighted', 'a']),
    averaging: z.strictObject({ kind: z.enum(['off', 'linear', 'exponential']), count: z.int().min(1).max(1000) }),
    peakHold: z.boolean(),
  }),
  /** What the page shows of the spectrum, on a logarithmic axis. */
  view: z.strictObject({ lowHz: hertz, highHz: hertz, columns: z.int().min(1).max(8192) }),
  scope: z.strictObject({ seconds: z.number().positive().max(0.2), columns: z.int().min(16).max(8192) }),
});

export const liveRequestSchema = z.strictObject({
  rig: rigRefSchema,
  path: z.enum(['dut', 'loopback']),
  /** Which of the DUT's inputs is driven; a loopback is always analogue. */
  drive: z.enum(['analogue', 'digital']),
  /** On hand; null: nothing on the DUT's output but the interface. */
  loadOhms: z.number().positive().nullable(),
  generator: liveGeneratorSchema,
  analyzer: liveAnalyzerSchema,
});

/** What is left out stays as it is. */
export const liveChangeSchema = z.strictObject({
  generator: liveGeneratorSchema.exactOptional(),
  analyzer: liveAnalyzerSchema.exactOptional(),
});

export const liveSaveSchema = z.strictObject({ seconds: z.number().positive().max(10) });

export type LiveGenerator = z.infer<typeof liveGeneratorSchema>;
export type LiveAnalyzerRequest = z.infer<typeof liveAnalyzerSchema>;
export type LiveRequest = z.infer<typeof liveRequestSchema>;
export type LiveChange = z.infer<typeof liveChangeSchema>;
export type LiveSave = z.infer<typeof liveSaveSchema>;

/** What a live session would put out at most, known before anything plays. */
export interface LivePreview {
  readonly rig: Rig;
  readonly wiring: Wiring;
  /** Volts rms at the DUT's output; null where the level is the generator's and the gain is not known. */
  readonly outputVoltsRms: number | null;
  /** The highest that the engine would let through, whatever the gain. */
  readonly outputLimitVoltsRms: number;
  readonly outputLimitBy: string;
  /** Of every level of the generator. */
  readonly driveUnit: 'V' | 'FS';
  readonly driveLimitRms: number;
  /** Each null where no load is connected; of the asked level, or where that is not known of the limit. */
  readonly loadWatts: number | null;
  readonly loadLimitWatts: number | null;
  readonly frequenciesHz: readonly number[];
}

/** What the generator does now. */
export interface LiveOutput {
  /** `rising`: on its way to the asked level. `muted`: silent because of `error`. */
  readonly state: 'silent' | 'rising' | 'on' | 'muted';
  /** What is asked for. */
  readonly generator: LiveGenerator;
  /** In the unit of the drive: volts, or FS. */
  readonly driveRms: number;
  /** Volts at the output per unit of drive as it came back; null: not known yet. */
  readonly gainRatio: number | null;
  /** What is really played. */
  readonly frequenciesHz: readonly number[];
  readonly error: ErrorRecord | null;
}

/** Events of a live session: it begins with `live-started` and ends with `live-ended`. */
export type LiveEvent =
  | {
      readonly type: 'live-started';
      readonly rig: Rig;
      readonly simulated: boolean;
      readonly wiring: Wiring;
      readonly spectrumPoints: number;
    }
  | { readonly type: 'live-output'; readonly output: LiveOutput }
  /** `error` null: it was ended by a person. */
  | { readonly type: 'live-ended'; readonly error: ErrorRecord | null };

/** Read-outs of one channel, volts; as `LiveReading` of core/measure/live. */
export interface LiveChannelFrame {
  readonly name: string;
  readonly dc: number;
  readonly levelRms: number;
  readonly peak: number;
  readonly clippedSamples: number;
  readonly frequencyHz: number | null;
  readonly fundamentalRms: number | null;
  readonly thdnRatio: number | null;
  readonly thdRatio: number | null;
  readonly noiseRms: number;
  readonly humRms: number;
  readonly mainsHz: 50 | 60;
  readonly harmonicRms: readonly number[];
  readonly harmonicIsBound: readonly boolean[];
}

/**
 * The head of a live frame. On the wire a frame is bytes, little endian: the head's length in bytes (Uint32, a multiple of 4), the head as JSON padded with
 * spaces, then Float32 arrays: the points' frequencies, Hz; for each channel the lowest and the highest rms of each point, where `held` the held ones; for
 * each channel the scope's lowest and highest volts of each column.
 */
export interface LiveFrameHead {
  readonly sequence: number;
  /** Since the session began. */
  readonly elapsedSeconds: number;
  /** Spectra in the average. */
  readonly averaged: number;
  /** Input frames that the analyzer had to leave out because this machine was busy. */
  readonly lostFrames: number;
  readonly points: number;
  readonly held: boolean;
  readonly scopeColumns: number;
  readonly scopeSeconds: number;
  readonly channels: readonly LiveChannelFrame[];
}
