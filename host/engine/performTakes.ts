import { createHash } from 'node:crypto';
import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { Procedure, RunReply } from '../../core/run/effects.ts';
import type { OpenedBench } from './runDesk.ts';
import { takeOnBench } from './takeOnBench.ts';

/**
 * Carries out a procedure that asks for takes only; nothing of it is kept but its result.
 * @param takesBefore of the same bench: its takes count on
 * @throws AmpbenchError `cancelled/run-cancelled`, and what the driver or the procedure throws
 */
export async function performTakes<Result>(
  procedure: Procedure<Result>,
  rig: Rig,
  bench: OpenedBench,
  cancel: AbortSignal,
  takesBefore = 0,
): Promise<Result> {
  let takeNumber = takesBefore;
  let step = procedure.next();
  while (step.done !== true) {
    const effect = step.value;
    if (effect.type !== 'take') throw new Error(`only takes can be carried out here, not a ${effect.type}`);
    takeNumber += 1;
    const capture = await takeOnBench(rig, bench, effect.take, takeNumber, () => undefined, cancel);
    if (cancel.aborted)
      throw new AmpbenchError('cancelled', 'run-cancelled', `stopped during take "${effect.take.id}"`);
    const sha256 = createHash('sha256').update(capture.frames).digest('hex');
    const reply: RunReply = { type: 'take', capture, sha256 };
    step = procedure.next(reply);
  }
  return step.value;
}
