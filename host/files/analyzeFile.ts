import type {
  Analysis,
  AnalysisFinding,
  AnalysisInput,
  Capture,
  CaptureRole,
  KindDefinition,
  MeasurementKind,
} from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { readCapture } from './openCapture.ts';

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

export const WHOLE_FILE: Stretch = { startSeconds: 0, endSeconds: null };

/**
 * Analyses recorded files (WAV, RF64, FLAC; samples re full scale). The reference is always read from its beginning.
 * @throws AmpbenchError of kind `data` naming the byte, sample, value or rule; of kind `usage` for settings, roles or stretches that do not fit; of kind
 *   `storage`
 */
export async function analyzeFile(
  kind: MeasurementKind,
  files: MeasurementFiles,
  settings: MeasureSettings,
  stretch: Stretch = WHOLE_FILE,
): Promise<Analysis> {
  return analyzeWhole(kindNamed(kind), files, settings, stretch);
}

async function analyzeWhole(
  definition: KindDefinition,
  files: MeasurementFiles,
  settings: MeasureSettings,
  stretch: Stretch,
): Promise<Analysis> {
  const captures: Partial<Record<CaptureRole, Capture>> = {};
  const findings: AnalysisFinding[] = [];
  for (const role of definition.roles) {
    const path = files.captures[role];
    if (path === undefined) continue;
    const { capture, findings: found } = await readCapture(path, stretch.startSeconds, stretch.endSeconds);
    captures[role] = capture;
    findings.push(...found);
  }
  const reference =
    files.reference === null || definition.reference === 'ignored'
      ? null
      : (await readCapture(files.reference)).capture;
  const input: AnalysisInput = { captures, reference };
  const analysis = analyzeKind(definition, input, settings);
  return { ...analysis, integrity: [...findings, ...analysis.integrity] };
}
