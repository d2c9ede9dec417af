import type { Engine } from '../../electron/ipc/contract.ts';
import { announceSeats, leaveControls, type Controller } from './controls.ts';
import type { PageLink } from './pageLink.ts';
import { PageSession } from './pageSession.ts';
import { RunLog } from './runLog.ts';
import { ReportKeys } from './secrets.ts';

export interface Bench {
  readonly engine: Engine;
  readonly runsDir: string;
  readonly reportKeys: ReportKeys;
  readonly log: RunLog;
  /** Sessions in the order in which they came. */
  readonly sessions: Set<PageSession>;
  controller: Controller | null;
}

/** Seats a page; the first one holds the controls. */
export function seatPage(bench: Bench, link: PageLink): PageSession {
  const session = new PageSession(bench, link);
  bench.sessions.add(session);
  bench.controller ??= session;
  session.welcome();
  announceSeats(bench);
  return session;
}

/** A page is gone. When it was the one in control while audio plays, the run is stopped. */
export function unseatPage(bench: Bench, session: PageSession): void {
  bench.sessions.delete(session);
  // A page that is left alone gets the controls; among several, somebody has to take them.
  leaveControls(bench, session, bench.sessions.size === 1 ? [...bench.sessions][0] : null);
}

/** A bench with nobody at it, and every event of its engine told to whoever comes. */
export function openBench(engine: Engine, runsDir: string): { readonly bench: Bench; readonly close: () => void } {
  const bench: Bench = {
    engine,
    runsDir,
    reportKeys: new ReportKeys(),
    log: new RunLog(),
    sessions: new Set(),
    controller: null,
  };
  const closeEvents = engine.subscribe((event) => {
    bench.log.add(event);
    for (const session of bench.sessions) session.tell(event);
  });
  const closeFrames = engine.subscribeLive((frame) => {
    for (const session of bench.sessions) session.show(frame);
  });
  const close = (): void => {
    closeEvents();
    closeFrames();
  };
  return { bench, close };
}
