import type { Rig } from '../../core/calibration/rig.ts';
import { LOOPBACK } from '../../core/planner/wiring.ts';
import { createBenchContext, type BenchContext } from '../../core/run/context.ts';
import type { Procedure, Take } from '../../core/run/effects.ts';
import { createRandom } from '../../core/signal/random.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import type { Fault } from '../../core/simulate/faults.ts';

export interface Loopback {
  readonly rig: Rig;
  readonly context: BenchContext;
  /** Carries a procedure out on the simulated bench in loopback. `alter` is what the system between does to a capture. */
  run<Result>(procedure: Procedure<Result>, alter?: (capture: RawCapture, take: Take) => RawCapture): Result;
}

/** A simulated bench in loopback, with a rig that may say other things of it than are true. */
export function simulatedLoopback(
  id: string,
  faults: readonly Fault[] = [],
  said: (rig: Rig) => Rig = (rig) => rig,
): Loopback {
  const bench = createSimulatedBench(id, { seed: 7, faults });
  const rig = said(bench.rig);
  return {
    rig,
    context: createBenchContext(rig, createRandom(7)),
    run: (procedure, alter = (capture) => capture) => {
      let takeNumber = 1;
      let step = procedure.next();
      while (step.done !== true) {
        const effect = step.value;
        if (effect.type !== 'take') throw new Error(`a ${effect.type} in loopback`);
        const { frames, inputChannelCount } = effect.take;
        const tailFrames = Math.round(0.1 * frames.sampleRateHz);
        const capture = bench.record({ frames, tailFrames, inputChannelCount, wiring: LOOPBACK, takeNumber });
        takeNumber += 1;
        step = procedure.next({ type: 'take', capture: alter(capture, effect.take), sha256: '' });
      }
      return step.value;
    },
  };
}

/** A capture whose samples are made anew, frame by frame. */
export function withFrames(
  capture: RawCapture,
  sampleAt: (frame: number, channel: number, was: Float32Array) => number,
): RawCapture {
  const { channelCount, frameCount, frames } = capture;
  const made = new Float32Array(frames.length);
  for (let frame = 0; frame < frameCount; frame++)
    for (let channel = 0; channel < channelCount; channel++)
      made[frame * channelCount + channel] = sampleAt(frame, channel, frames);
  return { ...capture, frames: made };
}
