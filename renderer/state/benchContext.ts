import { createContext, useCallback, useContext, useState } from 'react';
import type { ErrorRecord } from '../../core/errors.ts';
import type { BenchCalls } from '../bridge/connectBench.ts';
import { errorRecord } from './errorRecord.ts';
import type { BenchLink } from './useBench.ts';

/** What every screen works with: the bench's calls, the run, and what this page may do. */
export interface BenchAccess extends BenchLink {
  readonly inControl: boolean;
  /** Ends the run and fades the output. */
  readonly stop: () => void;
  readonly stopError: ErrorRecord | null;
}

export const BenchContext = createContext<BenchAccess | null>(null);

export function useBenchAccess(): BenchAccess {
  const access = useContext(BenchContext);
  if (access === null) throw new Error('a screen stands inside the bench context');
  return access;
}

/** An action on the bench that may fail, and the error of the last one. Does nothing while the bench is not connected. */
export function useAttempt(calls: BenchCalls | null): {
  readonly attempt: (action: (calls: BenchCalls) => Promise<void>) => void;
  readonly error: ErrorRecord | null;
} {
  const [error, setError] = useState<ErrorRecord | null>(null);
  const attempt = useCallback(
    (action: (calls: BenchCalls) => Promise<void>): void => {
      if (calls === null) return;
      setError(null);
      action(calls).catch((thrown: unknown) => {
        setError(errorRecord(thrown));
      });
    },
    [calls],
  );
  return { attempt, error };
}
