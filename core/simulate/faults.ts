import type { XrunKind } from '../signal/types.ts';

/** Which take a fault strikes, counted from 1; `every`: all of them. */
export type FaultTake = number | 'every';

/** Things that go wrong on real benches, for tests and demonstrations. Seconds count from the first captured frame. */
export type Fault =
  /** Frames lost on the way in (or captured twice). `reported`: the stream admits it with an xrun. */
  | {
      readonly kind: 'drop-frames' | 'repeat-frames';
      readonly take: FaultTake;
      readonly atSeconds: number;
      readonly frames: number;
      readonly reported?: boolean;
    }
  /** The driver delivers digital zero for a while. */
  | { readonly kind: 'zero-frames'; readonly take: FaultTake; readonly atSeconds: number; readonly frames: number }
  /** The device's output goes silent for a while, as with a protection relay. */
  | { readonly kind: 'mute'; readonly take: FaultTake; readonly atSeconds: number; readonly seconds: number }
  /** The person says done but leaves this load on (null: none). */
  | { readonly kind: 'load-not-changed'; readonly loadOhms: number | null }
  /** The device under test is not switched on. */
  | { readonly kind: 'dead-dut' }
  /** The interface's input stage clips early: at this share of its full scale. */
  | { readonly kind: 'input-clipping'; readonly take: FaultTake; readonly limitRatio: number }
  /** The device goes away in the middle of a take. */
  | { readonly kind: 'stream-error'; readonly take: FaultTake; readonly atSeconds: number }
  /** The hardware runs at another rate than asked for. */
  | { readonly kind: 'wrong-rate'; readonly take: FaultTake; readonly actualSampleRateHz: number };

export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { readonly kind: Kind }>;

/** The faults of one kind that strike a take, in the order given. */
export function faultsIn<Kind extends Fault['kind']>(
  faults: readonly Fault[],
  takeNumber: number,
  ...kinds: readonly Kind[]
): FaultOf<Kind>[] {
  return faults.filter(
    (fault): fault is FaultOf<Kind> =>
      kinds.some((kind) => kind === fault.kind) &&
      (!('take' in fault) || fault.take === 'every' || fault.take === takeNumber),
  );
}

/** A stretch of captured frames, end exclusive. */
export interface FrameRange {
  readonly start: number;
  readonly end: number;
}

type FrameFault = FaultOf<'drop-frames' | 'repeat-frames' | 'zero-frames'>;

const frameAt = (seconds: number, sampleRateHz: number): number => Math.round(seconds * sampleRateHz);

/** Frames that must be computed beyond the wanted ones, because some will be lost. */
export const framesLostTo = (faults: readonly FrameFault[]): number =>
  faults.reduce((sum, fault) => sum + (fault.kind === 'drop-frames' ? fault.frames : 0), 0);

/** Loses, repeats and blanks frames of an interleaved capture, one fault after the other; returns `frameCount` frames. */
export function damageFrames(
  captured: Float32Array,
  channelCount: number,
  frameCount: number,
  sampleRateHz: number,
  faults: readonly FrameFault[],
): Float32Array {
  let frames = captured;
  for (const fault of faults) {
    const at = Math.min(frameAt(fault.atSeconds, sampleRateHz) * channelCount, frames.length);
    const count = fault.frames * channelCount;
    if (fault.kind === 'zero-frames') {
      frames.fill(0, at, at + count);
    } else if (fault.kind === 'drop-frames') {
      const kept = new Float32Array(frames.length - Math.min(count, frames.length - at));
      kept.set(frames.subarray(0, at));
      kept.set(frames.subarray(at + count), at);
      frames = kept;
    } else {
      const longer = new Float32Array(frames.length + Math.min(count, at));
      longer.set(frames.subarray(0, at));
      longer.set(frames.subarray(Math.max(at - count, 0)), at);
      frames = longer;
    }
  }
  return frames.length === frameCount * channelCount ? frames : frames.slice(0, frameCount * channelCount);
}

/** The xruns a stream reports for the damage that it admits. */
export function reportedXruns(
  faults: readonly FrameFault[],
  sampleRateHz: number,
): { readonly kind: XrunKind; readonly atFrame: number }[] {
  return faults
    .filter((fault) => 'reported' in fault && fault.reported)
    .map((fault) => ({
      kind: fault.kind === 'drop-frames' ? 'input-overflow' : 'input-underflow',
      atFrame: frameAt(fault.atSeconds, sampleRateHz),
    }));
}
