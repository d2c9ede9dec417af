import type { DeviceFrames, StreamReport } from '../../core/signal/types.ts';
import type { StreamRequest } from './audioIo.ts';

/** A stream without an end, for meters: something plays round and round, and the input's last frames can be read. */
export interface LiveStream {
  /** Plays these frames round and round from now on. What played before fades out, then this fades in: 20 ms each. */
  play(frames: DeviceFrames): void;
  /**
   * Copies what has come in from `fromFrame` on, interleaved, into `target` (full scale = 1).
   * @returns the first frame that was copied (later than asked for where the reader was too slow) and how many
   */
  read(fromFrame: number, target: Float32Array): { readonly fromFrame: number; readonly frameCount: number };
  /** Frames that have come in. */
  framesDone(): number;
  /** Fades the output to silence and ends the stream; `ended` then resolves. */
  stop(): void;
  /** @throws AmpbenchError as `playrec` does, where the stream ends by itself */
  readonly ended: Promise<StreamReport>;
}

/** What a driver needs to open a live stream. */
export interface LiveRequest extends StreamRequest {
  /** Frames of input to hold for the reader; three quarters of them can be read. */
  readonly ringFrames: number;
}
