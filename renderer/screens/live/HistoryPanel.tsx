import { useCallback, useEffect, useMemo, useState } from 'react';
import { dbvFromVoltsRms } from '../../../core/units/decibel.ts';
import type { LiveFrame } from '../../bridge/liveFrame.ts';
import { text } from '../../text/english.ts';
import { LiveChart } from './LiveChart.tsx';
import { historyPoints, historySpec } from './livePictures.ts';
import type { LivePicture } from '../../charts/traceLayer.ts';
import type { LevelHistory } from './useLiveFrames.ts';

const words = text.live;
const STEP_DB = 20;

interface HistoryPanelProps {
  readonly names: readonly string[];
  readonly shown: LiveFrame | null;
  readonly history: () => LevelHistory;
  readonly onFrame: (listener: (frame: LiveFrame) => void) => () => void;
}

/** How the level went in the last minute. */
export function HistoryPanel({ names, shown, history, onFrame }: HistoryPanelProps) {
  const [range, setRange] = useState<readonly [number, number]>([-40, 0]);
  useEffect(() => {
    const levels = history()
      .levels.flat()
      .filter((level) => level > 0)
      .map(dbvFromVoltsRms);
    if (levels.length === 0) return;
    const from = STEP_DB * Math.floor(levels.reduce((least, level) => Math.min(least, level)) / STEP_DB);
    const to = STEP_DB * Math.ceil(levels.reduce((most, level) => Math.max(most, level)) / STEP_DB + 0.01);
    setRange((before) => (before[0] === from && before[1] === to ? before : [from, to]));
  }, [history, shown]);
  const spec = useMemo(() => historySpec(names, ...range), [names, range]);
  const pictures = useCallback(
    (show: (picture: LivePicture) => void) =>
      onFrame(({ sequence }) => {
        if (sequence % 6 === 1) show({ traces: historyPoints(history()), marks: [] });
      }),
    [onFrame, history],
  );
  return (
    <section className="panel history-panel" aria-label={words.history}>
      <LiveChart spec={spec} pictures={pictures} />
    </section>
  );
}
