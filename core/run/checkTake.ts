import { checkStretch } from '../measure/integrity/checkStretch.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import { findFlatTops } from '../measure/integrity/flatTops.ts';
import { findStuckRuns } from '../measure/integrity/stuckRuns.ts';
import type { Wiring } from '../planner/plan.ts';
import type { Program } from '../signal/program.ts';

/** Left out at both ends of a sweep: its ramps. */
const RAMP_SECONDS = 0.025;
/** How well the place of the program in the capture is known, and how long a ramp is nothing. */
const PAUSE_EDGE_SECONDS = 0.003;

/**
 * What the channels of a take show of themselves, whichever step it belongs to: blocks that a driver blanked, peaks that the interface cut off, and breaks
 * and mutes in its sweeps. The tones are looked at where they are analysed, each at its place (checkTone).
 * @param latencyFrames from a place in the program to the same place in the capture
 * @param known what the raw capture showed already; clipping is not said twice
 */
export function checkTake(
  channels: readonly { readonly name: string; readonly samples: Float64Array }[],
  program: Program,
  latencyFrames: number,
  wiring: Wiring,
  known: readonly IntegrityFinding[],
): IntegrityFinding[] {
  const { sampleRateHz } = program;
  const findings: IntegrityFinding[] = [];
  for (const { name, samples } of channels) {
    for (const { frame, frames, isZero } of findStuckRuns(samples, 0, samples.length)) {
      if (isZero && isPlayedPause(program, frame - latencyFrames, frames)) continue;
      const atSeconds = frame / sampleRateHz;
      findings.push({
        code: 'missing-block',
        channel: name,
        atSeconds,
        count: frames,
        damaging: true,
        text: `${frames} samples running are ${isZero ? 'zero' : 'the same'} on ${name} at ${atSeconds.toFixed(3)} s`,
      });
    }
    const isClipped = known.some(({ code, channel }) => code === 'clipped' && channel === name);
    const flat = program.peakVoltsRms === 0 || isClipped ? null : findFlatTops(samples, 0, samples.length);
    // Through a device, flat peaks below the converter's end are the device's own clipping: distortion, which is measured. An interface that cuts
    // peaks off does so in loopback, too, where the baseline has both levels.
    if (flat !== null && wiring.path === 'loopback') {
      const atSeconds = flat.frame / sampleRateHz;
      findings.push({
        code: 'clipped',
        channel: name,
        atSeconds,
        count: flat.samples,
        damaging: true,
        text: `${flat.peaks} peaks are cut off flat by the interface's input ${name} from ${atSeconds.toFixed(3)} s: lower its gain or the level`,
      });
    }
    for (const { start, end } of sweepsOf(program, latencyFrames, samples.length))
      findings.push(...checkStretch(samples, start, end, sampleRateHz, name).filter(({ damaging }) => damaging));
  }
  return findings;
}

/**
 * Whether zeros are a pause of the program from end to end, as they come back over a path without noise; zeros that begin or end elsewhere were put
 * there.
 * @param frame, frames the zeros, in frames of the program
 */
function isPlayedPause({ samples, sampleRateHz }: Program, frame: number, frames: number): boolean {
  let start = frame + (frames >> 1);
  let end = start;
  if (!(samples[start] === 0)) return false;
  while (start > 0 && samples[start - 1] === 0) start--;
  while (end < samples.length && samples[end] === 0) end++;
  const isWhole = start === 0 && end === samples.length;
  const near = Math.round(PAUSE_EDGE_SECONDS * sampleRateHz);
  return (
    !isWhole &&
    (start === 0 || Math.abs(frame - start) <= near) &&
    (end === samples.length || Math.abs(frame + frames - end) <= near)
  );
}

function sweepsOf(program: Program, latencyFrames: number, frames: number): { start: number; end: number }[] {
  const ramp = Math.round(RAMP_SECONDS * program.sampleRateHz);
  return program.segments.flatMap((segment) => {
    const place = segment.kind === 'sweep' ? program.places.get(segment.id) : undefined;
    if (place === undefined) return [];
    const start = Math.max(place.startFrame + latencyFrames + ramp, 0);
    const end = Math.min(place.startFrame + latencyFrames + place.frames - ramp, frames);
    return end > start ? [{ start, end }] : [];
  });
}
