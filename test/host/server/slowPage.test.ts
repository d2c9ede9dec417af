import { expect, it } from 'vitest';
import type { EngineEvent } from '../../../electron/ipc/contract.ts';
import { openBench, seatPage } from '../../../host/server/bench.ts';
import type { PageLink } from '../../../host/server/pageLink.ts';
import { createFakeEngine } from '../../e2e/fakeEngine.ts';

const PROGRESS = { type: 'take-progress', takeId: 't', framesDone: 1, framesTotal: 2 } as EngineEvent;
const NOTE: EngineEvent = { type: 'note', stepId: 's', text: '', decided: [] };

/** A page with so many bytes waiting for it: what it was sent, and why it was cut off. */
function pageWith(waitingBytes: number) {
  const engine = createFakeEngine({ holdAtStep: null });
  const { bench } = openBench(engine, '/runs');
  const sent: string[] = [];
  const cut: string[] = [];
  const link: PageLink = {
    send: (message) => {
      const { m, a } = JSON.parse(message) as { m: string; a: [{ type: string }] };
      if (m === 'event') sent.push(a[0].type);
    },
    sendFrame: () => undefined,
    onMessage: () => undefined,
    waitingBytes,
    refuse: () => undefined,
    cut: (reason) => cut.push(reason),
  };
  seatPage(bench, link);
  engine.emit(PROGRESS);
  engine.emit(NOTE);
  return { sent, cut };
}

it('a page that is behind is told no progress, and is cut off with the reason once it takes nothing at all', () => {
  expect(pageWith(0)).toEqual({ sent: ['take-progress', 'note'], cut: [] });
  expect(pageWith(1e6)).toEqual({ sent: ['note'], cut: [] });
  expect(pageWith(17e6)).toEqual({ sent: [], cut: ['the page does not take what it is sent'] });
});
