import { useEffect, useState } from 'react';
import type { ErrorRecord } from '../../../core/errors.ts';
import type { PagePairRequest, PairingAnswer } from '../../../electron/ipc/contract.ts';
import type { BenchCalls } from '../../bridge/connectBench.ts';
import { errorRecord } from '../../state/errorRecord.ts';

const PAUSE_MS = 200;

/** The answer to a pairing, asked for again when anything in it has changed; the last one stays until the next has come. */
export function usePairing(
  calls: BenchCalls | null,
  request: PagePairRequest | null,
): { readonly answer: PairingAnswer | null; readonly error: ErrorRecord | null } {
  const [answer, setAnswer] = useState<PairingAnswer | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);
  const asked = request === null ? null : JSON.stringify(request);
  useEffect(() => {
    if (calls === null || asked === null) {
      setAnswer(null);
      setError(null);
      return undefined;
    }
    let current = true;
    const timer = window.setTimeout(() => {
      calls.pair(JSON.parse(asked) as PagePairRequest).then(
        (given) => {
          if (!current) return;
          setAnswer(given);
          setError(null);
        },
        (thrown: unknown) => {
          if (!current) return;
          setAnswer(null);
          setError(errorRecord(thrown));
        },
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [calls, asked]);
  return { answer, error };
}
