import type {
  Analysis,
  AnalysisFinding,
  Capture,
  CaptureRole,
  KindDefinition,
  MeasurementKind,
} from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { isTakenInRecords, STREAMED_KINDS } from '../../core/stream/records.ts';
import { inVolts } from './captureReader.ts';
import type { CaptureReader } from './captureReader.ts';
import { frameRange, openCapture, readStretch } from './openCapture.ts';
import { analyzeStreamed } from './analyzeStreamed.ts';

/** Files of one measurement: a capture for each role the kind has, and what was played where it is known. */
export interface MeasurementFiles {
  readonly captures: Readonly<Partial<Record<CaptureRole, string>>>;
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
 * Analyses recorded files (WAV, RF64, FLAC; samples re full scale). Long captures are taken in records where the kind allows it (docs/spec/files.md,
 * STREAM-1), in at most 300 MB. The reference is always read from its beginning. Times in the result count from the start of the stretch.
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
    const readers = new Map<CaptureRole, CaptureReader>();
    for (const role of definition.roles) {
      const path = files.captures[role];
      if (path !== undefined) readers.set(role, await open(path, reading.fullScaleVoltsRms));
    }
    const reference =
      definition.reference === 'ignored' || files.reference === null
        ? null
        : await open(files.reference, reading.referenceFullScaleVoltsRms);
    const main = readers.get('main');
    if (main !== undefined && STREAMED_KINDS.has(kind)) {
      const { startFrame, endFrame } = frameRange(main, reading.startSeconds, reading.endSeconds);
      if (isTakenInRecords(endFrame - startFrame, main.sampleRateHz))
        return await analyzeStreamed(definition, main, reference, settings, startFrame, endFrame);
    }
    return await analyzeWhole(definition, readers, reference, settings, reading);
  } finally {
    for (const reader of opened) await reader.close();
  }
}

async function analyzeWhole(
  definition: KindDefinition,
  readers: ReadonlyMap<CaptureRole, CaptureReader>,
  reference: CaptureReader | null,
  settings: MeasureSettings,
  { startSeconds, endSeconds }: Reading,
): Promise<Analysis> {
  const captures: Partial<Record<CaptureRole, Capture>> = {};
  const findings: AnalysisFinding[] = [];
  for (const [role, reader] of readers) {
    const { startFrame, endFrame } = frameRange(reader, startSeconds, endSeconds);
    captures[role] = (await readStretch(reader, startFrame, endFrame)).capture;
    findings.push(...reader.findings);
  }
  const played = reference === null ? null : (await readStretch(reference, 0, reference.frameCount)).capture;
  const analysis = analyzeKind(definition, { captures, reference: played }, settings);
  return { ...analysis, integrity: [...findings, ...analysis.integrity] };
}
