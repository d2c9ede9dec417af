import { AmpbenchError } from '../../core/errors.ts';
import type { CaptureRole, MeasurementKind } from '../../core/measure/analysis.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { compareThdnMethods } from '../../core/measure/thdn/comparison.ts';
import { withCalibration } from '../../core/measure/withCalibration.ts';
import { renderAnalysis } from '../../core/report/analysisText.ts';
import { renderComparison } from '../../core/report/comparisonText.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { analyzeFile } from '../../host/files/analyzeFile.ts';
import type { Reading } from '../../host/files/analyzeFile.ts';
import { readCapture } from '../../host/files/openCapture.ts';
import { EXIT } from '../exitCodes.ts';
import { numberOption, settingsFrom } from '../options/measureOptions.ts';
import { terminalColumns } from '../output.ts';

const LEAST_VOLTS = 1e-6;

export interface AnalyzeOptions {
  readonly reference?: string;
  readonly open?: readonly string[];
  readonly loaded?: readonly string[];
  readonly without?: string;
  readonly with?: string;
  readonly start?: string;
  readonly end?: string;
  readonly fullScaleVolts?: string;
  readonly fullScaleAccuracy: string;
  readonly referenceFullScaleVolts?: string;
  readonly compare?: boolean;
  readonly json?: boolean;
}

/** The files for each role the kind asks for. */
function filesByRole(
  kind: string,
  roles: readonly CaptureRole[],
  capture: string | undefined,
  options: AnalyzeOptions,
): Partial<Record<CaptureRole, readonly string[]>> {
  const one = (path: string | undefined): readonly string[] => (path === undefined ? [] : [path]);
  const given: Record<CaptureRole, readonly string[]> = {
    main: one(capture),
    open: options.open ?? [],
    loaded: options.loaded ?? [],
    without: one(options.without),
    with: one(options.with),
  };
  const flagOf = (role: CaptureRole): string => (role === 'main' ? 'a capture' : `--${role}`);
  for (const [role, paths] of Object.entries(given) as [CaptureRole, readonly string[]][]) {
    if (paths.length > 0 && !roles.includes(role))
      throw new AmpbenchError(
        'usage',
        'option-invalid',
        `${flagOf(role)} "${paths[0]}" has no meaning for ${kind}`,
        {},
        `It takes ${roles.map(flagOf).join(' and ')}.`,
      );
    if (paths.length === 0 && roles.includes(role))
      throw new AmpbenchError('usage', 'option-missing', `${kind} needs ${roles.map(flagOf).join(' and ')}`, { kind });
  }
  return given;
}

/** `ampbench analyze <kind> <capture>`: the analysis of recorded files; figures (or the JSON) go to stdout. */
export async function runAnalyze(name: string, capture: string | undefined, options: AnalyzeOptions): Promise<number> {
  const { kind, roles } = kindNamed(name);
  const files = filesByRole(kind, roles, capture, options);
  const reading = {
    startSeconds: numberOption('--start', options.start, 0) ?? 0,
    endSeconds: numberOption('--end', options.end, 0) ?? null,
    fullScaleVoltsRms: numberOption('--full-scale-volts', options.fullScaleVolts, LEAST_VOLTS) ?? null,
    referenceFullScaleVoltsRms:
      numberOption('--reference-full-scale-volts', options.referenceFullScaleVolts, LEAST_VOLTS) ?? null,
  };
  const settings = settingsFrom({ ...options });
  if (options.compare === true) return compare(kind, capture, settings, reading, options.json === true);
  const analysis = await analyzeFile(
    kind,
    { captures: files, reference: options.reference ?? null },
    settings,
    reading,
  );
  const accuracy = (numberOption('--full-scale-accuracy', options.fullScaleAccuracy, 0) ?? 0) / 100;
  const document =
    reading.fullScaleVoltsRms === null ? analysis : withCalibration(analysis, { input: accuracy, output: accuracy });
  process.stdout.write(
    options.json === true ? encodeResult(document) : `${renderAnalysis(document, terminalColumns())}\n`,
  );
  return EXIT.pass;
}

/** The four methods of THD+N side by side. */
async function compare(
  kind: MeasurementKind,
  path: string | undefined,
  settings: MeasureSettings,
  { startSeconds, endSeconds }: Reading,
  json: boolean,
): Promise<number> {
  if (kind !== 'thdn' || path === undefined)
    throw new AmpbenchError(
      'usage',
      'option-invalid',
      `--compare has no meaning for ${kind}: it compares methods of thdn`,
    );
  const { capture } = await readCapture(path, startSeconds, endSeconds);
  const comparison = compareThdnMethods({ captures: { main: capture }, reference: null }, settings);
  process.stdout.write(json ? encodeResult(comparison) : `${renderComparison(comparison, terminalColumns())}\n`);
  return EXIT.pass;
}
