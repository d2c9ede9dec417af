import { CLOCK_RANGE, readTone, type ToneLine } from '../../dsp/toneLine.ts';
import { readHarmonics, type Harmonic } from './harmonics.ts';
import type { ThdnDenominator, ThdnMethod } from './methods.ts';
import { residualBy, type Residual } from './residual.ts';

export interface ThdnSettings {
  readonly sampleRateHz: number;
  /** What was played, the clock being up to 1,500 ppm off; null: the strongest line is the tone. */
  readonly frequencyHz: number | null;
  /** Residual band, Hz. */
  readonly bandHz: readonly [number, number];
  /** Highest harmonic counted in THD. */
  readonly harmonicCount: number;
  /** Default `lobe`. */
  readonly method?: ThdnMethod;
  /** Default `total`. */
  readonly denominator?: ThdnDenominator;
  /** How far up `tone.power` is wanted; default: the band. */
  readonly highestHz?: number;
}

/** A ratio with its k = 2. */
export interface UncertainRatio {
  readonly ratio: number;
  readonly uncertainty: number;
}

/** All rms values are in the samples' unit. */
export interface ThdnAnalysis {
  readonly tone: ToneLine;
  readonly frequencyHz: number;
  readonly fundamentalRms: number;
  /** Everything but the tone in the band, as the method reads it. */
  readonly residualRms: number;
  /** Tone and residual together, whatever the method. */
  readonly totalRms: number;
  readonly thdnRatio: number;
  /** k = 2 of `thdnRatio` from noise and method, in the ratio's own unit. */
  readonly thdnUncertainty: number;
  /** THD_F: rss of the harmonics that stand out / fundamental; null when no harmonic lies in the band. */
  readonly thdRatio: number | null;
  readonly thdUncertainty: number;
  /** Residual without the harmonics. */
  readonly noiseRms: number;
  /** k = 2. */
  readonly noiseUncertaintyRms: number;
  readonly harmonics: readonly Harmonic[];
}

/** What the window lets through of the tone over a whole band, re the tone's power: −155 dB. */
const LEAKAGE_POWER = 10 ** -15.5;

/**
 * THD+N, THD, noise and harmonics of a sine capture, from one transform of the whole record. docs/spec/thdn.md.
 * @param samples one channel, any unit; the stretch analysed should last `shortestThdnSeconds`
 * Floor: about −150 dB, set by float32 captures. Bias: leakage −155 dB.
 * @throws AmpbenchError `data/record-too-short`, `data/frequency-above-nyquist`
 */
export function analyzeThdn(
  samples: Float64Array,
  start: number,
  length: number,
  settings: ThdnSettings,
): ThdnAnalysis {
  const { sampleRateHz, bandHz, method = 'lobe', denominator = 'total' } = settings;
  const tone = readTone(samples, start, length, {
    sampleRateHz,
    nominalHz: settings.frequencyHz,
    highestHz: settings.highestHz ?? bandHz[1],
  });
  const harmonics = readHarmonics(tone, bandHz, settings.harmonicCount, CLOCK_RANGE);
  const parts = { tone, bandHz, harmonics };
  const whole = residualBy(parts, 'lobe');
  const residual = method === 'lobe' ? whole : residualBy(parts, method);
  const fundamentalPower = tone.rms * tone.rms;
  const totalPower = fundamentalPower + whole.power;
  const thdn = thdnOf(residual, fundamentalPower, denominator === 'total' ? totalPower : fundamentalPower);
  const thd = thdOf(harmonics, tone.rms);
  const noiseRms = Math.sqrt(whole.noisePower);
  return {
    tone,
    frequencyHz: tone.frequencyHz,
    fundamentalRms: tone.rms,
    residualRms: Math.sqrt(residual.power),
    totalRms: Math.sqrt(totalPower),
    thdnRatio: thdn.ratio,
    thdnUncertainty: thdn.uncertainty,
    thdRatio: thd?.ratio ?? null,
    thdUncertainty: thd?.uncertainty ?? 0,
    noiseRms,
    noiseUncertaintyRms: noiseRms > 0 ? whole.noiseChancePower / noiseRms : 0,
    harmonics,
  };
}

/** THD+N of a residual, with its k = 2: the chance in its noise, and what leaks from the tone. */
export function thdnOf(residual: Residual, fundamentalPower: number, denominatorPower: number): UncertainRatio {
  const ratio = denominatorPower > 0 ? Math.sqrt(residual.power / denominatorPower) : 0;
  if (residual.power <= 0) return { ratio, uncertainty: Math.sqrt(LEAKAGE_POWER) };
  // Half of a power's relative uncertainty is its root's; k = 2 makes it whole again
  const relative = Math.hypot(residual.chancePower, LEAKAGE_POWER * fundamentalPower) / residual.power;
  return { ratio, uncertainty: ratio * relative };
}

/** THD_F over the harmonics that stand out, with its k = 2: noise in their lines, and what may hide in those that do not. */
function thdOf(harmonics: readonly Harmonic[], fundamentalRms: number): UncertainRatio | null {
  if (harmonics.length === 0 || fundamentalRms === 0) return null;
  let power = 0;
  let variance = 0;
  for (const { rms, isBound, noisePower } of harmonics) {
    if (isBound) continue;
    power += rms * rms;
    variance += 2 * rms * rms * noisePower + noisePower * noisePower;
  }
  const rss = Math.sqrt(power);
  // Noise alone stands out at times: what is less than two of its standard deviations may be nothing
  const chance = power > 2 * Math.sqrt(variance) ? Math.sqrt(variance) / rss : rss;
  const hidden = Math.sqrt(power + hiddenPower(harmonics)) - rss;
  return { ratio: rss / fundamentalRms, uncertainty: Math.hypot(chance, hidden) / fundamentalRms };
}

/**
 * The most power (97.7 %) that lies in all harmonics together that do not stand out. Their lines hold more than noise does by x on average, x scattering by
 * sqrt(2 P N + Σ N²) about a power P: the bound is the P of which x lies two of these below. A bound for each would add up to what never comes together.
 */
function hiddenPower(harmonics: readonly Harmonic[]): number {
  let excess = 0;
  let noiseSquares = 0;
  let noise = 0;
  for (const { rms, uncertaintyRms, isBound, noisePower } of harmonics) {
    if (!isBound) continue;
    excess += (rms - uncertaintyRms) ** 2 - noisePower;
    noiseSquares += noisePower * noisePower;
    noise = Math.max(noise, noisePower);
  }
  const least = Math.max(excess, 0);
  return least + 4 * noise + Math.sqrt(8 * least * noise + 16 * noise * noise + 4 * noiseSquares);
}
