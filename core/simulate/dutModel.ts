import type { SampleFormat } from '../signal/types.ts';
import type { InputImpedance, OutputImpedance } from './circuit.ts';
import type { HarmonicRatios } from './distortion.ts';
import type { Crosstalk } from './interfaceModel.ts';
import type { PlayerClockModel } from './playerClock.ts';

/** What stands behind one output socket. */
export interface OutputStage {
  readonly outputImpedance: OutputImpedance;
  /** Harmonics of a sine of `atVoltsRms` behind the output impedance; they grow by 1 dB and 2 dB for each dB. */
  readonly distortion: HarmonicRatios & { readonly atVoltsRms: number };
  /** Where the output stage begins to bend and what it never passes without load, volts peak behind the output impedance. */
  readonly kneeVoltsPeak: number;
  readonly limitVoltsPeak: number;
  /** Most current it delivers. */
  readonly limitAmpsPeak: number;
  /** Resistance of the supply and of the output devices: the limit's own, which a level below the limit does not feel. Absent: none. */
  readonly limitOhms?: number;
  /** White noise behind the output impedance. */
  readonly noiseVoltsPerRootHz: number;
  readonly crosstalk: Crosstalk;
}

/** One of several output sockets: what it has of its own; the rest it has from the device. */
export interface DutOutput extends Partial<OutputStage> {
  /** Every name a card may call it by. */
  readonly names: readonly string[];
  readonly balanced: boolean;
  /** Added to the device's gain. */
  readonly gainOffsetDb: number;
}

/** One of several gain settings. */
export interface DutGain {
  /** Every name a card may call it by. */
  readonly names: readonly string[];
  /** Added to the device's gain. */
  readonly gainOffsetDb: number;
}

/** A device's own converter: it plays to its amplifier what a computer sends, on its own clock. */
export interface DigitalInput {
  /** The device's name as the computer lists it. */
  readonly deviceName: string;
  readonly channelCount: number;
  readonly sampleRatesHz: readonly number[];
  readonly formats: readonly SampleFormat[];
  readonly defaultFormat: SampleFormat;
  /** What the converter resolves; longer words are rounded. */
  readonly bits: number;
  /** What a sine of 0 dBFS gives at the amplifier's input. */
  readonly fullScaleVoltsRms: number;
  readonly clock: PlayerClockModel;
  /** From the first played frame to the converter's output, at every rate. */
  readonly latencyFrames: number;
  /** White noise at the amplifier's input. */
  readonly noiseVoltsPerRootHz: number;
  /** At full scale. */
  readonly harmonics: HarmonicRatios;
  /** The reconstruction filter's loss at half the sample rate, as a share of 1, along a cosine. */
  readonly droopRatio: number;
}

/** A device under test as it really is, with its volume fully up. */
export interface DutModel extends OutputStage {
  readonly id: string;
  readonly name: string;
  /** From its own input to the first output's terminals, unloaded, at 1 kHz, at 0 dB of gain offset; one for each channel, left first. */
  readonly gainDb: readonly [number, number];
  readonly inverting: boolean;
  /** Null: no analogue input. */
  readonly inputImpedance: InputImpedance | null;
  /** Absent: no digital input. */
  readonly digitalInput?: DigitalInput;
  /** −3 dB of its one-pole low end; null: direct coupled. */
  readonly lowCornerHz: number | null;
  /** −3 dB of its one-pole top end. */
  readonly highCornerHz: number;
  /** Switches its output off when its input has been silent for a while; null: never. */
  readonly autoMute: { readonly belowInputVoltsPeak: number; readonly holdSeconds: number } | null;
  /** Absent: one output, single-ended, that a card may call what it likes. */
  readonly outputs?: readonly DutOutput[];
  /** Absent: one gain, that a card may call what it likes. In rising order. */
  readonly gains?: readonly DutGain[];
}
