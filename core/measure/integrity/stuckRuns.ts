/** A stretch in which a converter delivered one value only. */
export interface StuckRun {
  readonly frame: number;
  readonly frames: number;
  readonly isZero: boolean;
}

const LEAST_FRAMES = 24;
/** Samples on either side that must be alive, so that a digital pause with its ramps is no fault. */
const BESIDE_FRAMES = 64;
/** Rms of what lies beside, in steps of the converter. */
const ALIVE_STEPS = 3;

/**
 * Runs of equal samples inside a capture that is otherwise alive: blocks that the driver filled with zeros, or a converter that stuck. The ends of the
 * capture are left out: streams begin and end with zeros. Flattened peaks are not meant: a run at the highest level is left to `findFlatTops`.
 */
export function findStuckRuns(samples: Float64Array, start: number, end: number): StuckRun[] {
  const runs: StuckRun[] = [];
  let peak = 0;
  for (let index = start; index < end; index++) peak = Math.max(peak, Math.abs(samples[index]));
  for (let index = start; index < end;) {
    let last = index;
    while (last + 1 < end && samples[last + 1] === samples[index]) last++;
    const frames = last - index + 1;
    const value = samples[index];
    if (frames >= LEAST_FRAMES && Math.abs(value) < 0.98 * peak) {
      const from = index - BESIDE_FRAMES;
      const to = last + 1 + BESIDE_FRAMES;
      if (from >= start && to <= end && isAlive(samples, from, index) && isAlive(samples, last + 1, to))
        runs.push({ frame: index, frames, isZero: value === 0 });
    }
    index = last + 1;
  }
  return runs;
}

/** Whether a stretch moves by more than the last digits of its converter. */
function isAlive(samples: Float64Array, start: number, end: number): boolean {
  let step = Infinity;
  let squares = 0;
  let repeated = 0;
  for (let index = start + 1; index < end; index++) {
    const change = Math.abs(samples[index] - samples[index - 1]);
    if (change > 0 && change < step) step = change;
    if (change === 0) repeated++;
    squares += change * change;
  }
  if (step === Infinity) return false;
  return repeated < (end - start) / 4 && Math.sqrt(squares / (end - start)) > ALIVE_STEPS * step;
}
