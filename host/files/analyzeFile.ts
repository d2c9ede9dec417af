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
import type { CaptureReader } from './captureReader.ts';
import { frameRange, openCapture, readCapture, readStretch } from './openCapture.ts';
import { analyzeStreamed } from './analyzeStreamed.ts';

/** Files of one measurement: a capture for each role the kind has, and what was played where it is known. */
export interface MeasurementFiles {
  readonly captures: Readonly<Partial<Record<CaptureRole, string>>>;
  readonly reference: string | null;
}

/** The stretch of each capture that is analysed; null: to its end. */
export interface Stretch {
  readonly startSeconds: number;
  readonly endSeconds: number | null;
}

const WHOLE_FILE: Stretch = { startSeconds: 0, endSeconds: null };

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
  stretch: Stretch = WHOLE_FILE,
): Promise<Analysis> {
  const definition = kindNamed(kind);
  const readers = new Map<CaptureRole, CaptureReader>();
  try {
    for (const role of definition.roles) {
      const path = files.captures[role];
      if (path !== undefined) readers.set(role, await openCapture(path));
    }
    const main = readers.get('main');
    const reference = definition.reference === 'ignored' ? null : files.reference;
    if (main !== undefined && STREAMED_KINDS.has(kind)) {
      const { startFrame, endFrame } = frameRange(main, stretch.startSeconds, stretch.endSeconds);
      if (isTakenInRecords(endFrame - startFrame, main.sampleRateHz))
        return await analyzeStreamed(definition, main, reference, settings, startFrame, endFrame);
    }
    return await analyzeWhole(definition, readers, reference, settings, stretch);
  } finally {
    for (const reader of readers.values()) await reader.close();
  }
}

async function analyzeWhole(
  definition: KindDefinition,
  readers: ReadonlyMap<CaptureRole, CaptureReader>,
  reference: string | null,
  settings: MeasureSettings,
  stretch: Stretch,
): Promise<Analysis> {
  const captures: Partial<Record<CaptureRole, Capture>> = {};
  const findings: AnalysisFinding[] = [];
  for (const [role, reader] of readers) {
    const { startFrame, endFrame } = frameRange(reader, stretch.startSeconds, stretch.endSeconds);
    captures[role] = (await readStretch(reader, startFrame, endFrame)).capture;
    findings.push(...reader.findings);
  }
  const played = reference === null ? null : (await readCapture(reference)).capture;
  const analysis = analyzeKind(definition, { captures, reference: played }, settings);
  return { ...analysis, integrity: [...findings, ...analysis.integrity] };
}
