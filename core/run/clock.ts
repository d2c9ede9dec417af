import { estimateToneClock } from '../clock/estimateToneClock.ts';
import type { Wiring } from '../planner/plan.ts';
import type { RunContext } from './context.ts';
import { steadyPart, type TakeCapture } from './playTake.ts';

/** How far apart player and recorder may be before it is another rate and not another crystal. */
const LARGEST_PPM = 1000;

/**
 * The player's clock against the recorder's, from a tone: ppm = f_player/f_recorder − 1, + = player fast. docs/spec/clock.md.
 * @param player a digital DUT has a clock of its own, whatever the rig says of the interface's
 */
export function noteClock(
  context: RunContext,
  take: TakeCapture,
  toneId: string,
  playedHz: number,
  player: Wiring['drive'],
): void {
  const { start, length } = steadyPart(take, toneId);
  const samples = take.reference ?? take.channels[0];
  const rate = context.rig.sampleRateHz;
  const clock = estimateToneClock(samples, start, length, rate, playedHz);
  const { ppm, uncertaintyPpm } = clock;
  context.knowledge.clock = clock;
  if (Math.abs(ppm) > LARGEST_PPM) {
    context.warnings.push(
      `The tone came back ${ppm.toFixed(0)} ppm off: player and recorder do not run at the same nominal rate, or something resamples.`,
    );
  } else if (
    player === 'analogue' &&
    context.rig.clock === 'shared' &&
    Math.abs(ppm) > Math.max(5 * uncertaintyPpm, 0.5)
  ) {
    context.warnings.push(
      `The rig says its clock is shared, but player and recorder differ by ${ppm.toFixed(2)} ppm: they are two clocks.`,
    );
  }
}
