import { fitSine } from '../../dsp/fitSine.ts';
import type { AmplitudeUnit } from '../analysis.ts';
import { shiftAtBreak } from './breakShift.ts';
import { checkTone } from './checkTone.ts';
import { findBreaks, type Break } from './continuity.ts';
import { isDcStep } from './dcStep.ts';
import type { IntegrityFinding } from './finding.ts';
import { findFlatTops } from './flatTops.ts';
import { findMutes } from './mutes.ts';
import { steadyToneIn } from './steadyTone.ts';
import { findStuckRuns } from './stuckRuns.ts';

export interface ChannelCheck {
  readonly findings: readonly IntegrityFinding[];
  /** Of findBreaks: near 0 for noise, which only a reference can be followed along. */
  readonly predictableShare: number;
}

/** Finding of one channel without the place in it; seconds from frames. */
interface Found {
  readonly code: IntegrityFinding['code'];
  readonly frame: number;
  readonly count: number | null;
  readonly damaging: boolean;
  readonly text: string;
}

/** In a capture of full scale 1, peaks at this height were cut by the converter. */
const FULL_SCALE = 0.9985;
/** Two findings nearer than this have one cause: the first one, which says more, stands. */
const SAME_CAUSE_SECONDS = 0.02;
/** checkTone places a step within its blocks of so many cycles. */
const TONE_CYCLES = 5;
/** Peaks cut off so often are clipping; nearly all breaks must lie this near the highest value. */
const LEAST_CLIPPED = 4;
const NEAR_PEAK = 0.97;
const MOSTLY = 0.9;
/** More breaks than this each second are the signal's nature, not damage. */
const MOST_BREAKS_PER_SECOND = 20;

/**
 * What one channel's own samples say, whatever was played: stuck or blanked stretches, flattened peaks, mutes, and places where a tone, a sweep or a
 * multitone breaks. docs/spec/integrity.md, INT-1 to INT-5 and INT-10 to INT-13.
 * @param name the channel as findings call it
 */
export function checkChannel(
  samples: Float64Array,
  sampleRateHz: number,
  unit: AmplitudeUnit,
  name: string,
): ChannelCheck {
  const end = samples.length;
  const found: Found[] = [];
  for (const { frame, frames, isZero } of findStuckRuns(samples, 0, end)) {
    const what = isZero ? 'zero' : 'the same';
    found.push({
      code: 'missing-block',
      frame,
      count: frames,
      damaging: true,
      text: `${frames} samples running are ${what}`,
    });
  }
  const flat = findFlatTops(samples, 0, end);
  if (flat !== null) {
    const atEnd = unit === 'FS' && Math.abs(flat.level) >= FULL_SCALE;
    const isRecorder = atEnd || flat.isExact;
    found.push({
      code: 'clipped',
      frame: flat.frame,
      count: flat.samples,
      damaging: isRecorder,
      text: isRecorder
        ? `${flat.peaks} peaks are cut off flat by the recorder: lower its gain or the level`
        : `${flat.peaks} peaks are flattened ahead of the recorder, in the device or its supply`,
    });
  }
  for (const { frame, frames } of findMutes(samples, 0, end, sampleRateHz)) {
    found.push({
      code: 'muted',
      frame,
      count: frames,
      damaging: true,
      text: `the signal is gone for ${(frames / sampleRateHz).toFixed(3)} s`,
    });
  }
  const { breaks, predictableShare } = findBreaks(samples, 0, end);
  if (breaks.length <= 1 + (MOST_BREAKS_PER_SECOND * end) / sampleRateHz) {
    const clipped = clippedAtBreaks(samples, breaks);
    if (clipped !== null) found.push(clipped);
    else for (const place of breaks) found.push(breakFound(samples, place, sampleRateHz));
  }
  const tone = steadyToneIn(samples, sampleRateHz);
  if (tone !== null) {
    const fit = fitSine(samples, tone.start, tone.length, sampleRateHz, tone.frequencyHz);
    for (const { code, atSeconds, count, text } of checkTone(
      samples,
      tone.start,
      tone.length,
      sampleRateHz,
      fit,
      name,
    )) {
      // A shift that the phase shows but no single sample does: in a bass tone's crest
      const frame = Math.round((atSeconds ?? 0) * sampleRateHz);
      const reach = (TONE_CYCLES * sampleRateHz) / tone.frequencyHz;
      if (!found.some((known) => Math.abs(known.frame - frame) < reach))
        found.push({ code, frame, count, damaging: true, text });
    }
  }
  const ordered = withoutRepeats(found, sampleRateHz);
  return {
    findings: ordered.map(({ frame, ...rest }) => ({
      ...rest,
      channel: name,
      atSeconds: frame / sampleRateHz,
      text: rest.text.includes(` on ${name}`)
        ? rest.text
        : `${rest.text} on ${name} at ${(frame / sampleRateHz).toFixed(4)} s`,
    })),
    predictableShare,
  };
}

/** Breaks that all lie on the highest peaks are peaks cut off too briefly to be seen as flat. */
function clippedAtBreaks(samples: Float64Array, breaks: readonly Break[]): Found | null {
  if (breaks.length < LEAST_CLIPPED) return null;
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isAtPeak = ({ frame }: Break): boolean => {
    for (let index = Math.max(frame - 2, 0); index < Math.min(frame + 4, samples.length); index++)
      if (Math.abs(samples[index]) > NEAR_PEAK * peak) return true;
    return false;
  };
  if (breaks.filter(isAtPeak).length < MOSTLY * breaks.length) return null;
  const equal = samples.reduce((count, value) => count + (Math.abs(value) === peak ? 1 : 0), 0);
  const text = `${breaks.length} of the highest peaks are cut off`;
  return { code: 'clipped', frame: breaks[0].frame, count: breaks.length, damaging: equal >= LEAST_CLIPPED, text };
}

function breakFound(samples: Float64Array, place: Break, sampleRateHz: number): Found {
  const shift = shiftAtBreak(samples, place);
  const { frame } = place;
  if (isDcStep(samples, frame, sampleRateHz))
    return { code: 'dc-step', frame, count: null, damaging: true, text: 'the mean jumps' };
  if (shift === null)
    return { code: 'missing-block', frame, count: null, damaging: true, text: 'the signal goes on elsewhere' };
  if (shift === 0) return { code: 'pop', frame, count: null, damaging: true, text: 'a click' };
  const count = Math.abs(shift);
  const samplesText = count === 1 ? '1 sample is' : `${count} samples are`;
  return shift > 0
    ? { code: 'dropped-samples', frame, count, damaging: true, text: `${samplesText} missing` }
    : { code: 'repeated-samples', frame, count, damaging: true, text: `${samplesText} too many` };
}

/** In time; of findings with one cause the first that was looked for, clipping apart. */
function withoutRepeats(found: readonly Found[], sampleRateHz: number): Found[] {
  const kept: Found[] = [];
  for (const one of found) {
    const reach = SAME_CAUSE_SECONDS * sampleRateHz;
    const isKnown = kept.some(
      ({ code, frame, count }) =>
        code !== 'clipped' &&
        one.code !== 'clipped' &&
        one.frame > frame - reach &&
        one.frame < frame + (code === 'muted' || code === 'missing-block' ? (count ?? 0) : 0) + reach,
    );
    if (!isKnown) kept.push(one);
  }
  return kept.sort((a, b) => a.frame - b.frame);
}
