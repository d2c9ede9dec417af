import { basename } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { Analysis, CaptureRole } from '../../core/measure/analysis.ts';
import { compareResponse } from '../../core/interchange/compareResponse.ts';
import { readCurve } from '../../core/interchange/readCurve.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import { compareThdnMethods } from '../../core/measure/thdn/comparison.ts';
import { withCalibration } from '../../core/measure/withCalibration.ts';
import { renderAnalysis } from '../../core/report/analysisText.ts';
import { renderComparison } from '../../core/report/comparisonText.ts';
import { renderResponseComparison } from '../../core/report/responseComparisonText.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { analyzeFile } from '../../host/files/analyzeFile.ts';
import { readForeignText } from '../../host/files/textFile.ts';
import { readCapture } from '../../host/files/openCapture.ts';
import { EXIT } from '../exitCodes.ts';
import { captureReading, type CaptureReadingOptions } from '../options/captureReading.ts';
import { settingsFrom } from '../options/measureOptions.ts';
import { terminalColumns } from '../output.ts';

export interface AnalyzeOptions extends CaptureReadingOptions {
  readonly reference?: string;
  readonly open?: readonly string[];
  readonly loaded?: readonly string[];
  readonly without?: string;
  readonly with?: string;
  /** `true`: the methods of thdn; a file: a response to compare with. */
  readonly compare?: true | string;
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
  const definition = kindNamed(name);
  const { kind, roles } = definition;
  if (kind === 'thdn' && options.compare !== undefined) return compareMethods(capture, options);
  if (options.compare !== undefined && (kind !== 'frequency-response' || options.compare === true))
    throw new AmpbenchError(
      'usage',
      'option-invalid',
      `--compare has no meaning for ${kind}${kind === 'frequency-response' ? ' without a curve' : ''}: it compares methods of thdn, or a frequency-response with a curve`,
    );
  const captures = filesByRole(kind, roles, capture, options);
  const { reading, settings, calibrationUncertainty, notKnown, simulated } = await captureReading(
    definition,
    Object.values(captures).flat(),
    options.reference,
    settingsFrom({ ...options }),
    options,
  );
  if (simulated) process.stderr.write('SIMULATED capture: no device was involved\n');
  const analysis = await analyzeFile(kind, { captures, reference: options.reference ?? null }, settings, reading);
  const calibrated =
    reading.fullScaleVoltsRms === null
      ? analysis
      : withCalibration(analysis, { input: calibrationUncertainty, output: calibrationUncertainty });
  const document: Analysis = notKnown.length === 0 ? calibrated : { ...calibrated, notKnown };
  if (typeof options.compare === 'string') return compareWith(options.compare, document, options.json === true);
  print(document, renderAnalysis, options.json);
  return EXIT.pass;
}

function print<Document extends object>(
  document: Document,
  render: (document: Document, columns: number) => string,
  json = false,
): void {
  process.stdout.write(json ? encodeResult(document) : `${render(document, terminalColumns())}\n`);
}

/** A response against a curve of another program or unit. */
async function compareWith(path: string, analysis: Analysis, json: boolean): Promise<number> {
  const place = basename(path);
  const { curve } = readCurve(await readForeignText(path), place, { expected: 'response' });
  print(compareResponse(analysis, curve, place), (document) => renderResponseComparison(document, place), json);
  return EXIT.pass;
}

/** The four methods of THD+N side by side. */
async function compareMethods(capture: string | undefined, options: AnalyzeOptions): Promise<number> {
  // `--compare` takes the word behind it, which is the capture where nothing else names one
  const path = capture ?? (typeof options.compare === 'string' ? options.compare : undefined);
  if (path === undefined || (capture !== undefined && options.compare !== true))
    throw new AmpbenchError(
      'usage',
      'option-invalid',
      '--compare takes no curve with thdn: it compares methods on one capture',
    );
  const definition = kindNamed('thdn');
  const { reading, settings } = await captureReading(
    definition,
    [path],
    undefined,
    settingsFrom({ ...options }),
    options,
  );
  const { capture: recorded } = await readCapture(path, reading.startSeconds, reading.endSeconds);
  print(
    compareThdnMethods({ captures: { main: recorded }, reference: null }, settings),
    renderComparison,
    options.json,
  );
  return EXIT.pass;
}
