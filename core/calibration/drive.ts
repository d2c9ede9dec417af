import type { Wiring } from '../planner/plan.ts';
import { rangeOf } from '../signal/deviceFrames.ts';
import type { SampleFormat } from '../signal/types.ts';
import type { Rig } from './rig.ts';
import { AmpbenchError } from '../errors.ts';

/** What plays in a wiring, and what a level of its drive means. */
export interface Drive {
  readonly kind: Wiring['drive'];
  /** Of every level of drive: volts rms at the generator's terminals, or FS (1 = rms of a full-scale sine). */
  readonly unit: 'V' | 'FS';
  /** Level of a 0 dBFS sine. */
  readonly fullScaleRms: number;
  /** Highest level that may be played. */
  readonly maxRms: number;
  /** Where a search for the gain begins: 60 dB under 1 V or full scale (MEASUREMENTS, safety before figures). */
  readonly firstRms: number;
  readonly format: SampleFormat;
  /** The player's output channel for each of the rig's channels. Channels count from 1. */
  readonly outputChannels: readonly number[];
  /** The interface's own loop; null where it has none or does not play. */
  readonly timeReference: Rig['timeReference'];
}

/**
 * What plays in a wiring of a rig.
 * @throws AmpbenchError `rig/digital-output-missing` for a digital drive on a rig that names no digital output
 */
export function driveOf(rig: Rig, wiring: Pick<Wiring, 'path' | 'drive'>): Drive {
  if (wiring.path === 'loopback' || wiring.drive === 'analogue') {
    return {
      kind: 'analogue',
      unit: 'V',
      fullScaleRms: rig.output.fullScaleVoltsRms,
      maxRms: rig.output.maxVoltsRms,
      firstRms: FIRST_RATIO,
      format: rig.format,
      outputChannels: rig.channels.map(({ outputChannel }) => outputChannel),
      timeReference: rig.timeReference,
    };
  }
  const { digitalOutput } = rig;
  if (digitalOutput === undefined) {
    throw new AmpbenchError(
      'rig',
      'digital-output-missing',
      `rig ${rig.id} names no digitalOutput but the DUT's digital input is to be driven`,
      { rigId: rig.id },
      'Name the DUT as output device in the rig: digitalOutput.device, as ampbench devices lists it.',
    );
  }
  const { format, channels, maxFullScale = 1 } = digitalOutput;
  return {
    kind: 'digital',
    unit: 'FS',
    fullScaleRms: 1,
    // Dither needs a step of room at each end: 0 dBFS is played 0.0005 dB lower with 16 bits
    maxRms: Math.min(maxFullScale, rangeOf(format, true).highest),
    firstRms: FIRST_RATIO,
    format,
    outputChannels: rig.channels.map((_, index) => channels[index % channels.length]),
    timeReference: null,
  };
}

const FIRST_RATIO = 1e-3;
