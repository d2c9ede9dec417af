import { inverseRealFft, nextPowerOfTwo, realFft } from '../dsp/fft.ts';
import type { RandomSource } from './random.ts';

/** Points for each cycle of the highest tone, while phases are looked for and when the peak is read (to 0.02 dB). */
const GRID_PER_CYCLE = 4;
const PEAK_GRID_PER_CYCLE = 32;
const ROUNDS = 100;
/** The exponent of the norm rises from the one to the other: low ones shape the wave, high ones its highest peaks. */
const FIRST_EXPONENT = 10;
const LAST_EXPONENT = 40;
/** First step, radians of every tone together for each root of a tone. */
const FIRST_STEP_RADIANS = 0.3;

export interface MultitonePhases {
  /** Of each tone's cosine at frame 0. */
  readonly phasesRadians: readonly number[];
  /** Largest value of the sum of tones of amplitude 1. */
  readonly peak: number;
  /** Peak over rms. */
  readonly crestFactorDb: number;
}

function render(bins: readonly number[], phasesRadians: readonly number[], size: number): Float64Array {
  const spectrum = new Float64Array(size + 2);
  for (const [index, bin] of bins.entries()) {
    spectrum[2 * bin] = (size / 2) * Math.cos(phasesRadians[index]);
    spectrum[2 * bin + 1] = (size / 2) * Math.sin(phasesRadians[index]);
  }
  return inverseRealFft(spectrum);
}

function peakOf(wave: Float64Array): number {
  let peak = 0;
  for (const value of wave) peak = Math.max(peak, Math.abs(value));
  return peak;
}

/**
 * Phases that keep the peak of equal tones low: steepest descent of the wave's p-norm from seeded random phases. Clipping the wave and keeping its tones'
 * phases, the usual way, does nothing here: tones that are not each other's products get nothing from a clipped sum.
 */
export function lowCrestPhases(bins: readonly number[], random: RandomSource): MultitonePhases {
  const size = nextPowerOfTwo(GRID_PER_CYCLE * Math.max(...bins));
  let phasesRadians = bins.map(() => 2 * Math.PI * random.uniform());
  let best = phasesRadians;
  let lowest = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const wave = render(bins, phasesRadians, size);
    const peak = peakOf(wave);
    if (peak < lowest) {
      lowest = peak;
      best = phasesRadians;
    }
    const exponent = FIRST_EXPONENT * (LAST_EXPONENT / FIRST_EXPONENT) ** (round / ROUNDS);
    for (let index = 0; index < size; index++)
      wave[index] = Math.sign(wave[index]) * (Math.abs(wave[index]) / peak) ** (exponent - 1);
    const force = realFft(wave, size);
    // ∂/∂φ of Σ|x|^p is Σ p·|x|^(p−1)·sign(x)·(−sin(ωn + φ))
    const slopes = bins.map(
      (bin, index) =>
        force[2 * bin + 1] * Math.cos(phasesRadians[index]) - force[2 * bin] * Math.sin(phasesRadians[index]),
    );
    const stepRadians = (FIRST_STEP_RADIANS * Math.sqrt(bins.length) * (1 - round / ROUNDS)) / Math.hypot(...slopes);
    phasesRadians = phasesRadians.map((phase, index) => phase - stepRadians * slopes[index]);
  }
  const peak = peakOf(render(bins, best, nextPowerOfTwo(PEAK_GRID_PER_CYCLE * Math.max(...bins))));
  return { phasesRadians: best, peak, crestFactorDb: 20 * Math.log10(peak / Math.sqrt(bins.length / 2)) };
}
