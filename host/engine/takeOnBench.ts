import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { Take } from '../../core/run/effects.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import type { PlayrecProgress } from '../audio/audioIo.ts';
import { devicesOf } from '../audio/rigStream.ts';
import type { RunBench } from './executeRun.ts';

/** A search that ends exactly at the limit is not over it by the rounding of a product. */
const ROUNDING = 1e-9;

/**
 * Plays and records one take on the bench it was made for.
 * @param takeNumber counts from 1
 * @throws AmpbenchError `safety/over-voltage-limit` where it is predicted to pass the person's limit, and what the driver throws
 */
export async function takeOnBench(
  rig: Rig,
  bench: Pick<RunBench, 'audio' | 'tailSeconds' | 'beginTake'>,
  take: Take,
  takeNumber: number,
  onProgress: (progress: PlayrecProgress) => void,
  cancel: AbortSignal,
): Promise<RawCapture> {
  if (take.predictedOutputVoltsRms > rig.limits.outputVoltsRms * (1 + ROUNDING)) {
    throw new AmpbenchError(
      'safety',
      'over-voltage-limit',
      `take "${take.id}" is predicted to reach ${take.predictedOutputVoltsRms.toPrecision(4)} V rms, but limits.outputVoltsRms of rig "${rig.id}" is ${rig.limits.outputVoltsRms} V`,
      {
        takeId: take.id,
        predictedOutputVoltsRms: take.predictedOutputVoltsRms,
        limitVoltsRms: rig.limits.outputVoltsRms,
      },
    );
  }
  bench.beginTake(takeNumber);
  return bench.audio.playrec(
    {
      ...devicesOf(rig, take.drive),
      sampleRateHz: take.frames.sampleRateHz,
      format: take.frames.format,
      outputChannelCount: take.frames.channelCount,
      inputChannelCount: take.inputChannelCount,
      frames: take.frames,
      tailFrames: Math.round(bench.tailSeconds * take.frames.sampleRateHz),
    },
    onProgress,
    cancel,
  );
}
