import { z } from 'zod';

const positive = z.number().positive();
const relative = z.number().min(0).max(1);
const sampleFormat = z.enum(['float32', 'int16', 'int24', 'int32']);

/** One signal path: an output that drives the DUT and the input that measures it. Channels count from 1. */
const rigChannel = z.strictObject({
  name: z.string().min(1),
  outputChannel: z.int().min(1),
  inputChannel: z.int().min(1),
});

/**
 * A rig: the audio interface, its channels, its calibration and the loads on hand. Uncertainties are relative,
 * expanded (k = 2). Saved as JSON; the command line accepts the file's path wherever it accepts a rig.
 */
export const rigSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9:/._-]*$/, 'lower-case letters, digits and : / . _ - only'),
  name: z.string().min(1),
  driver: z.enum(['portaudio', 'naudiodon', 'simulated']),
  /** Part of the device's name as `ampbench devices` lists it. Two devices are two clocks unless `clock` says shared. */
  outputDevice: z.string().min(1),
  inputDevice: z.string().min(1),
  hostApi: z.string().min(1).nullable(),
  sampleRateHz: z.int().min(8000).max(1536000),
  format: sampleFormat,
  clock: z.enum(['shared', 'separate']),
  channels: z.array(rigChannel).min(1).max(8),
  /** A spare output cabled straight to a spare input: the common time reference of every capture. Null: none. */
  timeReference: z.strictObject({ outputChannel: z.int().min(1), inputChannel: z.int().min(1) }).nullable(),
  output: z.strictObject({
    /** Open-circuit volts rms of a 0 dBFS sine. */
    fullScaleVoltsRms: positive,
    relativeUncertainty: relative,
    /** Source impedance, leg to leg when balanced. */
    sourceOhms: z.number().min(0),
    /** Never play more than this, whatever the plan asks. */
    maxVoltsRms: positive,
    balanced: z.boolean(),
  }),
  /**
   * The DUT as a player on its own clock, at this rig's sampling rate: a DAC, or a DAC/amp's digital input. Stimuli of claims about its digital input go
   * there, in FS (1 = rms of a full-scale sine), and the interface only records. Absent: none.
   */
  digitalOutput: z
    .strictObject({
      /** Part of the device's name as `ampbench devices` lists it. */
      device: z.string().min(1),
      hostApi: z.string().min(1).nullable(),
      format: sampleFormat,
      /** Its output channel for each of the rig's channels. Channels count from 1. */
      channels: z.tuple([z.int().min(1), z.int().min(1)]),
      /** Never play more than this share of full scale. Absent: all of it. */
      maxFullScale: z.number().positive().max(1).exactOptional(),
    })
    .exactOptional(),
  input: z.strictObject({
    /** Volts rms at the input socket (before any divider) of a 0 dBFS sine. */
    fullScaleVoltsRms: positive,
    relativeUncertainty: relative,
    inputOhms: positive,
    /** Volts in front of the divider per volt at the interface; 1 without a divider. */
    dividerRatio: z.number().min(1),
    /** Above this the input is in danger; at most full scale. Volts rms in front of the divider. */
    maxVoltsRms: positive,
    balanced: z.boolean(),
    /** `ac`: the input cannot see DC. Absent: not known, which is the same for whoever wants to believe a figure. */
    coupling: z.enum(['ac', 'dc']).exactOptional(),
  }),
  /** Both directions of the cable between DUT output and load, ohms, as part of what the load measures. */
  cableOhms: z.number().min(0),
  /** Resistors on hand, one for each channel. */
  loads: z.array(z.strictObject({ ohms: positive, relativeTolerance: relative, ratedWatts: positive })),
  /** The resistor put in series with the drive to measure input impedance; null: none on hand. */
  seriesResistor: z.strictObject({ ohms: positive, relativeTolerance: relative }).nullable(),
  limits: z.strictObject({
    /** Most volts rms the person allows at the DUT's output. */
    outputVoltsRms: positive,
    /** Share of a load's rating that may be used. */
    loadRatingShare: z.number().positive().max(1),
    /** A headphone that is, or may be, plugged in while the DUT plays, and how loud it may get. Absent: none is. */
    headphone: z
      .strictObject({
        name: z.string().min(1),
        /** dB SPL at 1 V rms. */
        dbSplPerVolt: z.number().min(40).max(160),
        /** dB SPL of a sine with the same peaks. */
        maxSplDb: z.number().min(40).max(120),
      })
      .exactOptional(),
  }),
});

/** A rig as `rigSchema` reads it. */
export type Rig = z.infer<typeof rigSchema>;
export type RigLoad = Rig['loads'][number];
