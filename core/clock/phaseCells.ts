import type { CrossSpectra } from './crossSpectra.ts';

/** Share of a block's strongest line above which a bin counts: under it, leakage of that line tells of another frequency. */
const LINE_SHARE = 0.1;
/** Share of the strongest block above which a block counts. */
const BLOCK_SHARE = 1e-3;
/** A frequency must be spread over this share of the span (standard deviation) to tell of the clock: one that a sweep passes once does not. */
const LEAST_SPREAD = 0.12;

/** Like the spectra's own arrays. */
export interface PhaseCells {
  readonly weight: Float64Array;
  readonly phase: Float64Array;
  /** Neighbouring blocks of one number are one observation: the passage of a sweep, a short tone. */
  readonly group: Int32Array;
  /** 1 for each frequency that came at more than one time. */
  readonly tells: Uint8Array;
}

export function phaseCells({ re, im, blockCount, centreSeconds, frequenciesHz }: CrossSpectra): PhaseCells {
  const lines = frequenciesHz.length;
  const weight = re.map((value, cell) => Math.hypot(value, im[cell]));
  const phase = re.map((value, cell) => Math.atan2(im[cell], value));
  const group = new Int32Array(re.length);
  const tells = new Uint8Array(lines);
  const strongest = Array.from({ length: blockCount }, (_, block) =>
    weight.subarray(block * lines, (block + 1) * lines).reduce((most, value) => Math.max(most, value), 0),
  );
  const loudest = Math.max(...strongest, Number.MIN_VALUE);
  for (let cell = 0; cell < weight.length; cell++) {
    const own = strongest[Math.floor(cell / lines)];
    const share = weight[cell] / (LINE_SHARE * own + Number.MIN_VALUE);
    weight[cell] = ((share * share) / (1 + share * share)) * (own / (own + BLOCK_SHARE * loudest));
  }
  const spanSeconds = centreSeconds[blockCount - 1] - centreSeconds[0];
  for (let line = 0; line < lines; line++) {
    let sum = 0;
    let first = 0;
    let second = 0;
    for (let block = 0; block < blockCount; block++) {
      const w = weight[block * lines + line];
      const seconds = centreSeconds[block] - centreSeconds[0];
      sum += w;
      first += w * seconds;
      second += w * seconds * seconds;
    }
    const spread = Math.sqrt(Math.max(second / sum - (first / sum) ** 2, 0));
    tells[line] = spread >= LEAST_SPREAD * spanSeconds && sum > 0 ? 1 : 0;
    joinPassages(weight, group, blockCount, lines, line);
  }
  return { weight, phase, group, tells };
}

/** Numbers the blocks of one line: a run of loud blocks shorter than `LEAST_SPREAD` of all is one observation, every other block one of its own. */
function joinPassages(weight: Float64Array, group: Int32Array, blockCount: number, lines: number, line: number): void {
  const isLoud = (block: number): boolean => block < blockCount && weight[block * lines + line] > 0.1;
  for (let block = 0; block < blockCount;) {
    let end = block;
    while (isLoud(end)) end++;
    const isPassage = end - block < LEAST_SPREAD * blockCount;
    for (const start = block; block < Math.max(end, start + 1); block++)
      group[block * lines + line] = isPassage ? start : block;
  }
}

/** How well the phases agree with the path's own, once the delay is taken out; null where no frequency came more than once. */
export function coherenceOf(
  { weight, tells }: PhaseCells,
  blockCount: number,
  pathRe: Float64Array,
  pathIm: Float64Array,
): number | null {
  let together = 0;
  let total = 0;
  for (const [line, told] of tells.entries()) {
    if (told === 0) continue;
    together += Math.hypot(pathRe[line], pathIm[line]);
    for (let block = 0; block < blockCount; block++) total += weight[block * tells.length + line];
  }
  return total > 0 ? together / total : null;
}
