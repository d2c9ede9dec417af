import type { SweepTrack } from './sweepTrack.ts';

/** Phase of a sweep's spectrum but for a constant, by stationary phase: its derivative is −2π times the delay t0 + L ln f. */
export function sweepPhase(track: Pick<SweepTrack, 'rateSeconds' | 'originSeconds'>): (frequencyHz: number) => number {
  const { rateSeconds, originSeconds } = track;
  return (frequencyHz) => -2 * Math.PI * frequencyHz * (originSeconds + rateSeconds * (Math.log(frequencyHz) - 1));
}

/** Phases are read so many times an octave, away from both ends of the sweep, where their ripple stands. */
const STEPS_PER_OCTAVE = 24;
const CLEAR_OCTAVES_BELOW = 2.5;
const CLEAR_OCTAVES_ABOVE = 1;
const PASSES = 3;
/** Phases of so many bins are read together. */
const BINS_TOGETHER = 24;
/** The first pass stays below: the group delay alone does not tell the cycles above. */
const FIRST_PASS_HZ = 8000;

/**
 * The sweep's rate and origin from the phase of its whole spectrum: least squares of c0 + c1 f + c2 f ln f through what the found track leaves. Good to
 * some 1e-7 of L, where the group delay alone gives 1e-4.
 * @param spectrum of the sweep's own frames, as `realFft` gives it
 */
export function refineTrack(
  found: SweepTrack,
  spectrum: Float64Array,
  binHz: number,
  lowBin: number,
  highBin: number,
): SweepTrack {
  let track = found;
  const first = Math.max(4, Math.ceil(lowBin * 2 ** CLEAR_OCTAVES_BELOW));
  const highest = Math.floor(highBin * 2 ** -CLEAR_OCTAVES_ABOVE);
  if (highest < 2 * first) return found;
  for (let pass = 0; pass < PASSES; pass++) {
    const last = pass === 0 ? Math.min(highest, Math.max(Math.floor(FIRST_PASS_HZ / binHz), 2 * first)) : highest;
    const { frequenciesHz, phases } = residualPhases(track, spectrum, binHz, first, last);
    // Scaled to the middle, so that the normal equations stay well apart
    const unitHz = frequenciesHz[frequenciesHz.length >> 1];
    const [, linear, curved] = fitThree(
      frequenciesHz.map((frequencyHz) => {
        const x = frequencyHz / unitHz;
        return [1, x, x * Math.log(x)];
      }),
      phases,
    );
    const rateChange = -curved / (2 * Math.PI * unitHz);
    // f ln(f/unit) = f ln f − f ln unit
    const lineChange = -linear / (2 * Math.PI * unitHz) - rateChange * Math.log(unitHz);
    track = {
      ...track,
      rateSeconds: track.rateSeconds + rateChange,
      originSeconds: track.originSeconds + lineChange + rateChange,
    };
  }
  return track;
}

function residualPhases(
  track: SweepTrack,
  spectrum: Float64Array,
  binHz: number,
  first: number,
  last: number,
): { frequenciesHz: number[]; phases: number[] } {
  const phaseAt = sweepPhase(track);
  const frequenciesHz: number[] = [];
  const phases: number[] = [];
  let unwrapped = 0;
  for (let from = first; from < last;) {
    const to = Math.max(from + 1, Math.min(last, Math.round(from * 2 ** (1 / STEPS_PER_OCTAVE))));
    // No more bins than keep their phases together
    const end = Math.min(to, from + BINS_TOGETHER);
    let re = 0;
    let im = 0;
    for (let bin = from; bin < end; bin++) {
      const angle = phaseAt(bin * binHz);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      re += spectrum[2 * bin] * cos + spectrum[2 * bin + 1] * sin;
      im += spectrum[2 * bin + 1] * cos - spectrum[2 * bin] * sin;
    }
    const phase = Math.atan2(im, re);
    unwrapped = phases.length === 0 ? phase : phase + 2 * Math.PI * Math.round((unwrapped - phase) / (2 * Math.PI));
    frequenciesHz.push(((from + end - 1) / 2) * binHz);
    phases.push(unwrapped);
    from = to;
  }
  return { frequenciesHz, phases };
}

/** Least squares of three coefficients by the normal equations and Cramer's rule. */
export function fitThree(rows: readonly (readonly number[])[], values: readonly number[]): [number, number, number] {
  const sum = (a: number, b: number): number => rows.reduce((total, row) => total + row[a] * row[b], 0);
  const right = [0, 1, 2].map((a) => rows.reduce((total, row, index) => total + row[a] * values[index], 0));
  const matrix = [0, 1, 2].map((a) => [0, 1, 2].map((b) => sum(a, b)));
  const determinant = (m: readonly (readonly number[])[]): number =>
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  const whole = determinant(matrix);
  const solved = [0, 1, 2].map(
    (column) =>
      determinant(matrix.map((row, index) => row.map((value, at) => (at === column ? right[index] : value)))) / whole,
  );
  return [solved[0], solved[1], solved[2]];
}
