import { shiftAtBreak } from './breakShift.ts';
import { findBreaks, type Break } from './continuity.ts';
import { isDcStep } from './dcStep.ts';
import type { IntegrityFinding } from './finding.ts';
import { findMutes } from './mutes.ts';
import { isRampedPause } from './rampedPause.ts';
import { isBetweenParts, isOtherSignal, isTooSmall } from './otherSignal.ts';

/** Finding of one channel without the place in it. */
export interface Found {
  readonly code: IntegrityFinding['code'];
  readonly frame: number;
  readonly count: number | null;
  readonly damaging: boolean;
  readonly text: string;
}

export interface StretchCheck {
  readonly found: readonly Found[];
  /** Of findBreaks: near 0 for noise, which only a reference can be followed along. */
  readonly predictableShare: number;
}

/** Two findings nearer than this have one cause: the first one, which says more, stands. */
const SAME_CAUSE_SECONDS = 0.02;
/** Peaks cut off so often are clipping; nearly all breaks must lie this near the highest value. */
const LEAST_CLIPPED = 4;
const NEAR_PEAK = 0.9;
const MOSTLY = 0.9;
/** More breaks than this each second are the signal's nature, not damage. */
const MOST_BREAKS_PER_SECOND = 20;
/** So is unpredictability over this share of the time: the edges of a square wave at a high rate. */
const MOST_BROKEN_SHARE = 0.2;

/**
 * Mutes and breaks in a stretch of a tone, sweep or multitone: places where it does not go on as it did, each named by what it is.
 * @param start, end frames, end exclusive
 * @param isPlayedKnown whether what was played says, later, where another part of it begins
 */
export function stretchFound(
  samples: Float64Array,
  start: number,
  end: number,
  sampleRateHz: number,
  isPlayedKnown = false,
): StretchCheck {
  const mutes = findMutes(samples, start, end, sampleRateHz).filter(
    (mute) => isPlayedKnown || !isRampedPause(samples, mute, sampleRateHz),
  );
  const found = mutes.map(({ frame, frames }): Found => ({
    code: 'muted',
    frame,
    count: frames,
    damaging: true,
    text: `the signal is gone for ${(frames / sampleRateHz).toFixed(3)} s`,
  }));
  const { breaks, predictableShare } = findBreaks(samples, start, end, sampleRateHz);
  const broken = breaks.reduce((frames, { frame, endFrame }) => frames + endFrame - frame, 0);
  const isNature =
    breaks.length > 1 + (MOST_BREAKS_PER_SECOND * (end - start)) / sampleRateHz ||
    broken > MOST_BROKEN_SHARE * (end - start);
  if (!isNature) {
    const clipped = clippedAtBreaks(samples, breaks, start, end);
    if (clipped !== null) found.push(clipped);
    else found.push(...breaks.flatMap((place) => breakFound(samples, place, sampleRateHz, isPlayedKnown) ?? []));
  }
  return { found, predictableShare };
}

/** The findings of one stretch of a channel, named and placed. */
export function checkStretch(
  samples: Float64Array,
  start: number,
  end: number,
  sampleRateHz: number,
  name: string,
): IntegrityFinding[] {
  const { found } = stretchFound(samples, start, end, sampleRateHz);
  return withoutRepeats(found, sampleRateHz).map((one) => named(one, sampleRateHz, name));
}

/** With the channel's name and the place in seconds, in the words too. */
export function named({ frame, text, ...rest }: Found, sampleRateHz: number, name: string): IntegrityFinding {
  const atSeconds = frame / sampleRateHz;
  const words = text.includes(` on ${name}`) ? text : `${text} on ${name} at ${atSeconds.toFixed(4)} s`;
  return { ...rest, channel: name, atSeconds, text: words };
}

/** Breaks that all lie on the highest peaks are peaks cut off too briefly to be seen as flat. */
function clippedAtBreaks(samples: Float64Array, breaks: readonly Break[], start: number, end: number): Found | null {
  if (breaks.length < LEAST_CLIPPED) return null;
  const stretch = samples.subarray(start, end);
  let peak = 0;
  for (let index = 0; index < stretch.length; index++) peak = Math.max(peak, Math.abs(stretch[index]));
  const isAtPeak = ({ frame }: Break): boolean => {
    for (let index = Math.max(frame - 2, 0); index < Math.min(frame + 4, samples.length); index++)
      if (Math.abs(samples[index]) > NEAR_PEAK * peak) return true;
    return false;
  };
  if (breaks.filter(isAtPeak).length < MOSTLY * breaks.length) return null;
  const equal = stretch.reduce((count, value) => count + (Math.abs(value) === peak ? 1 : 0), 0);
  const text = `${breaks.length} of the highest peaks are cut off`;
  return { code: 'clipped', frame: breaks[0].frame, count: breaks.length, damaging: equal >= LEAST_CLIPPED, text };
}

/** Null where a stimulus goes on to its next part. */
function breakFound(samples: Float64Array, place: Break, sampleRateHz: number, isPlayedKnown: boolean): Found | null {
  const { frame } = place;
  if (!isPlayedKnown && isBetweenParts(samples, frame, sampleRateHz)) return null;
  if (isDcStep(samples, frame, sampleRateHz))
    return { code: 'dc-step', frame, count: null, damaging: true, text: 'the mean jumps' };
  const isOther = isOtherSignal(samples, place);
  if (isOther && !isPlayedKnown) return null;
  const shift = shiftAtBreak(samples, place);
  if (isOther && shift === 0) return null;
  if (isTooSmall(samples, place, shift)) return null;
  if (shift === null)
    return { code: 'missing-block', frame, count: null, damaging: true, text: 'the signal goes on elsewhere' };
  if (shift === 0) return { code: 'pop', frame, count: null, damaging: true, text: 'a click' };
  const count = Math.abs(shift);
  const samplesText = count === 1 ? '1 sample is' : `${count} samples are`;
  return shift > 0
    ? { code: 'dropped-samples', frame, count, damaging: true, text: `${samplesText} missing` }
    : { code: 'repeated-samples', frame, count, damaging: true, text: `${samplesText} too many` };
}

/** Clipping and drift concern the whole capture; the others have one place. */
const isPlaced = (code: Found['code']): boolean => code !== 'clipped' && code !== 'level-drift';

/** In time; of findings with one place the first that was looked for. */
export function withoutRepeats(found: readonly Found[], sampleRateHz: number): Found[] {
  const kept: Found[] = [];
  for (const one of found) {
    const reach = SAME_CAUSE_SECONDS * sampleRateHz;
    const isKnown = kept.some(
      ({ code, frame, count }) =>
        isPlaced(code) &&
        isPlaced(one.code) &&
        one.frame > frame - reach &&
        one.frame < frame + (code === 'muted' || code === 'missing-block' ? (count ?? 0) : 0) + reach,
    );
    if (!isKnown) kept.push(one);
  }
  return kept.sort((a, b) => a.frame - b.frame);
}
