/** A few cycles of one slow tone in a reference, frames, end exclusive. */
export interface CycleWindow {
  readonly start: number;
  readonly end: number;
  readonly cycles: number;
}

/** Frames of the shortest cycle: in quicker ones a sample turns the waveform by more than noise does. */
const LEAST_CYCLE = 240;
const CYCLES = 6;
/** Share of a window by which the next one lies further on. */
const HOP = 1 / 3;
/** At least as many frames as a 200 Hz tone has in 8 cycles at 48 kHz. */
const LEAST_FRAMES = 1920;
/** The shortest and the longest cycle of a window differ by less: over more, a path's coupling bends the waveform more than a polynomial in time follows. */
const LIKE_ALL = 1.5;
/** Their peaks, too. */
const LIKE_PEAK = 0.5;

interface Cycle {
  readonly start: number;
  readonly frames: number;
  readonly peak: number;
}

/** Overlapping windows over the stretches in which a signal is one slow tone, steady or swept: by its upward crossings of zero. */
export function cycleWindows(reference: Float64Array): CycleWindow[] {
  const windows: CycleWindow[] = [];
  let run: Cycle[] = [];
  for (const cycle of cyclesOf(reference)) {
    const before = run.at(-1);
    const isOne =
      before !== undefined &&
      cycle.start === before.start + before.frames &&
      Math.max(cycle.frames, before.frames) < LIKE_ALL * Math.min(cycle.frames, before.frames) &&
      Math.min(cycle.peak, before.peak) > LIKE_PEAK * Math.max(cycle.peak, before.peak);
    run = isOne ? [...run, cycle] : [cycle];
    const frames = cycle.start + cycle.frames - run[0].start;
    if (run.length < CYCLES || frames < LEAST_FRAMES) continue;
    const lengths = run.map((one) => one.frames);
    if (Math.max(...lengths) < LIKE_ALL * Math.min(...lengths))
      windows.push({ start: run[0].start, end: run[0].start + frames, cycles: run.length });
    run = run.slice(Math.max(1, Math.round(HOP * run.length)));
  }
  return windows;
}

/** From one upward crossing of zero to the next, where they are far enough apart. */
function* cyclesOf(reference: Float64Array): Generator<Cycle> {
  let start = -1;
  let peak = 0;
  for (let index = 1; index < reference.length; index++) {
    const value = reference[index];
    if (value > peak) peak = value;
    else if (-value > peak) peak = -value;
    if (!(value > 0 && reference[index - 1] <= 0)) continue;
    if (start >= 0 && index - start >= LEAST_CYCLE) yield { start, frames: index - start, peak };
    start = index;
    peak = 0;
  }
}
