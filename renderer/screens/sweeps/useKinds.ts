import { useEffect, useState } from 'react';
import type { ErrorRecord } from '../../../core/errors.ts';
import type { KindListing, MeasurementPreview, MeasurementPreviewRequest } from '../../../electron/ipc/contract.ts';
import type { BenchCalls } from '../../bridge/connectBench.ts';
import { errorRecord } from '../../state/errorRecord.ts';

/** The kinds of measurement the engine has. */
export function useKinds(calls: BenchCalls | null): readonly KindListing[] {
  const [kinds, setKinds] = useState<readonly KindListing[]>([]);
  useEffect(() => {
    if (calls === null) return;
    calls.kinds().then(setKinds, () => {
      setKinds([]);
    });
  }, [calls]);
  return kinds;
}

/** Typing makes a request with every key: the engine is asked when it has paused. */
const PAUSE_MS = 250;

/** What a measurement would put out, or why it cannot be made; both null while it is asked. */
export function usePreview(
  calls: BenchCalls | null,
  request: MeasurementPreviewRequest | null,
): { readonly preview: MeasurementPreview | null; readonly problem: ErrorRecord | null } {
  const [answer, setAnswer] = useState<{ preview: MeasurementPreview | null; problem: ErrorRecord | null }>({
    preview: null,
    problem: null,
  });
  const asked = request === null ? null : JSON.stringify(request);
  useEffect(() => {
    setAnswer({ preview: null, problem: null });
    if (calls === null || asked === null) return undefined;
    let current = true;
    const timer = window.setTimeout(() => {
      calls.previewMeasurement(JSON.parse(asked) as MeasurementPreviewRequest).then(
        (preview) => {
          if (current) setAnswer({ preview, problem: null });
        },
        (thrown: unknown) => {
          if (current) setAnswer({ preview: null, problem: errorRecord(thrown) });
        },
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [calls, asked]);
  return answer;
}
