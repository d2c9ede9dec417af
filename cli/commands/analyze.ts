import { AmpbenchError } from '../../core/errors.ts';
import type { CaptureRole } from '../../core/measure/analysis.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import { renderAnalysis } from '../../core/report/analysisText.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { analyzeFile } from '../../host/files/analyzeFile.ts';
import { EXIT } from '../exitCodes.ts';
import { numberOption, settingsFrom } from '../options/measureOptions.ts';
import { terminalColumns } from '../output.ts';

export interface AnalyzeOptions {
  readonly reference?: string;
  readonly open?: string;
  readonly loaded?: string;
  readonly without?: string;
  readonly with?: string;
  readonly start?: string;
  readonly end?: string;
  readonly fullScaleVolts?: string;
  readonly fullScaleAccuracy: string;
  readonly compare?: boolean;
  readonly json?: boolean;
}

/** The file for each role the kind asks for. */
function filesByRole(
  kind: string,
  roles: readonly CaptureRole[],
  capture: string | undefined,
  options: AnalyzeOptions,
): Partial<Record<CaptureRole, string>> {
  const given: Partial<Record<CaptureRole, string | undefined>> = {
    main: capture,
    open: options.open,
    loaded: options.loaded,
    without: options.without,
    with: options.with,
  };
  const flagOf = (role: CaptureRole): string => (role === 'main' ? 'a capture' : `--${role}`);
  for (const [role, path] of Object.entries(given) as [CaptureRole, string | undefined][]) {
    if (path !== undefined && !roles.includes(role))
      throw new AmpbenchError(
        'usage',
        'option-invalid',
        `${flagOf(role)} "${path}" has no meaning for ${kind}`,
        {},
        `It takes ${roles.map(flagOf).join(' and ')}.`,
      );
    if (path === undefined && roles.includes(role))
      throw new AmpbenchError('usage', 'option-missing', `${kind} needs ${roles.map(flagOf).join(' and ')}`, { kind });
  }
  return Object.fromEntries(Object.entries(given).filter(([, path]) => path !== undefined));
}

/** `ampbench analyze <kind> <capture>`: the analysis of recorded files; figures (or the JSON) go to stdout. */
export async function runAnalyze(name: string, capture: string | undefined, options: AnalyzeOptions): Promise<number> {
  const { kind, roles } = kindNamed(name);
  const files = filesByRole(kind, roles, capture, options);
  const stretch = {
    startSeconds: numberOption('--start', options.start, 0) ?? 0,
    endSeconds: numberOption('--end', options.end, 0) ?? null,
  };
  const document = await analyzeFile(
    kind,
    { captures: files, reference: options.reference ?? null },
    settingsFrom({ ...options }),
    stretch,
  );
  process.stdout.write(
    options.json === true ? encodeResult(document) : `${renderAnalysis(document, terminalColumns())}\n`,
  );
  return EXIT.pass;
}
