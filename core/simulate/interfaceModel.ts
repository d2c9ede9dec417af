import type { Rig } from '../calibration/rig.ts';
import type { SampleFormat } from '../signal/types.ts';
import type { HarmonicRatios } from './distortion.ts';
import type { PlayerClockModel } from './playerClock.ts';

/** A tone of the mains that gets into the inputs. */
export interface HumTone {
  readonly frequencyHz: number;
  readonly voltsRms: number;
}

/** An audio interface as it really is; its rig states what a person would know of it. Volts are rms of a sine. */
export interface InterfaceModel {
  readonly id: string;
  readonly name: string;
  readonly outputDevice: string;
  readonly inputDevice: string;
  readonly sampleRatesHz: readonly number[];
  readonly defaultSampleRateHz: number;
  readonly formats: readonly SampleFormat[];
  readonly defaultFormat: SampleFormat;
  /** From the first played to the first recorded frame, at every rate. */
  readonly latencyFrames: number;
  /** Null: inputs and outputs run on one clock. */
  readonly playerClock: PlayerClockModel | null;
  readonly output: {
    readonly channelCount: number;
    /** Open circuit. */
    readonly fullScaleVoltsRms: number;
    readonly sourceOhms: number;
    readonly balanced: boolean;
    readonly noiseVoltsPerRootHz: number;
    /** At full scale. */
    readonly harmonics: HarmonicRatios;
    /** Loss at half the sample rate, as a share of 1, along a cosine. */
    readonly droopRatio: number;
  };
  readonly input: {
    readonly channelCount: number;
    readonly fullScaleVoltsRms: number;
    readonly inputOhms: number;
    readonly balanced: boolean;
    readonly noiseVoltsPerRootHz: number;
    readonly harmonics: HarmonicRatios;
    readonly droopRatio: number;
    /** Corner of the input's AC coupling. */
    readonly lowCornerHz: number;
    readonly hum: readonly HumTone[];
    readonly crosstalk: Crosstalk;
  };
  readonly calibration: {
    /** Relative, k = 2, of each full scale. What the rig states differs from the truth by a normal draw with half of this. */
    readonly relativeUncertainty: number;
    /** Standard deviation of each channel's own gain around the truth, relative; small against the uncertainty. */
    readonly channelSpreadRatio: number;
  };
  readonly rig: Pick<
    Rig,
    'clock' | 'channels' | 'timeReference' | 'cableOhms' | 'loads' | 'seriesResistor' | 'limits'
  > & { readonly maxOutputVoltsRms: number; readonly maxInputVoltsRms: number };
}

/** What leaks from one channel into its neighbour: a flat part and a part that rises 6 dB per octave, 90° ahead. */
export interface Crosstalk {
  readonly flatRatio: number;
  /** The rising part's amplitude at 20 kHz. */
  readonly risingRatioAt20kHz: number;
}
