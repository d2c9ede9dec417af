import { z } from 'zod';

const hertz = z.number().positive();
const ohms = z.number().positive();

/**
 * What a person may set of a measurement; a kind names those it heeds and has its own defaults. One schema for the command line, the engine's door and
 * a stored measurement. Units stand in the names.
 */
export const measureSettingsSchema = z.strictObject({
  /** Test tone. */
  frequencyHz: hertz.optional(),
  /** The tones of a stepped measurement, ascending. */
  frequenciesHz: z.array(hertz).min(1).max(1000).optional(),
  /** Residual, noise or response band. */
  bandHz: z.tuple([z.number().min(0), hertz]).optional(),
  harmonicCount: z.int().min(2).max(100).optional(),
  /** What counts as the fundamental in THD+N; the presets stand in docs/spec/thdn.md. */
  method: z.enum(['lobe', 'aes17-notch', 'ap-bandreject', 'octave']).optional(),
  denominator: z.enum(['total', 'fundamental']).optional(),
  /** Length of each tone or of the whole stimulus. */
  seconds: z.number().positive().max(3600).optional(),
  /** Steps of a stepped measurement, or points for each octave of a curve. */
  points: z.int().min(2).max(10_000).optional(),
  /** Lowest level of a stepped measurement, dB re its highest. */
  lowestDb: z.number().min(-160).max(0).optional(),
  /** How often each capture is taken, in turns: open, loaded, loaded, open. */
  passes: z.int().min(1).max(16).optional(),
  /** The load on the DUT's output while `loaded` (or while power is measured). */
  loadOhms: ohms.optional(),
  /** Relative, k = 2. */
  loadTolerance: z.number().min(0).max(1).optional(),
  /** What the interface's input is to the DUT's output. */
  interfaceOhms: ohms.optional(),
  /** The resistor in series with the drive. */
  seriesOhms: ohms.optional(),
  /** Relative, k = 2. */
  seriesTolerance: z.number().min(0).max(1).optional(),
  /** Output impedance of what drives the DUT. */
  sourceOhms: z.number().min(0).optional(),
  /** The capture channel (from 1) that is cabled straight to the player: the common time reference. */
  timeReferenceChannel: z.int().min(1).max(64).optional(),
  /** The driven channel (from 1) of a crosstalk capture; found from the levels when absent. */
  drivenChannel: z.int().min(1).max(64).optional(),
  /** THD+N at which maximum output is read. */
  thdnLimitRatio: z.number().positive().max(1).optional(),
  /** Level that stands for full output in SNR and dynamic range, in the capture's unit (FS: 1 = full-scale sine). */
  fullLevelRms: z.number().positive().optional(),
  /** 50 or 60 Hz; found when absent. */
  mainsHz: z.union([z.literal(50), z.literal(60)]).optional(),
  /** Low-pass of the DIM square wave. */
  dimLowPassHz: z.union([z.literal(30_000), z.literal(100_000)]).optional(),
  /** What CCIF intermodulation is relative to: the sum of both tones, or f2 alone (6.02 dB higher). */
  imdReference: z.enum(['sum', 'f2']).optional(),
});

/** Settings as `measureSettingsSchema` reads them; what is absent has the kind's default. */
export type MeasureSettings = z.infer<typeof measureSettingsSchema>;
