import type { Analysis, AnalysisInput, MeasurementKind } from '../../core/measure/analysis.ts';
import { capturesToCheck, withFindings } from '../../core/measure/analyzeKind.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { analysisPool } from './analysisPool.ts';
import type { AnalysisPool } from './analysisPool.ts';

/**
 * One analysis in worker threads: the figures in one of them, the checks of each capture in others. The same document as `analyzeKind` makes. Samples in
 * shared memory stay where they are; others are moved, or copied where two threads need them.
 * @throws AmpbenchError as `analyzeKind` does
 */
export async function analyzeOnAllCores(
  kind: MeasurementKind,
  input: AnalysisInput,
  settings: MeasureSettings,
  pool: AnalysisPool = analysisPool(),
): Promise<Analysis> {
  const checks = capturesToCheck(kindNamed(kind), input).map((each) => ({ part: 'checks', ...each }) as const);
  const [figures, ...checked] = await pool.runAll([{ part: 'figures', kind, input, settings } as const, ...checks]);
  // What cannot be analysed says so before what cannot be checked, as in one thread
  const analysis = valueOf(figures) as Analysis;
  return withFindings(
    analysis,
    checked.flatMap((outcome) => valueOf(outcome) as Analysis['integrity']),
  );
}

function valueOf<Value>(outcome: PromiseSettledResult<Value>): Value {
  if (outcome.status === 'rejected') throw outcome.reason as Error;
  return outcome.value;
}
