import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBench, seatPage, unseatPage, type Bench } from '../../../../host/server/bench.ts';
import type { PageLink } from '../../../../host/server/pageLink.ts';
import { LEASE_SECONDS, ProgramControls } from '../../../../host/server/api/programControls.ts';
import { createFakeEngine, type FakeEngine } from '../../../e2e/fakeEngine.ts';

const LINK: PageLink = {
  send: () => undefined,
  sendFrame: () => undefined,
  onMessage: () => undefined,
  waitingBytes: 0,
  refuse: () => undefined,
  cut: () => undefined,
};
const VERIFY = {
  kind: 'new',
  card: { kind: 'library', id: 'x' },
  rig: { kind: 'listed', id: 'y' },
  seed: 1,
  folder: '/runs/run',
} as const;

let engine: FakeEngine;
let bench: Bench;
let controls: ProgramControls;

beforeEach(() => {
  vi.useFakeTimers();
  engine = createFakeEngine({ holdAtStep: 0 });
  ({ bench } = openBench(engine, '/runs'));
  controls = new ProgramControls(bench);
});
afterEach(() => vi.useRealTimers());

/** Begins a run and leaves it at its first prompt, or playing. */
async function run(to: 'prompt' | 'playing'): Promise<void> {
  await engine.verify(VERIFY);
  if (to === 'playing') await engine.answer('safety', { answer: 'done' });
  await vi.advanceTimersByTimeAsync(0);
  expect(bench.log.playing).toBe(to === 'playing');
  engine.calls.length = 0;
}

/** A call with the key, from its begin to its end. */
function call(key: string): void {
  const who = controls.mustHold(key);
  controls.callBegins(who);
  controls.callEnds(who);
}

describe('the controls of a program', () => {
  it('are held as long as it makes itself heard, and what plays stops when it does not', async () => {
    const key = controls.take();
    await run('playing');
    for (let count = 0; count < 5; count++) {
      await vi.advanceTimersByTimeAsync(LEASE_SECONDS * 1000 - 1);
      call(key);
    }
    expect(engine.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(LEASE_SECONDS * 1000 - 1);
    expect(engine.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(engine.calls).toEqual(['cancel']);
    expect(bench.controller).toBeNull();
    expect(() => controls.mustHold(key)).toThrow(expect.objectContaining({ code: 'control-lost' }));
  });

  it('when they are lost, a run that waits at a prompt is left alone, as with a page', async () => {
    controls.take();
    await run('prompt');
    await vi.advanceTimersByTimeAsync(LEASE_SECONDS * 1000);
    expect([engine.calls, bench.controller]).toEqual([[], null]);
  });

  it('are held through a call that takes longer than the lease', async () => {
    const who = controls.mustHold(controls.take());
    controls.callBegins(who);
    await vi.advanceTimersByTimeAsync(LEASE_SECONDS * 5000);
    expect(bench.controller).toBe(who);
    controls.callEnds(who);
    await vi.advanceTimersByTimeAsync(LEASE_SECONDS * 1000);
    expect(bench.controller).toBeNull();
  });

  it('stop what the rig itself plays when they are given up', () => {
    const who = controls.mustHold(controls.take());
    who.plays = true;
    controls.release(who);
    expect(engine.calls).toEqual(['cancel']);
  });

  it('cannot be given up by who has lost them', () => {
    const first = controls.mustHold(controls.take());
    controls.release(first);
    const second = controls.mustHold(controls.take());
    controls.release(first);
    controls.callEnds(first);
    expect(bench.controller).toBe(second);
  });

  it('are held by one at a time: a program or a page', () => {
    const key = controls.take();
    expect(() => new ProgramControls(bench).take()).toThrow(expect.objectContaining({ code: 'not-in-control' }));
    const page = seatPage(bench, LINK);
    expect(page.seat).toMatchObject({ role: 'viewer', controlsFree: false });
    controls.release(controls.mustHold(key));
    // A page that only watched does not get them by itself
    expect(page.seat).toMatchObject({ role: 'viewer', controlsFree: true });
    unseatPage(bench, page);
    const next = seatPage(bench, LINK);
    expect(next.seat.role).toBe('controller');
    expect(() => controls.take()).toThrow(expect.objectContaining({ code: 'not-in-control' }));
  });

  it('need their own key', () => {
    const key = controls.take();
    for (const other of ['', 'x', key.slice(1), `${key}x`]) {
      expect(controls.holderOf(other)).toBeNull();
      expect(() => controls.mustHold(other)).toThrow(expect.objectContaining({ code: 'control-lost' }));
    }
    expect(() => controls.mustHold(undefined)).toThrow(expect.objectContaining({ code: 'not-in-control' }));
    expect(() => controls.take()).toThrow(expect.objectContaining({ code: 'not-in-control' }));
  });
});
