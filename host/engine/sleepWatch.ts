const LOOK_MS = 1000;
/** A clock that is set by less is being kept right; a machine that was away for less has not slept. */
const LEAST_SLEEP_MS = 5000;

/** Two clocks: what stands still while the machine sleeps, and what does not. Milliseconds. */
export interface Clocks {
  readonly monotonic: () => number;
  readonly wall: () => number;
}

const SYSTEM: Clocks = { monotonic: () => performance.now(), wall: () => Date.now() };

/**
 * Calls `onWake` when this machine has slept, or its clock was set forward by as much: what plays must not go on where it was, with nobody there.
 * @returns stops watching
 */
export function watchSleep(onWake: () => void, clocks: Clocks = SYSTEM): () => void {
  let monotonic = clocks.monotonic();
  let wall = clocks.wall();
  const timer = setInterval(() => {
    const away = clocks.wall() - wall - (clocks.monotonic() - monotonic);
    monotonic = clocks.monotonic();
    wall = clocks.wall();
    if (away >= LEAST_SLEEP_MS) onWake();
  }, LOOK_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
