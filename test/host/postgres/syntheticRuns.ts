import type { RunRows } from '../../../host/store/database/runRows.ts';
import { unitIdOf } from '../../../host/store/database/unitId.ts';
import { runId } from './storedRuns.ts';

export const PRODUCT = 'Example Amp';
const BENCH = { id: runId(999_999), name: 'bench' };

/** A finished run's rows with figures that are given, as a store would hold them. */
export function syntheticRun(number: number, startedAt: string, values: readonly (number | null)[]): RunRows {
  const id = runId(number);
  const serial = `S${String(number % 7)}`;
  const unit = { id: unitIdOf(PRODUCT, serial), product: PRODUCT, serial };
  return {
    bench: BENCH,
    unit,
    run: {
      id,
      benchId: BENCH.id,
      name: `run-${String(number)}`,
      sort: 'verification',
      title: PRODUCT,
      cardId: 'example-amp',
      unitId: unit.id,
      batchId: null,
      rigId: 'rig',
      rigName: 'Rig',
      simulated: 0,
      startedAt,
      finishedAt: startedAt,
      outcome: 'pass',
      summaryJson: null,
      productVersion: '0.1.0',
      recordSha256: id,
      resultSha256: id,
      deletedAt: null,
      searchText: 'example amp',
    },
    documents: [{ runId: id, name: 'run.json', content: '{}' }],
    journalEntries: [],
    captures: [],
    takes: [],
    figures: values.map((value, position) => ({
      runId: id,
      position,
      series: `step-${String(position)}/thd-n/left`,
      figureId: 'thd-n',
      stepId: `step-${String(position)}`,
      claimId: null,
      channel: 'left',
      value,
      unit: position === 0 ? 'V' : null,
      uncertainty: 1e-7,
      definitionId: 'thdn.lobe.total.20-20k',
      conditionsJson: '{"outputVoltsRms":1,"loadOhms":33,"frequencyHz":1000,"sampleRateHz":192000,"bandHz":[20,20000]}',
      verdict: position === 1 ? (number % 3 === 0 ? 'fail' : 'pass') : null,
      reasonCode: null,
      startedAt,
    })),
  };
}
