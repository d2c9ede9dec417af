import { displacementAt } from './displacement.ts';
import type { IntegrityFinding } from './finding.ts';
import { breakWasPlayed, pauseWasPlayed } from './wasPlayed.ts';

/** Breaks that are named anew by what was played; more of them are one long fault. */
const MOST_NAMED = 16;
/** What a channel's own samples count is right up to whole cycles; up to so many frames it stands. */
const CERTAIN_FRAMES = 4;
/** A step of gain that counts. */
const LEAST_STEP_DB = 0.1;
const DAMAGING_STEP_DB = 0.5;

const isPause = ({ code, count }: IntegrityFinding): boolean =>
  code === 'muted' || (code === 'missing-block' && count !== null);

/**
 * The findings of a channel's own samples in the light of what was played: less the steps, starts and pauses of the stimulus, and with breaks counted by
 * where they go on in it.
 * @param latencyFrames of the capture, to a millisecond
 */
export function againstPlayed(
  findings: readonly IntegrityFinding[],
  reference: Float64Array,
  samples: Float64Array,
  latencyFrames: number,
  sampleRateHz: number,
): IntegrityFinding[] {
  let named = 0;
  return findings.flatMap((finding) => {
    const { code, atSeconds, count } = finding;
    if (atSeconds === null || code === 'clipped' || code === 'level-drift') return [finding];
    const frame = Math.round(atSeconds * sampleRateHz);
    if (isPause(finding))
      return pauseWasPlayed(reference, frame, count ?? 0, latencyFrames, sampleRateHz) ? [] : [finding];
    if (breakWasPlayed(reference, samples, frame, latencyFrames, sampleRateHz)) return [];
    return named++ < MOST_NAMED
      ? [countedBy(finding, reference, samples, frame, latencyFrames, sampleRateHz)]
      : [finding];
  });
}

/** A break with the count that what was played gives it. */
function countedBy(
  finding: IntegrityFinding,
  reference: Float64Array,
  samples: Float64Array,
  frame: number,
  latencyFrames: number,
  sampleRateHz: number,
): IntegrityFinding {
  const { code, channel, atSeconds, count } = finding;
  const own = code === 'dropped-samples' ? (count ?? 0) : code === 'repeated-samples' ? -(count ?? 0) : 0;
  const displaced = displacementAt(reference, samples, frame, latencyFrames, sampleRateHz);
  if (displaced === null) return finding;
  const { missingFrames, gainRatio } = displaced;
  const place = `on ${channel} at ${(atSeconds ?? 0).toFixed(4)} s`;
  const stepDb = 20 * Math.log10(gainRatio);
  if (missingFrames === 0 && own === 0 && Math.abs(stepDb) > LEAST_STEP_DB && code !== 'dc-step')
    return {
      ...finding,
      code: 'level-drift',
      count: null,
      damaging: Math.abs(stepDb) > DAMAGING_STEP_DB,
      text: `the gain steps by ${stepDb.toFixed(2)} dB ${place}`,
    };
  const isCounted =
    code === 'missing-block' ? missingFrames !== 0 : Math.abs(own) > CERTAIN_FRAMES && missingFrames !== own;
  if (!isCounted || missingFrames === 0) return finding;
  const frames = Math.abs(missingFrames);
  return {
    ...finding,
    code: missingFrames > 0 ? 'dropped-samples' : 'repeated-samples',
    count: frames,
    text: `${frames} ${frames === 1 ? 'sample is' : 'samples are'} ${missingFrames > 0 ? 'missing' : 'too many'} ${place}`,
  };
}
