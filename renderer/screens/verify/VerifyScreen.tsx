import { useState } from 'react';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { ResultScreen } from '../run/ResultScreen.tsx';
import { RunScreen } from '../run/RunScreen.tsx';
import { cardRef } from './choice.ts';
import { SetupScreen } from './SetupScreen.tsx';
import type { CardDesk } from './useCard.ts';

/** The main job: from a published specification to verdicts. A finished run stays until a new one is wanted. */
export function VerifyScreen({ desk }: { readonly desk: CardDesk }) {
  const { run, calls, inControl } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [dismissed, setDismissed] = useState<string | null>(null);
  if (run.planned !== null && run.phase === 'running') return <RunScreen planned={run.planned} />;
  if (run.planned !== null && run.runId !== dismissed)
    return (
      <ResultScreen
        run={run}
        onNew={() => {
          setDismissed(run.runId);
        }}
      />
    );
  return (
    <SetupScreen
      desk={desk}
      inControl={inControl}
      startError={error}
      onStart={() => {
        const { choice, rigId } = desk;
        attempt(async (bench) => {
          await bench.verify({ card: cardRef(choice), rig: { kind: 'listed', id: rigId } });
        });
      }}
    />
  );
}
