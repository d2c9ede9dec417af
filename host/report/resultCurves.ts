import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import { analysisCurves, analysisImpulses, verificationCurves } from '../../core/interchange/resultCurves.ts';
import { analysisSchema } from '../../core/result/analysisSchema.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import type { StoredReport } from './storedReport.ts';

/** A measurement on a rig has more fields than an analysed file has. */
const anyAnalysis = z.looseObject(analysisSchema.shape);

/**
 * The curves of a result as JSON: what `analyze`, `measure` or `verify` print with `--json`.
 * @param place the file's name, for messages and titles
 * @throws AmpbenchError `data/result-damaged` naming the file, the field and the rule
 */
export function curvesOfResult(json: string, place: string): Pick<StoredReport, 'curves' | 'impulses'> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new AmpbenchError('data', 'result-damaged', `${place} is not JSON: ${String(error)}`, { place });
  }
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'verification')
    return { curves: verificationCurves(decodeResult(json, place)), impulses: [] };
  const parsed = anyAnalysis.safeParse(value);
  if (!parsed.success) {
    const what = z.prettifyError(parsed.error).replaceAll('\n', '; ');
    throw new AmpbenchError('data', 'result-damaged', `${place} is no result: ${what}`, { place });
  }
  const title = `${parsed.data.kind} of ${place}`;
  return {
    curves: analysisCurves(parsed.data, title, String),
    impulses: analysisImpulses(parsed.data, title, String),
  };
}
