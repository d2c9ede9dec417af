import { useCallback, useState } from 'react';
import type { RunView } from '../state/runView.ts';
import { READING_STEPS, stepOfRun, type TourStep } from './tourSteps.ts';

const STORAGE_KEY = 'ampbench-tour';
const SEEN = 'seen';

/** `welcome`: offered; a number: reading step; a run's id: that run is followed; null: no tour. */
type Position = 'welcome' | number | { readonly runId: string } | null;

export interface Tour {
  /** Null: no tour is under way. */
  readonly step: TourStep | null;
  /** Offers it again, whoever has seen it. */
  readonly offer: () => void;
  readonly begin: () => void;
  readonly next: () => void;
  /** The tour's run has begun. */
  readonly follow: (runId: string) => void;
  /** Skipped or finished: not offered to this person again. */
  readonly end: () => void;
}

/** The guided tour: offered at the first start, then only when asked for; remembered for this person. */
export function useTour(run: RunView): Tour {
  const [position, setPosition] = useState<Position>(() =>
    window.localStorage.getItem(STORAGE_KEY) === SEEN ? null : 'welcome',
  );
  const offer = useCallback(() => {
    setPosition('welcome');
  }, []);
  const begin = useCallback(() => {
    setPosition(0);
  }, []);
  const next = useCallback(() => {
    setPosition((before) => (typeof before === 'number' ? Math.min(before + 1, READING_STEPS.length - 1) : before));
  }, []);
  const follow = useCallback((runId: string) => {
    setPosition({ runId });
  }, []);
  const end = useCallback(() => {
    window.localStorage.setItem(STORAGE_KEY, SEEN);
    setPosition(null);
  }, []);
  const stepAt = (): TourStep | null => {
    if (position === null || position === 'welcome') return position;
    if (typeof position === 'number') return READING_STEPS[position];
    return run.runId === position.runId ? stepOfRun(run) : 'preparing';
  };
  return { step: stepAt(), offer, begin, next, follow, end };
}
