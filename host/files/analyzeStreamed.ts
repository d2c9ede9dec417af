import { AmpbenchError } from '../../core/errors.ts';
import type { Analysis, AnalysisInput, Capture } from '../../core/measure/analysis.ts';
import { AnalysisAccumulator } from '../../core/stream/analysisAccumulator.ts';
import { recordRanges } from '../../core/stream/records.ts';
import { sharedChannels } from './captureReader.ts';
import type { CaptureReader } from './captureReader.ts';
import { readStretch } from './openCapture.ts';

/**
 * A long capture analysed record by record: while one is analysed the next is read, and no more is in memory.
 * @param analyze one record; its samples are overwritten once it is done
 * @param reference what was played, from the capture's own start; null where it is not known or not heeded
 * @throws AmpbenchError of the first record that cannot be read or analysed, with its time
 */
export async function analyzeStreamed(
  analyze: (input: AnalysisInput) => Promise<Analysis>,
  reader: CaptureReader,
  reference: CaptureReader | null,
  startFrame: number,
  endFrame: number,
): Promise<Analysis> {
  const { sampleRateHz, unit } = reader;
  const accumulator = new AnalysisAccumulator();
  const ranges = recordRanges(startFrame, endFrame, sampleRateHz);
  // Two sets of arrays for all records: new ones would pile up faster than they are collected
  const sets = [0, 1].map(() => sharedChannels(reader.channelCount, ranges[0].frameCount));
  let underWay = Promise.resolve();
  for (const [index, range] of ranges.entries()) {
    const main: Capture = { sampleRateHz, unit, channels: sets[index % 2] };
    const reading = reader.read(range.startFrame, range.frameCount, main.channels);
    // The record before comes first, with its error if it has one
    const [before, read] = await Promise.allSettled([underWay, reading]);
    for (const outcome of [before, read]) if (outcome.status === 'rejected') throw outcome.reason;
    const played =
      reference === null ? null : await playedDuring(reference, range.startFrame - startFrame, range.frameCount);
    const startSeconds = range.startFrame / sampleRateHz;
    const endSeconds = (range.startFrame + range.frameCount) / sampleRateHz;
    underWay = analyze({ captures: { main }, reference: played }).then(
      (analysis) => {
        accumulator.add(analysis, (range.startFrame - startFrame) / sampleRateHz);
      },
      (error: unknown) => {
        throw placed(error, reader.path, startSeconds, endSeconds);
      },
    );
  }
  await underWay;
  const analysis = accumulator.finish(endFrame - startFrame);
  if (analysis === null)
    throw new AmpbenchError('bug', 'one-record', 'a capture of one record was taken for a long one', {});
  return { ...analysis, integrity: [...reader.findings, ...analysis.integrity] };
}

/** The same stretch of what was played; null once that is over. */
async function playedDuring(reference: CaptureReader, startFrame: number, frameCount: number): Promise<Capture | null> {
  const endFrame = Math.min(startFrame + frameCount, reference.frameCount);
  return endFrame <= startFrame ? null : (await readStretch(reference, startFrame, endFrame)).capture;
}

function placed(error: unknown, path: string, startSeconds: number, endSeconds: number): unknown {
  if (!(error instanceof AmpbenchError) || error.kind !== 'data') return error;
  const { kind, code, message, data, tip } = error;
  const place = `from ${startSeconds.toFixed(1)} s to ${endSeconds.toFixed(1)} s of ${path}`;
  return new AmpbenchError(
    kind,
    code,
    `${message}, ${place}`,
    { ...data, startSeconds, endSeconds },
    tip ?? 'Name a stretch without it with --start and --end.',
  );
}
