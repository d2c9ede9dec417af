import { AmpbenchError } from '../../core/errors.ts';
import type { Analysis, Capture, KindDefinition } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { AnalysisAccumulator } from '../../core/stream/analysisAccumulator.ts';
import { recordRanges } from '../../core/stream/records.ts';
import { emptyChannels } from './captureReader.ts';
import type { CaptureReader } from './captureReader.ts';
import { readStretch } from './openCapture.ts';

/**
 * A long capture analysed record by record; only one record is in memory.
 * @param reference what was played, from the capture's own start; null where it is not known or not heeded
 * @throws AmpbenchError of the record that cannot be analysed, with its time
 */
export async function analyzeStreamed(
  definition: KindDefinition,
  reader: CaptureReader,
  reference: CaptureReader | null,
  settings: MeasureSettings,
  startFrame: number,
  endFrame: number,
): Promise<Analysis> {
  const { sampleRateHz, unit } = reader;
  const accumulator = new AnalysisAccumulator();
  const ranges = recordRanges(startFrame, endFrame, sampleRateHz);
  // One set of arrays for all records: new ones would pile up faster than they are collected
  const channels = emptyChannels(reader.channelCount, ranges[0].frameCount);
  const main: Capture = { sampleRateHz, unit, channels };
  for (const range of ranges) {
    const recordEnd = range.startFrame + range.frameCount;
    await reader.read(range.startFrame, range.frameCount, channels);
    const played =
      reference === null ? null : await playedDuring(reference, range.startFrame - startFrame, range.frameCount);
    try {
      const analysis = analyzeKind(definition, { captures: { main }, reference: played }, settings);
      accumulator.add(analysis, (range.startFrame - startFrame) / sampleRateHz);
    } catch (error) {
      throw placed(error, reader.path, range.startFrame / sampleRateHz, recordEnd / sampleRateHz);
    }
  }
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
