import type { RawCapture } from '../../signal/types.ts';
import type { IntegrityFinding } from './finding.ts';

/** A converter at its end repeats its largest code; music and tones do not, three times running, this near full scale. */
const CLIP_LEVEL = 0.9985;
const CLIP_RUN = 3;

/**
 * What can be said of a raw capture before it is anything else: samples that are not numbers, clipping at the converter, lost samples as the stream
 * reported them, a rate other than asked, an early end. docs/spec/integrity.md.
 * @param names channel names by capture channel, 0-based; channels without a name are not looked at
 */
export function checkRaw(raw: RawCapture, names: ReadonlyMap<number, string>): IntegrityFinding[] {
  const findings: IntegrityFinding[] = [];
  const { report, channelCount, frameCount, frames, sampleRateHz } = raw;
  for (const [channel, name] of names) {
    let run = 0;
    let clipped = 0;
    let firstClip = -1;
    let previous = 0;
    for (let frame = 0; frame < frameCount; frame++) {
      const value = frames[frame * channelCount + channel];
      if (!Number.isFinite(value)) {
        findings.push({
          code: 'not-finite',
          channel: name,
          atSeconds: frame / sampleRateHz,
          count: null,
          damaging: true,
          text: `sample ${frame} on ${name} is not a number`,
        });
        break;
      }
      const magnitude = value < 0 ? -value : value;
      run = magnitude >= CLIP_LEVEL && (run === 0 || value === previous) ? run + 1 : magnitude >= CLIP_LEVEL ? 1 : 0;
      previous = value;
      if (run >= CLIP_RUN) {
        // A run counts from its first sample
        clipped += run === CLIP_RUN ? CLIP_RUN : 1;
        if (firstClip < 0) firstClip = frame - CLIP_RUN + 1;
      }
    }
    if (firstClip >= 0) {
      findings.push({
        code: 'clipped',
        channel: name,
        atSeconds: firstClip / sampleRateHz,
        count: clipped,
        damaging: true,
        text: `the interface's input ${name} clips from ${(firstClip / sampleRateHz).toFixed(3)} s: lower its gain or the level`,
      });
    }
  }
  for (const xrun of report.xruns) {
    findings.push({
      code: 'xrun',
      channel: 'stream',
      atSeconds: xrun.atFrame / sampleRateHz,
      count: null,
      damaging: true,
      text: `the stream reported ${xrun.kind} near ${(xrun.atFrame / sampleRateHz).toFixed(3)} s`,
    });
  }
  if (Math.abs(report.actualSampleRateHz / report.requestedSampleRateHz - 1) > 1e-3) {
    findings.push({
      code: 'wrong-rate',
      channel: 'stream',
      atSeconds: null,
      count: null,
      damaging: true,
      text: `the stream runs at ${report.actualSampleRateHz} Hz but ${report.requestedSampleRateHz} Hz was asked`,
    });
  }
  if (report.capturedFrames < report.requestedFrames) {
    findings.push({
      code: 'truncated',
      channel: 'stream',
      atSeconds: report.capturedFrames / sampleRateHz,
      count: report.requestedFrames - report.capturedFrames,
      damaging: true,
      text: `the capture ends after ${report.capturedFrames} of ${report.requestedFrames} frames`,
    });
  }
  return findings;
}
