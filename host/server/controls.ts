import { AmpbenchError } from '../../core/errors.ts';
import type { Bench } from './bench.ts';
import type { PageSession } from './pageSession.ts';

/** Who may hold the controls of a bench: a page, or a program. */
export interface Controller {
  /** A loopback of the rig that it asked for goes on; nobody else hears of it. */
  plays: boolean;
}

/** Tells every page who holds the controls now. */
export function announceSeats(bench: Bench): void {
  for (const session of bench.sessions) session.tellSeat();
}

/** @throws AmpbenchError `usage/not-in-control` */
export function mustControl(bench: Bench, who: Controller): void {
  if (bench.controller === who) return;
  throw new AmpbenchError(
    'usage',
    'not-in-control',
    bench.controller === null
      ? 'nobody holds the controls of this bench; this one watches'
      : 'another page or program holds the controls of this bench; this one watches',
    {},
    'close the other one, or take the controls there is nobody at',
  );
}

/** Gives `who` the controls where nobody else has them. @throws AmpbenchError `usage/not-in-control` */
export function takeControls(bench: Bench, who: Controller): void {
  bench.controller ??= who;
  mustControl(bench, who);
  announceSeats(bench);
}

/** `who` is gone, and what it played is stopped. @param heir has the controls from now on */
export function leaveControls(bench: Bench, who: Controller, heir: PageSession | null): void {
  if (bench.controller === who) {
    bench.controller = heir;
    // A failed cancel is reported by the engine as the end of its run.
    if (bench.log.playing || who.plays) bench.engine.cancel().catch(() => undefined);
  }
  announceSeats(bench);
}
