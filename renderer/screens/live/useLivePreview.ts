import { useEffect, useState } from 'react';
import type { ErrorRecord } from '../../../core/errors.ts';
import type { LivePreview, LiveRequest } from '../../../electron/ipc/live.ts';
import type { BenchCalls } from '../../bridge/connectBench.ts';
import { errorRecord } from '../../state/errorRecord.ts';

interface Answer {
  readonly preview: LivePreview | null;
  readonly problem: ErrorRecord | null;
}

const PAUSE_MS = 200;

/** What a live session would put out, or why it cannot begin; the last answer stays while the next one is asked. */
export function useLivePreview(
  calls: BenchCalls | null,
  request: LiveRequest | null,
): Answer & { readonly asked: string | null } {
  const [answer, setAnswer] = useState<Answer & { asked: string | null }>({
    preview: null,
    problem: null,
    asked: null,
  });
  const asked = request === null ? null : JSON.stringify(request);
  useEffect(() => {
    if (calls === null || asked === null) return undefined;
    let current = true;
    const timer = window.setTimeout(() => {
      calls.previewLive(JSON.parse(asked) as LiveRequest).then(
        (preview) => {
          if (current) setAnswer({ preview, problem: null, asked });
        },
        (thrown: unknown) => {
          if (current) setAnswer({ preview: null, problem: errorRecord(thrown), asked });
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
