import type { Analysis, AnalysisFinding, Capture, CaptureRole, MeasurementKind } from '../../core/measure/analysis.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { isTakenInRecords, STREAMED_KINDS } from '../../core/stream/records.ts';
import { analysisPool } from '../analysis/analysisPool.ts';
import { analyzeOnAllCores } from '../analysis/analyzeOnAllCores.ts';
import { inVolts } from './captureReader.ts';
import type { CaptureReader } from './captureReader.ts';
import { frameRange, openCapture, readStretch } from './openCapture.ts';
import { analyzeStreamed } from './analyzeStreamed.ts';

/** Files of one measurement: the captures in each role the kind has, and what was played where it is known. */
export interface MeasurementFiles {
  readonly captures: Readonly<Partial<Record<CaptureRole, readonly string[]>>>;
  readonly reference: string | null;
}

/** How the files are read. */
export interface Reading {
  /** The stretch of each capture that is analysed; end null: to its end. */
  readonly startSeconds: number;
  readonly endSeconds: number | null;
  /** Volts rms of a full-scale sine, for figures in volts; null: re full scale. */
  readonly fullScaleVoltsRms: number | null;
  /** The same for what was played. */
  readonly referenceFullScaleVoltsRms: number | null;
}

const AS_IT_IS: Reading = {
  startSeconds: 0,
  endSeconds: null,
  fullScaleVoltsRms: null,
  referenceFullScaleVoltsRms: null,
};

/**
 * Analyses recorded files (WAV, RF64, FLAC; samples re full scale) in worker threads. Long captures are taken in records where the kind allows it
 * (docs/spec/files.md, STREAM-1), in at most 300 MB. The reference is always read from its beginning. Times in the result count from the start of the stretch.
 * @throws AmpbenchError of kind `data` naming the byte, sample, value or rule; of kind `usage` for settings, roles or stretches that do not fit; of kind
 *   `storage`
 */
export async function analyzeFile(
  kind: MeasurementKind,
  files: MeasurementFiles,
  settings: MeasureSettings,
  asked: Partial<Reading> = {},
): Promise<Analysis> {
  const reading = { ...AS_IT_IS, ...asked };
  const definition = kindNamed(kind);
  const opened: CaptureReader[] = [];
  const open = async (path: string, fullScaleVoltsRms: number | null): Promise<CaptureReader> => {
    const reader = await openCapture(path);
    opened.push(reader);
    return fullScaleVoltsRms === null ? reader : inVolts(reader, fullScaleVoltsRms);
  };
  try {
    const readers = new Map<CaptureRole, readonly CaptureReader[]>();
    for (const role of definition.roles) {
      const opening: CaptureReader[] = [];
      for (const path of files.captures[role] ?? []) opening.push(await open(path, reading.fullScaleVoltsRms));
      readers.set(role, opening);
    }
    const reference =
      definition.reference === 'ignored' || files.reference === null
        ? null
        : await open(files.reference, reading.referenceFullScaleVoltsRms);
    const main = readers.get('main')?.at(0);
    if (main !== undefined && STREAMED_KINDS.has(kind)) {
      const { startFrame, endFrame } = frameRange(main, reading.startSeconds, reading.endSeconds);
      if (isTakenInRecords(endFrame - startFrame, main.sampleRateHz))
        return await analyzeStreamed(
          (input) => analysisPool().run({ part: 'all', kind, input, settings }),
          main,
          reference,
          startFrame,
          endFrame,
        );
    }
    return await analyzeWhole(kind, readers, reference, settings, reading);
  } finally {
    for (const reader of opened) await reader.close();
  }
}

async function analyzeWhole(
  kind: MeasurementKind,
  readers: ReadonlyMap<CaptureRole, readonly CaptureReader[]>,
  reference: CaptureReader | null,
  settings: MeasureSettings,
  { startSeconds, endSeconds }: Reading,
): Promise<Analysis> {
  const captures: Partial<Record<CaptureRole, Capture>> = {};
  const repeats: Partial<Record<CaptureRole, readonly Capture[]>> = {};
  const findings: AnalysisFinding[] = [];
  for (const [role, each] of readers) {
    const read: Capture[] = [];
    for (const reader of each) {
      const { startFrame, endFrame } = frameRange(reader, startSeconds, endSeconds);
      read.push((await readStretch(reader, startFrame, endFrame)).capture);
      findings.push(...reader.findings);
    }
    if (read.length > 0) captures[role] = read[0];
    if (read.length > 1) repeats[role] = read.slice(1);
  }
  const played = reference === null ? null : (await readStretch(reference, 0, reference.frameCount)).capture;
  const analysis = await analyzeOnAllCores(kind, { captures, repeats, reference: played }, settings);
  return { ...analysis, integrity: [...findings, ...analysis.integrity] };
}
