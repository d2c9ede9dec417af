import { useCallback, useEffect, useRef, useState } from 'react';
import type { EngineEvent, Seat } from '../../electron/ipc/contract.ts';
import { inWindow } from '../bridge/channel.ts';
import { takeToken } from '../bridge/token.ts';
import { connectBench, type BenchCalls } from '../bridge/connectBench.ts';
import type { LiveFrame } from '../bridge/liveFrame.ts';
import { liveAfter, NO_LIVE, type LiveState } from './liveState.ts';
import { NO_RUN, runAfter, type RunView } from './runView.ts';

export interface BenchLink {
  /** `no-token`: opened without the printed address. `refused`: the token is not this server's. */
  readonly status: 'connecting' | 'open' | 'lost' | 'refused' | 'no-token';
  readonly seat: Seat | null;
  readonly run: RunView;
  readonly live: LiveState;
  /** Calls `listener` with every live frame, until the returned function is called. */
  readonly onFrame: (listener: (frame: LiveFrame) => void) => () => void;
  /** Null until connected. */
  readonly calls: BenchCalls | null;
  readonly reconnect: () => void;
}

const RETRY_MS = 2000;

/** Keeps this page connected to its bench and adds the events up. */
export function useBench(): BenchLink {
  const [status, setStatus] = useState<BenchLink['status']>('connecting');
  const [seat, setSeat] = useState<Seat | null>(null);
  const [run, setRun] = useState<RunView>(NO_RUN);
  const [live, setLive] = useState<LiveState>(NO_LIVE);
  const frameListeners = useRef(new Set<(frame: LiveFrame) => void>());
  const onFrame = useCallback((listener: (frame: LiveFrame) => void) => {
    const listeners = frameListeners.current;
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  const [calls, setCalls] = useState<BenchCalls | null>(null);
  const [attempt, setAttempt] = useState(0);
  const everOpen = useRef(false);
  const reconnect = useCallback(() => {
    setAttempt((before) => before + 1);
  }, []);

  useEffect(() => {
    const token = inWindow() ? '' : takeToken();
    if (token === null) {
      setStatus('no-token');
      return undefined;
    }
    let current = true;
    let timer: number | undefined;
    const whileCurrent =
      <Args extends readonly unknown[]>(action: (...args: Args) => void) =>
      (...args: Args): void => {
        if (current) action(...args);
      };
    const connection = connectBench(token, {
      welcome: whileCurrent((given: Seat, events: readonly EngineEvent[]) => {
        everOpen.current = true;
        setSeat(given);
        setRun(events.reduce(runAfter, NO_RUN));
        setLive(events.reduce(liveAfter, NO_LIVE));
        setCalls(connection.calls);
        setStatus('open');
      }),
      seat: whileCurrent(setSeat),
      event: whileCurrent((event: EngineEvent) => {
        setRun((before) => runAfter(before, event));
        setLive((before) => liveAfter(before, event));
      }),
      frame: whileCurrent((frame: LiveFrame) => {
        for (const listener of frameListeners.current) listener(frame);
      }),
      closed: whileCurrent((opened: boolean) => {
        setCalls(null);
        setLive(NO_LIVE);
        setSeat(null);
        // A server that was there and is gone may come back; one that never let this page in will not.
        setStatus(opened || everOpen.current ? 'lost' : 'refused');
        if (opened || everOpen.current) timer = window.setTimeout(reconnect, RETRY_MS);
      }),
    });
    return () => {
      current = false;
      window.clearTimeout(timer);
      connection.close();
    };
  }, [attempt, reconnect]);

  return { status, seat, run, live, onFrame, calls, reconnect };
}
