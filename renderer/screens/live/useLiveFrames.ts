import { useCallback, useEffect, useRef, useState } from 'react';
import type { LiveFrame } from '../../bridge/liveFrame.ts';
import type { BenchLink } from '../../state/useBench.ts';

/** Numbers that change faster than this cannot be read. */
const READ_MS = 200;
const HISTORY_SECONDS = 60;

/** Level of each channel over time: seconds since the session began, volts rms. */
export interface LevelHistory {
  readonly seconds: number[];
  readonly levels: number[][];
}

export interface LiveFrames {
  /** The newest frame, five times a second; null before the first. */
  readonly shown: LiveFrame | null;
  readonly updatesPerSecond: number | null;
  /** Every frame that is not paused away; until the returned function is called. */
  readonly onFrame: (listener: (frame: LiveFrame) => void) => () => void;
  readonly history: () => LevelHistory;
}

/** The frames of the session that is open, for read-outs and charts; a pause holds all of them. */
export function useLiveFrames(link: Pick<BenchLink, 'onFrame' | 'live'>, paused: boolean): LiveFrames {
  const { onFrame, live } = link;
  const [shown, setShown] = useState<LiveFrame | null>(null);
  const [updatesPerSecond, setUpdatesPerSecond] = useState<number | null>(null);
  const listeners = useRef(new Set<(frame: LiveFrame) => void>());
  const history = useRef<LevelHistory>({ seconds: [], levels: [] });
  const { session } = live;

  useEffect(() => {
    if (session === null) return;
    setShown(null);
    setUpdatesPerSecond(null);
    history.current = { seconds: [], levels: [] };
  }, [session]);

  useEffect(() => {
    if (paused) return undefined;
    let readAt = 0;
    let countedFrom = performance.now();
    let counted = 0;
    return onFrame((frame) => {
      const { seconds, levels } = history.current;
      seconds.push(frame.elapsedSeconds);
      frame.channels.forEach(({ levelRms }, index) => (levels[index] ??= []).push(levelRms));
      while (seconds[0] < frame.elapsedSeconds - HISTORY_SECONDS) {
        seconds.shift();
        for (const channel of levels) channel.shift();
      }
      counted += 1;
      for (const listener of listeners.current) listener(frame);
      const now = performance.now();
      if (now - readAt < READ_MS) return;
      readAt = now;
      setShown(frame);
      if (now - countedFrom < 2000) return;
      setUpdatesPerSecond((1000 * counted) / (now - countedFrom));
      countedFrom = now;
      counted = 0;
    });
  }, [onFrame, paused, session]);

  const subscribe = useCallback((listener: (frame: LiveFrame) => void) => {
    const all = listeners.current;
    all.add(listener);
    return () => {
      all.delete(listener);
    };
  }, []);
  const historyNow = useCallback(() => history.current, []);
  return { shown, updatesPerSecond, onFrame: subscribe, history: historyNow };
}
