import { useCallback, useEffect, useState } from 'react';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import type { RunView } from './runView.ts';

/** A measurement on the desk: drawn with the others, or put aside. */
export interface SweepResult {
  readonly runId: string;
  /** Which rig and what else tells it from the others. */
  readonly name: string;
  readonly measurement: Measurement;
  readonly shown: boolean;
}

export interface SweepResults {
  readonly list: readonly SweepResult[];
  readonly add: (runId: string, measurement: Measurement) => void;
  readonly toggle: (runId: string) => void;
  readonly remove: (runId: string) => void;
}

/** The results that Sweeps lays over each other, for as long as the page is open: each new one, and those taken from Runs. */
export function useSweepResults(run: RunView): SweepResults {
  const [list, setList] = useState<readonly SweepResult[]>([]);
  const add = useCallback((runId: string, measurement: Measurement) => {
    const { request, rigId } = measurement;
    const load = request.loadOhms === null ? '' : `, ${request.loadOhms} Ω`;
    const where = request.path === 'dut' ? rigId : `${rigId} loopback`;
    const name = `${where}, ${request.outputVoltsRms} V${load}`;
    setList((before) =>
      before.some((each) => each.runId === runId) ? before : [{ runId, name, measurement, shown: true }, ...before],
    );
  }, []);
  const { runId, measurement } = run;
  useEffect(() => {
    if (runId !== null && measurement !== null) add(runId, measurement);
  }, [runId, measurement, add]);
  const toggle = useCallback((wanted: string) => {
    setList((before) => before.map((each) => (each.runId === wanted ? { ...each, shown: !each.shown } : each)));
  }, []);
  const remove = useCallback((wanted: string) => {
    setList((before) => before.filter((each) => each.runId !== wanted));
  }, []);
  return { list, add, toggle, remove };
}
