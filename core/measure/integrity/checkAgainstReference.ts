import type { Density } from '../../clock/crossSpectra.ts';
import { followClock, type FollowedClock } from '../../clock/estimateTimeBase.ts';
import type { TimeBase } from '../../clock/timeBase.ts';
import type { CoarseAlignment } from '../../dsp/coarseAlignment.ts';
import { AmpbenchError } from '../../errors.ts';
import type { AmplitudeUnit } from '../analysis.ts';
import { bandShare } from './bandShare.ts';
import { findBassBreaks } from './bassBreaks.ts';
import type { IntegrityFinding } from './finding.ts';
import { followReference } from './followReference.ts';
import { findGainChange } from './gainTrack.ts';
import { bandPowers, likeness } from './likeness.ts';
import { humFound } from './humFound.ts';
import { FINE_BANDS, type PlayedBands } from './playedBands.ts';
import { rateRatio } from './rateRatio.ts';
import { findSoftClipping } from './softClipping.ts';
import { named } from './checkStretch.ts';

/** A clock is not this far off; another nominal rate is. */
const LARGEST_PPM = 1000;
const LEAST_CORRELATION = 0.5;
/** Correlation of the envelopes, and likeness of the spectra. */
const LOOKS_PLAYED = 0.9;
/** Likeness in fine bands. */
const LEAST_LIKENESS = 0.2;
/** Above this share of predictable windows a channel's own samples show every break; under it only what was played does. */
const PREDICTABLE = 0.5;

export interface ReferenceCheck {
  readonly findings: readonly IntegrityFinding[];
  /** Null where the reference is not in the capture. */
  readonly timeBase: TimeBase | null;
}

/** A channel, and what is known of it already. */
export interface ReferenceCheckInput {
  readonly reference: Float64Array;
  readonly bands: PlayedBands;
  readonly samples: Float64Array;
  readonly sampleRateHz: number;
  readonly unit: AmplitudeUnit;
  readonly name: string;
  /** What the channel's own samples show. */
  readonly own: readonly IntegrityFinding[];
  readonly predictableShare: number;
  readonly coarse: CoarseAlignment;
  readonly density: Density;
}

/**
 * What a channel says against what was played: another rate, a resampler in the path, a stimulus that is not there, an early end, polarity, lost or
 * repeated samples in noise, gain that changes, rounded tops, and hum. docs/spec/integrity.md, INT-14 to INT-19 and INT-21 to INT-23.
 */
