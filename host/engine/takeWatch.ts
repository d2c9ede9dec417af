import { InputMeter } from '../../core/measure/live/inputMeter.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import type { TakeInput } from '../../electron/ipc/contract.ts';
import type { PlayrecProgress } from '../audio/audioIo.ts';

/** How far a take is and what comes in. */
export interface TakeProgress {
  readonly framesDone: number;
  readonly framesTotal: number;
  readonly input: TakeInput;
}

/** With a driver that tells every 40 ms: more than the ten readings a second that a meter needs. */
const READING_MS = 75;
/** Read at once at most. */
const BLOCK_FRAMES = 16_384;

/** Watches the inputs of a run's takes: while they are recorded, and each as a whole. */
export class TakeWatch {
  readonly #rig: Rig;
  #meter: InputMeter | null = null;

  constructor(rig: Rig) {
    this.#rig = rig;
  }

  /** @returns what to call with a new take's progress; `tell` is called at most 13 times a second */
  follow(channelCount: number, tell: (progress: TakeProgress) => void): (progress: PlayrecProgress) => void {
    const meter = this.#begin(channelCount);
    const block = new Float32Array(BLOCK_FRAMES * channelCount);
    let framesRead = 0;
    let toldAtMs = performance.now();
    return ({ framesDone, framesTotal, read }) => {
      if (performance.now() - toldAtMs < READING_MS) return;
      toldAtMs = performance.now();
      for (let frameCount = read(framesRead, block); frameCount > 0; frameCount = read(framesRead, block)) {
        meter.add(block.subarray(0, frameCount * channelCount));
        framesRead += frameCount;
      }
      tell({ framesDone, framesTotal, input: { levels: meter.levels(), spectrum: meter.spectrum() } });
    };
  }

  /** Levels of the whole capture, the spectrum of its middle. */
  whole({ frames, channelCount }: Pick<RawCapture, 'frames' | 'channelCount'>): TakeInput {
    const meter = this.#begin(channelCount);
    const half = channelCount * Math.ceil(frames.length / channelCount / 2);
    meter.add(frames.subarray(0, half));
    const spectrum = meter.spectrum();
    meter.add(frames.subarray(half));
    return { levels: meter.levels(), spectrum };
  }

  #begin(channelCount: number): InputMeter {
    this.#meter ??= new InputMeter(this.#rig);
    this.#meter.begin(channelCount);
    return this.#meter;
  }
}
