import type { InputImpedance, OutputImpedance } from './circuit.ts';
import type { HarmonicRatios } from './distortion.ts';
import type { Crosstalk } from './interfaceModel.ts';

/** A device under test as it really is: an amplifier with an analogue input for each channel. */
export interface DutModel {
  readonly id: string;
  readonly name: string;
  /** From its own input to its own output terminals, unloaded, at 1 kHz; one for each channel, left first. */
  readonly gainDb: readonly [number, number];
  readonly inverting: boolean;
  readonly inputImpedance: InputImpedance;
  readonly outputImpedance: OutputImpedance;
  /** −3 dB of its one-pole low end; null: direct coupled. */
  readonly lowCornerHz: number | null;
  /** −3 dB of its one-pole top end. */
  readonly highCornerHz: number;
  /** Harmonics of a sine of `atVoltsRms` behind the output impedance; they grow by 1 dB and 2 dB for each dB. */
  readonly distortion: HarmonicRatios & { readonly atVoltsRms: number };
  /** Where the output stage begins to bend and what it never passes, volts peak behind the output impedance. */
  readonly kneeVoltsPeak: number;
  readonly limitVoltsPeak: number;
  /** Most current it delivers. */
  readonly limitAmpsPeak: number;
  /** White noise behind the output impedance. */
  readonly noiseVoltsPerRootHz: number;
  readonly crosstalk: Crosstalk;
  /** Switches its output off when its input has been silent for a while; null: never. */
  readonly autoMute: { readonly belowInputVoltsPeak: number; readonly holdSeconds: number } | null;
}
