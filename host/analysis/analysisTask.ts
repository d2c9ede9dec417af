import type { AnalysisInput, MeasurementKind } from '../../core/measure/analysis.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';

/** One analysis, as it crosses to a worker thread. */
export interface AnalysisTask {
  readonly kind: MeasurementKind;
  readonly input: AnalysisInput;
  readonly settings: MeasureSettings;
}

/** The memory behind a task's samples, each piece once. */
export function buffersOf({ input }: AnalysisTask): Set<ArrayBuffer> {
  const buffers = new Set<ArrayBuffer>();
  for (const capture of [...Object.values(input.captures), input.reference]) {
    for (const { buffer } of capture?.channels ?? []) if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  }
  return buffers;
}
