// A thread's program for the tests of procedures in threads: what its procedure does is said by the call.
import { workerData } from 'node:worker_threads';
import { AmpbenchError } from '../../../core/errors.ts';
import { OPEN } from '../../../core/planner/wiring.ts';
import type { Procedure, RunReply } from '../../../core/run/effects.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import { serveProcedure } from '../../../host/engine/serveProcedure.ts';

export type FixtureCall = 'analyses-for-ever' | 'refuses' | 'has-a-bug' | 'dies' | 'returns-peak';

const SAMPLES = 48_000;

/** One take, and then what was called for. */
function* oneTake(call: FixtureCall): Procedure<number> {
  const samples = new Float64Array(SAMPLES);
  samples[100] = 0.25;
  const reply: RunReply = yield {
    type: 'take',
    take: {
      id: 't1',
      stepId: 's',
      frames: encodeDeviceFrames([samples], 48_000, 'int24'),
      wiring: OPEN,
      inputChannelCount: 1,
      description: '',
      predictedOutputVoltsRms: 1,
      predictedLoadWatts: 0,
    },
  };
  if (reply.type !== 'take') throw new Error('a take was wanted');
  if (call === 'refuses')
    throw new AmpbenchError('data', 'load-not-changed', 'the load does not show', { ohms: 20 }, 'tip');
  if (call === 'has-a-bug') throw new Error('a mistake');
  if (call === 'dies') process.exit(3);
  if (call === 'analyses-for-ever') for (;;) reply.capture.frames.indexOf(2);
  return Math.max(...reply.capture.frames.subarray(0, 1000));
}

serveProcedure(oneTake(workerData as FixtureCall));
