import { useState } from 'react';
import type { ErrorRecord } from '../../../core/errors.ts';
import type { BenchCalls } from '../../bridge/connectBench.ts';
import { errorRecord } from '../../state/errorRecord.ts';
import { useBenchAccess } from '../../state/benchContext.ts';
import { useStopKey } from './useStopKey.ts';

/** Something that plays in loopback while the page waits: whether it does, how it ended, and how to begin and end it. */
export function useTake<Result>(
  begin: (calls: BenchCalls) => Promise<Result>,
  done: (result: Result) => void,
): {
  readonly playing: boolean;
  readonly error: ErrorRecord | null;
  readonly play: () => void;
  readonly stop: () => void;
} {
  const { calls, stop } = useBenchAccess();
  const [playing, setPlaying] = useState(false);
  const [error, setError] = useState<ErrorRecord | null>(null);
  useStopKey(playing ? stop : null);
  const play = (): void => {
    if (calls === null || playing) return;
    setError(null);
    setPlaying(true);
    begin(calls)
      .then(done, (thrown: unknown) => {
        setError(errorRecord(thrown));
      })
      .finally(() => {
        setPlaying(false);
      });
  };
  return { playing, error, play, stop };
}
