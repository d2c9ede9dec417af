/**
 * Values of sampled signals between the samples: Kaiser-windowed sinc of 96 taps, flat to 0.45 of the sample rate and −150 dB from 0.55 on
 * (J. F. Kaiser, 1974), from a table of 4,096 phases with straight lines between. Its error is below −140 dB of a tone up to 0.45 of the rate.
 */
const HALF_WIDTH = 48;
const TAPS = 2 * HALF_WIDTH;
const PHASES = 4096;
const BETA = 15;

let table: Float64Array | null = null;

/** Zeroth-order modified Bessel function of the first kind, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Row p: weights of x[whole − 47 … whole + 48] for a position of whole + p/4096. One row more than phases. */
function phaseTable(): Float64Array {
  if (table !== null) return table;
  table = new Float64Array((PHASES + 1) * TAPS);
  const scale = besselI0(BETA);
  for (let phase = 0; phase <= PHASES / 2; phase++) {
    for (let tap = 0; tap < TAPS; tap++) {
      const x = tap - HALF_WIDTH + 1 - phase / PHASES;
      const share = x / HALF_WIDTH;
      const window = share * share < 1 ? besselI0(BETA * Math.sqrt(1 - share * share)) / scale : 0;
      const value = x === 0 ? 1 : (window * Math.sin(Math.PI * x)) / (Math.PI * x);
      table[phase * TAPS + tap] = value;
      table[(PHASES - phase) * TAPS + TAPS - 1 - tap] = value;
    }
  }
  return table;
}

/**
 * Fills part of `target` with the signal's values at evenly spaced positions: target[from + i] = samples(position + i·step). Beyond its ends the signal
 * is 0.
 * @param position in samples, fractional
 * @param step samples between positions; near 1 (a step above 1.1 would alias)
 */
export function resampleInto(
  samples: Float64Array,
  position: number,
  step: number,
  target: Float64Array,
  from: number,
  count: number,
): void {
  const rows = phaseTable();
  for (let index = 0; index < count; index++) {
    const at = position + index * step;
    const whole = Math.floor(at);
    const scaled = (at - whole) * PHASES;
    const phase = Math.floor(scaled);
    const share = scaled - phase;
    const row = phase * TAPS;
    const start = whole - HALF_WIDTH + 1;
    const first = Math.max(0, -start);
    const end = Math.min(TAPS, samples.length - start);
    let low = 0;
    let high = 0;
    for (let tap = first; tap < end; tap++) {
      const value = samples[start + tap];
      low += value * rows[row + tap];
      high += value * rows[row + TAPS + tap];
    }
    target[from + index] = low + share * (high - low);
  }
}
