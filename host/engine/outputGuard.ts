import type { Rig } from '../../core/calibration/rig.ts';
import type { AmpbenchError } from '../../core/errors.ts';
import type { Take } from '../../core/run/effects.ts';
import { cameBackOverLimit, wiringLimit } from '../../core/run/takeSafety.ts';
import type { PlayrecProgress } from '../audio/audioIo.ts';

/** A limit that is passed by no more is rounding and noise on a peak. */
const SLACK = 1.05;
/** Read at once at most. */
const BLOCK_FRAMES = 16_384;

/** Listens to what comes back while a take plays: a volume that was turned up, or a unit that breaks, must not go on playing. */
export class OutputGuard {
  readonly #rig: Rig;
  readonly #take: Take;
  readonly #block: Float32Array;
  #framesRead = 0;

  constructor(rig: Rig, take: Take) {
    this.#rig = rig;
    this.#take = take;
    this.#block = new Float32Array(BLOCK_FRAMES * take.inputChannelCount);
  }

  /** @returns what is wrong, once something came back over a limit; null: nothing is */
  hear({ read }: PlayrecProgress): AmpbenchError | null {
    const { input, channels } = this.#rig;
    const { id, inputChannelCount, wiring } = this.#take;
    const limit = wiringLimit(this.#rig, wiring);
    const voltsPerUnit = input.fullScaleVoltsRms * Math.SQRT2 * input.dividerRatio;
    const highest = (limit.voltsRms * Math.SQRT2 * SLACK) / voltsPerUnit;
    for (let count = read(this.#framesRead, this.#block); count > 0; count = read(this.#framesRead, this.#block)) {
      this.#framesRead += count;
      for (const { inputChannel } of channels) {
        for (let at = inputChannel - 1; at < count * inputChannelCount; at += inputChannelCount) {
          const value = Math.abs(this.#block[at]);
          if (value > highest) return cameBackOverLimit(id, (value * voltsPerUnit) / Math.SQRT2, limit);
        }
      }
    }
    return null;
  }
}
