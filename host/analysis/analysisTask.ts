import type {
  Analysis,
  AnalysisFinding,
  AnalysisInput,
  Capture,
  MeasurementKind,
} from '../../core/measure/analysis.ts';
import { analyzeKind, figuresOf } from '../../core/measure/analyzeKind.ts';
import { checkCapture } from '../../core/measure/integrity/checkCapture.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';

/** An analysis: all of it, or its figures alone while the captures are checked elsewhere. */
export interface KindTask {
  readonly part: 'all' | 'figures';
  readonly kind: MeasurementKind;
  readonly input: AnalysisInput;
  readonly settings: MeasureSettings;
}

/** The checks of one capture. */
export interface CheckTask {
  readonly part: 'checks';
  readonly capture: Capture;
  readonly reference: Capture | null;
}

/** What a worker thread is given at a time. */
export type AnalysisTask = KindTask | CheckTask;

export type TaskResult<Task extends AnalysisTask> = Task extends CheckTask ? readonly AnalysisFinding[] : Analysis;

/** @throws AmpbenchError as `analyzeKind` does */
export function perform(task: AnalysisTask): Analysis | readonly AnalysisFinding[] {
  if (task.part === 'checks') return checkCapture(task).findings;
  return (task.part === 'all' ? analyzeKind : figuresOf)(kindNamed(task.kind), task.input, task.settings);
}

/** For a person. */
export const nameOf = (task: AnalysisTask): string => (task.part === 'checks' ? 'the checks of a capture' : task.kind);

/** The memory behind a task's samples, each piece once; what is shared between threads needs no moving. */
export function buffersOf(task: AnalysisTask): Set<ArrayBuffer> {
  const buffers = new Set<ArrayBuffer>();
  for (const capture of capturesIn(task))
    for (const { buffer } of capture.channels) if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  return buffers;
}

function capturesIn(task: AnalysisTask): Capture[] {
  const all =
    task.part === 'checks'
      ? [task.capture, task.reference]
      : [
          ...Object.values(task.input.captures),
          ...Object.values(task.input.repeats ?? {}).flat(),
          task.input.reference,
        ];
  return all.filter((capture) => capture !== null);
}
