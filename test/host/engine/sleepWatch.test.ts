import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchSleep } from '../../../host/engine/sleepWatch.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells of a sleep, and of nothing else', () => {
  let monotonic = 0;
  let wall = 1e12;
  let woke = 0;
  const stop = watchSleep(
    () => {
      woke += 1;
    },
    { monotonic: () => monotonic, wall: () => wall },
  );
  const pass = (awakeMs: number, sleptMs: number): void => {
    monotonic += awakeMs;
    wall += awakeMs + sleptMs;
    vi.advanceTimersByTime(1000);
  };
  pass(1000, 0);
  // A busy machine, a clock that is kept right, a clock that is set back
  pass(30_000, 0);
  pass(1000, 400);
  pass(1000, -3_600_000);
  expect(woke).toBe(0);
  pass(1000, 600_000);
  expect(woke).toBe(1);
  pass(1000, 0);
  expect(woke).toBe(1);
  stop();
  pass(1000, 600_000);
  expect(woke).toBe(1);
});
