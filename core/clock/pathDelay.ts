/** What a path does to all frequencies alike: a delay and a polarity. */
export interface PathDelay {
  /** Group delay: the slope of the phase over the frequencies, by their weight. */
  readonly delaySeconds: number;
  readonly standardSeconds: number;
  readonly polarity: 1 | -1;
}

/** Below this a high-pass turns the phase by more than delay does. */
const LOWEST_HZ = 200;
/** Highest frequency of each pass: low ones first, whose cycles cannot be mistaken. */
const PASSES_HZ = [2000, 8000, 32_000, Infinity, Infinity] as const;

/**
 * Delay and polarity from a path's phase: the weighted line through it, with the cycles at each frequency counted from the line itself.
 * @param re, im of the path at each frequency; their magnitude is the weight
 */
export function pathDelay(frequenciesHz: Float64Array, re: Float64Array, im: Float64Array): PathDelay {
  const from = Math.max(
    0,
    frequenciesHz.findIndex((frequencyHz) => frequencyHz >= LOWEST_HZ),
  );
  let slope = 0;
  const low = Math.max(
    from + 1,
    frequenciesHz.findIndex((frequencyHz) => frequencyHz > PASSES_HZ[0]),
  );
  let offset = Math.atan2(sumOf(im, from, low), sumOf(re, from, low));
  let standard = 0;
  for (const highestHz of PASSES_HZ) {
    let sum = 0;
    let sumF = 0;
    let sumP = 0;
    let sumFF = 0;
    let sumFP = 0;
    let squares = 0;
    let lines = 0;
    for (let line = from; line < frequenciesHz.length; line++) {
      const weight = Math.hypot(re[line], im[line]);
      if (weight === 0 || frequenciesHz[line] > highestHz) continue;
      const expected = offset - slope * frequenciesHz[line];
      const angle = Math.atan2(im[line], re[line]) - expected;
      const residual = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
      const phase = expected + residual;
      sum += weight;
      sumF += weight * frequenciesHz[line];
      sumP += weight * phase;
      sumFF += weight * frequenciesHz[line] ** 2;
      sumFP += weight * frequenciesHz[line] * phase;
      squares += weight * residual ** 2;
      lines++;
    }
    const spread = sumFF - sumF ** 2 / sum;
    if (!(spread > 0) || lines < 3) continue;
    slope = -(sumFP - (sumF * sumP) / sum) / spread;
    offset = (sumP + slope * sumF) / sum;
    standard = Math.sqrt(squares / (lines - 2) / spread);
  }
  return {
    delaySeconds: slope / (2 * Math.PI),
    standardSeconds: standard / (2 * Math.PI),
    polarity: Math.cos(offset) < 0 ? -1 : 1,
  };
}

function sumOf(values: Float64Array, from: number, end: number): number {
  let sum = 0;
  for (let index = from; index < end; index++) sum += values[index];
  return sum;
}
