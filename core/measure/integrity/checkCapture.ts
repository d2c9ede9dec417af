import type { Density } from '../../clock/crossSpectra.ts';
import { estimateTimeBase } from '../../clock/estimateTimeBase.ts';
import type { TimeBase } from '../../clock/timeBase.ts';
import { alignCoarsely } from '../../dsp/coarseAlignment.ts';
import type { AnalysisFinding, Capture } from '../analysis.ts';
import { againstPlayed } from './againstPlayed.ts';
import { checkAgainstReference } from './checkAgainstReference.ts';
import { checkChannel } from './checkChannel.ts';
import { checkChannels, swappedFinding } from './checkChannels.ts';
import type { IntegrityFinding } from './finding.ts';
import { playedBands, type PlayedBands } from './playedBands.ts';

export interface CaptureCheck {
  readonly findings: readonly AnalysisFinding[];
  /** Of the first channel in which the reference was found; null without one. */
  readonly timeBase: TimeBase | null;
}

const LEAST_SECONDS = 0.1;
/** What is found twice within this time is one thing. */
const SAME_CAUSE_SECONDS = 0.05;
/** A time base that is this coherent is that of the reference. */
const FOUND = 0.5;

/**
 * What is wrong with a capture, found in its data alone: lost and repeated samples, blanked blocks, clipping, clicks, mutes, dead, equal or swapped
 * channels, and, where what was played is known, wrong rates, resampling, an early end, polarity and a stimulus that is not there. Places are seconds from
 * the first sample. docs/spec/integrity.md.
 * @param input.capture finite samples, channels of equal length
 * @param input.reference what was played at the same rate, one channel for each captured one or one for all; null where it is not known
 * @param input.density `full` where the time base itself is wanted
 */
export function checkCapture(input: {
  readonly capture: Capture;
  readonly reference: Capture | null;
  readonly density?: Density;
}): CaptureCheck {
  const { capture, reference, density = 'sparse' } = input;
  const { sampleRateHz, channels, unit } = capture;
  const frames = channels[0]?.length ?? 0;
  if (frames < LEAST_SECONDS * sampleRateHz) {
    const text = `the capture lasts ${(frames / sampleRateHz).toFixed(4)} s but must last ${LEAST_SECONDS} s to be checked`;
    return {
      findings: [{ code: 'too-short', channel: null, atSeconds: null, count: frames, damaging: true, text }],
      timeBase: null,
    };
  }
  const { findings: across, dead } = checkChannels(capture, reference);
  let timeBase: TimeBase | null = null;
  const playedChannels: { readonly samples: Float64Array; readonly bands: PlayedBands }[] = [];
  const findings: AnalysisFinding[] = [...across];
  for (const [index, samples] of channels.entries()) {
    if (dead.has(index)) continue;
    const name = `channel ${index + 1}`;
    const given = reference?.channels[Math.min(index, reference.channels.length - 1)];
    const isPlayed = given?.some((value) => value !== 0) === true;
    const own = checkChannel(samples, sampleRateHz, unit, name, isPlayed);
    const found = [...own.findings];
    if (isPlayed) {
      let known = playedChannels.find((channel) => areEqual(channel.samples, given));
      if (known === undefined) {
        known = { samples: given, bands: playedBands(given, sampleRateHz) };
        playedChannels.push(known);
      }
      const { samples: played, bands } = known;
      const coarse = alignCoarsely(played, samples, sampleRateHz);
      found.splice(0, Infinity, ...againstPlayed(found, played, samples, coarse.latencyFrames, sampleRateHz));
      const against = checkAgainstReference({
        reference: played,
        bands,
        samples,
        sampleRateHz,
        unit,
        name,
        own: found,
        predictableShare: own.predictableShare,
        coarse,
        density,
      });
      found.push(...against.findings.filter((finding) => !isKnown(finding, own.findings)));
      timeBase ??= against.timeBase;
    }
    findings.push(...found.map((finding) => ({ ...finding, channel: index + 1 })));
  }
  return { findings: withoutDoubles(crossed(findings, capture, reference)), timeBase };
}

/** Channels that were played alike have their spectra taken once; others differ after a few samples. */
function areEqual(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** Two stimuli with one spectrum, two noises, show that they are swapped only by where each is found: then neither is missing. */
function crossed(
  findings: readonly AnalysisFinding[],
  { channels, sampleRateHz }: Capture,
  reference: Capture | null,
): readonly AnalysisFinding[] {
  const isBad = (index: number): boolean => findings.some(({ damaging, channel }) => damaging && channel === index + 1);
  if (reference === null || reference.channels.length < 2 || !isBad(0) || !isBad(1)) return findings;
  if (!findings.some(({ code }) => code === 'no-stimulus')) return findings;
  const isFoundIn = (played: number, heard: number): boolean =>
    estimateTimeBase(reference.channels[played], channels[heard], sampleRateHz, 'sparse').correlation > FOUND;
  if (!isFoundIn(0, 1) || !isFoundIn(1, 0) || isFoundIn(0, 0) || isFoundIn(1, 1)) return findings;
  return [swappedFinding, ...findings.filter(({ damaging }) => !damaging)];
}

/** What is said of a channel by itself need not be said of it against another. */
function withoutDoubles(findings: readonly AnalysisFinding[]): readonly AnalysisFinding[] {
  return findings.filter(
    ({ code, channel }, index) =>
      code !== 'inverted' ||
      !findings.slice(0, index).some((known) => known.code === 'inverted' && known.channel === channel),
  );
}

/** Whether a place has been named already, by what the channel's own samples show. */
function isKnown({ atSeconds }: IntegrityFinding, findings: readonly IntegrityFinding[]): boolean {
  return findings.some(
    (known) =>
      atSeconds !== null && known.atSeconds !== null && Math.abs(known.atSeconds - atSeconds) < SAME_CAUSE_SECONDS,
  );
}