export function checkAgainstReference(input: ReferenceCheckInput): ReferenceCheck {
  const { reference, bands, samples, sampleRateHz, unit, name, own, predictableShare, coarse, density } = input;
  const isBroken = own.some(({ damaging }) => damaging);
  const finding = (
    code: IntegrityFinding['code'],
    frame: number | null,
    count: number | null,
    damaging: boolean,
    text: string,
  ): IntegrityFinding => ({
    code,
    channel: name,
    atSeconds: frame === null ? null : frame / sampleRateHz,
    count,
    damaging,
    text: `${text} on ${name}${frame === null ? '' : ` at ${(frame / sampleRateHz).toFixed(4)} s`}`,
  });
  const displaced = (frame: number, missingFrames: number): IntegrityFinding =>
    missingFrames > 0
      ? finding('dropped-samples', frame, missingFrames, true, `${missingFrames} missing samples`)
      : finding('repeated-samples', frame, -missingFrames, true, `${-missingFrames} samples too many`);
  const followed = clockOf(input, density);
  const timeBase = followed?.timeBase ?? null;
  const isTracked =
    timeBase !== null &&
    timeBase.correlation >= LEAST_CORRELATION &&
    holdsItsFrequencies(bands, samples, timeBase.latencyFrames);
  const ratio = isTracked || isBroken ? null : rateRatio(reference, samples, sampleRateHz);
  if (ratio !== null) {
    const text = `the capture runs ${ratio.toFixed(4)} times as long as what was played: one of the two rates is wrong`;
    return { findings: [finding('wrong-rate', null, null, true, text)], timeBase: null };
  }
  const isFound = isTracked || (timeBase !== null && looksPlayed(reference, samples, coarse));
  // A capture that is known to be broken may well not fit as a whole
  if (followed === null || timeBase === null || (!isFound && predictableShare >= PREDICTABLE))
    return {
      findings: isBroken
        ? []
        : [finding('no-stimulus', null, null, true, 'what was played is not in what was recorded')],
      timeBase: null,
    };
  const findings: IntegrityFinding[] = [];
  const { ppm } = timeBase.clock;
  if (isTracked && !isBroken && Math.abs(ppm) > LARGEST_PPM)
    findings.push(finding('wrong-rate', null, null, true, `player and recorder are ${ppm.toFixed(0)} ppm apart`));
  const lowRateHz = bandShare(bands.average, reference.length, samples, timeBase.latencyFrames, sampleRateHz);
  if (lowRateHz !== null)
    findings.push(
      finding(
        'resampled',
        null,
        null,
        true,
        `nothing above ${lowRateHz / 2} Hz comes through: something resamples to ${lowRateHz} Hz`,
      ),
    );
  // A break bends the phases that tell the polarity
  if (timeBase.polarity < 0 && !isBroken)
    findings.push(finding('inverted', null, null, false, 'the polarity is inverted'));
  const end = lastHeard(reference) + timeBase.delaysFrames[timeBase.delaysFrames.length - 1];
  if (isFound && end > samples.length + 1)
    findings.push(
      finding(
        'truncated',
        samples.length,
        Math.round(end - samples.length),
        true,
        'the capture ends before what was played',
      ),
    );
  if (predictableShare < PREDICTABLE) {
    const departures = followReference(reference, samples, sampleRateHz, {
      latencyFrames: timeBase.latencyFrames,
      ppm: isFound ? ppm : 0,
      isFound: isTracked && !isBroken,
    });
    if (!isFound && !departures.some(({ missingFrames }) => missingFrames !== null && missingFrames !== 0))
      return {
        findings: [finding('no-stimulus', null, null, true, 'what was played is not in what was recorded')],
        timeBase: null,
      };
    for (const { frame, missingFrames } of departures) {
      if (missingFrames === null)
        findings.push(finding('muted', frame, null, true, 'what was played is no longer there'));
      else if (missingFrames === 0)
        findings.push(finding('pop', frame, null, true, 'something else covers what was played'));
      else findings.push(displaced(frame, missingFrames));
    }
  } else if (isTracked)
    for (const { frame, missingFrames } of findBassBreaks(reference, samples, timeBase, sampleRateHz))
      findings.push(displaced(frame, missingFrames));
  if (isTracked && ![...own, ...findings].some(({ damaging }) => damaging)) {
    const isClipped = own.some(({ code }) => code === 'clipped');
    const soft = isClipped ? null : findSoftClipping(reference, samples, timeBase, sampleRateHz);
    const drift = own.some(({ code }) => code === 'level-drift')
      ? null
      : findGainChange(followed.spectra, timeBase.latencyFrames / sampleRateHz, sampleRateHz);
    for (const found of [soft, drift]) if (found !== null) findings.push(named(found, sampleRateHz, name));
    const hum = humFound(samples, sampleRateHz, { reference, timeBase }, unit, name);
    if (hum !== null) findings.push(hum);
  }
  return { findings, timeBase: isFound ? timeBase : null };
}

/** Whether envelope and spectrum are those of what was played: tones that come once each have no phase that could be followed. */
function looksPlayed(reference: Float64Array, samples: Float64Array, { correlation }: CoarseAlignment): boolean {
  return correlation > LOOKS_PLAYED && likeness(bandPowers(reference), bandPowers(samples)) > LOOKS_PLAYED;
}

/** Whether the spectra lie at the same frequencies: one tone may look like another some cycles from block to block away. */
function holdsItsFrequencies(played: PlayedBands, samples: Float64Array, latencyFrames: number): boolean {
  const start = Math.min(Math.max(Math.round(played.firstFrame + latencyFrames), 0), samples.length);
  const heard = bandPowers(samples.subarray(start), FINE_BANDS);
  // Neighbouring bands together: a line may lie on an edge
  const spread = (bands: Float64Array): Float64Array =>
    bands.map((value, band) => value + 0.5 * ((bands[band - 1] ?? 0) + (bands[band + 1] ?? 0)));
  return likeness(spread(played.fine), spread(heard)) > LEAST_LIKENESS;
}

function clockOf(
  { reference, samples, sampleRateHz, coarse }: ReferenceCheckInput,
  density: Density,
): FollowedClock | null {
  try {
    return followClock(reference, samples, sampleRateHz, density, coarse);
  } catch (error) {
    if (error instanceof AmpbenchError && error.code === 'no-stimulus') return null;
    throw error;
  }
}

function lastHeard(reference: Float64Array): number {
  let peak = 0;
  for (let index = 0; index < reference.length; index++) peak = Math.max(peak, Math.abs(reference[index]));
  let last = reference.length - 1;
  while (last >= 0 && Math.abs(reference[last]) <= 0.01 * peak) last--;
  return last;
}
