import { driveOf } from '../../core/calibration/drive.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import type { AmpbenchError } from '../../core/errors.ts';
import type { Take } from '../../core/run/effects.ts';
import { assertTakeSafe } from '../../core/run/takeSafety.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import type { PlayrecProgress } from '../audio/audioIo.ts';
import { devicesOf } from '../audio/rigStream.ts';
import type { RunBench } from './executeRun.ts';
import { OutputGuard } from './outputGuard.ts';

/**
 * Plays and records one take on the bench it was made for: the only way from a take to a device. What comes back over a limit mutes the output.
 * @param takeNumber counts from 1
 * @throws AmpbenchError as `assertTakeSafe` before anything plays, `safety/output-over-limit` for what came back, and what the driver throws
 */
export async function takeOnBench(
  rig: Rig,
  bench: Pick<RunBench, 'audio' | 'tailSeconds' | 'beginTake'>,
  take: Take,
  takeNumber: number,
  onProgress: (progress: PlayrecProgress) => void,
  cancel: AbortSignal,
): Promise<RawCapture> {
  assertTakeSafe(rig, take);
  const guard = new OutputGuard(rig, take);
  const mute = new AbortController();
  let danger: AmpbenchError | null = null;
  bench.beginTake(takeNumber);
  const capture = await bench.audio.playrec(
    {
      ...devicesOf(rig, driveOf(rig, take.wiring).kind),
      sampleRateHz: take.frames.sampleRateHz,
      format: take.frames.format,
      outputChannelCount: take.frames.channelCount,
      inputChannelCount: take.inputChannelCount,
      frames: take.frames,
      tailFrames: Math.round(bench.tailSeconds * take.frames.sampleRateHz),
    },
    (progress) => {
      danger ??= guard.hear(progress);
      if (danger === null) onProgress(progress);
      else mute.abort();
    },
    AbortSignal.any([cancel, mute.signal]),
  );
  // Assigned in a callback, which the compiler does not see
  const found = danger as AmpbenchError | null;
  if (found !== null) throw found;
  return capture;
}
