import { fitSine, type SineFit } from '../../dsp/fitSine.ts';
import type { AmplitudeUnit } from '../analysis.ts';
import { checkTone } from './checkTone.ts';
import { named, stretchFound, withoutRepeats, type Found } from './checkStretch.ts';
import type { IntegrityFinding } from './finding.ts';
import { findFlatTops } from './flatTops.ts';
import { LOWEST_HZ } from './gainTrack.ts';
import { findLevelDrift } from './levelDrift.ts';
import { humFound } from './humFound.ts';
import { withoutBursts } from './mutes.ts';
import { placeInTone } from './placeInTone.ts';
import { findSoftTone } from './softClipping.ts';
import { steadyToneIn, type SteadyTone } from './steadyTone.ts';
import { findStuckRuns } from './stuckRuns.ts';

export interface ChannelCheck {
  readonly findings: readonly IntegrityFinding[];
  /** Of findBreaks: near 0 for noise, which only a reference can be followed along. */
  readonly predictableShare: number;
}

/** In a capture of full scale 1, peaks at this height were cut by the converter. */
const FULL_SCALE = 0.9985;
/** checkTone places a step within its blocks of so many cycles. */
const TONE_CYCLES = 5;
const FIT_SECONDS = 1;
/**
 * What one channel's own samples say, whatever was played: stuck or blanked stretches, flattened peaks, mutes, and places where a tone, a sweep or a
 * multitone breaks. docs/spec/integrity.md, INT-1 to INT-5 and INT-10 to INT-13.
 * @param name the channel as findings call it
 * @param isPlayedKnown whether what was played says, later, which pauses and tops are its own
 */
export function checkChannel(
  samples: Float64Array,
  sampleRateHz: number,
  unit: AmplitudeUnit,
  name: string,
  isPlayedKnown: boolean,
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
  const stretch = stretchFound(samples, 0, end, sampleRateHz, isPlayedKnown);
  found.push(...(isPlayedKnown ? stretch.found : withoutBursts(stretch.found)));
  const tone = steadyToneIn(samples, sampleRateHz);
  if (tone !== null) {
    const isFollowed = isPlayedKnown && tone.frequencyHz >= LOWEST_HZ;
    const drift = isFollowed ? null : findLevelDrift(samples, tone, sampleRateHz);
    if (drift !== null) found.push(drift);
    const fit = toneOf(samples, tone, sampleRateHz);
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
      if (found.some((known) => Math.abs(known.frame - frame) < reach)) continue;
      const isStep = code === 'dropped-samples' || code === 'repeated-samples';
      const place = isStep ? placeInTone(samples, frame, fit.frequencyHz, sampleRateHz) : null;
      found.push({ code, frame: place ?? frame, count, damaging: true, text });
    }
  }
  if (!isPlayedKnown && flat === null) {
    const soft = findSoftTone(samples, tone, sampleRateHz);
    if (soft !== null) found.push(soft);
  }
  const findings = withoutRepeats(found, sampleRateHz).map((one) => named(one, sampleRateHz, name));
  const hum =
    tone === null || isPlayedKnown || findings.some(({ damaging }) => damaging)
      ? null
      : humFound(samples, sampleRateHz, { toneHz: tone.frequencyHz }, unit, name);
  return {
    findings: hum === null ? findings : [...findings, hum],
    predictableShare: stretch.predictableShare,
  };
}

/** The tone, from a stretch in its middle: what its rate is off by elsewhere is a slope of the phase, which is not looked at. */
function toneOf(samples: Float64Array, { start, length, frequencyHz }: SteadyTone, sampleRateHz: number): SineFit {
  const fitted = Math.min(length, Math.round(FIT_SECONDS * sampleRateHz));
  const ahead = (length - fitted) >> 1;
  const fit = fitSine(samples, start + ahead, fitted, sampleRateHz, frequencyHz);
  return { ...fit, phaseRadians: fit.phaseRadians - (2 * Math.PI * fit.frequencyHz * ahead) / sampleRateHz };
}
