import type { LineSpectrum } from '../../dsp/lineSpectrum.ts';
import { toPowerSpectrum } from '../../dsp/powerSpectrum.ts';
import { strongestLineHz } from '../../dsp/strongestLine.ts';
import { AmpbenchError } from '../../errors.ts';
import { JTEST_PERIOD_FRAMES, jtestOwnLineRatio } from '../../signal/jtest.ts';
import { soundingStretch, type Stretch } from '../imd/soundingStretch.ts';
import { carrierPhase } from './carrierPhase.ts';
import { demodulate, type Modulation } from './demodulate.ts';
import { matchedLine, refineLineHz } from './matchedLine.ts';

/** One pair of sidebands about the carrier. */
export interface SidebandPair {
  readonly modulationHz: number;
  /** J = 10^(SB/20)/(π f0), SB being one sideband of the part that modulates the phase. */
  readonly jitterPeakSeconds: number;
  /** k = 2. */
  readonly uncertaintySeconds: number;
  /** Of one sideband re the carrier: the part that modulates the phase, and the part that modulates the amplitude. */
  readonly phaseSidebandRatio: number;
  readonly amplitudeSidebandRatio: number;
}

export interface JitterReading {
  readonly stretch: Stretch;
  readonly carrierHz: number;
  /** The player's nominal rate; the carrier is a quarter of it. */
  readonly playerRateHz: number;
  /** Peak of the carrier, in the samples' unit. */
  readonly carrierPeak: number;
  /** Pairs that stand out, ascending; the code's own are left out. */
  readonly pairs: readonly SidebandPair[];
  /** A pair smaller than this would not have been told from the noise. */
  readonly leastSeconds: number;
  /** Modulation that was looked at. */
  readonly bandHz: readonly [number, number];
}

const RATES_HZ = [
  32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 128_000, 176_400, 192_000, 352_800, 384_000, 705_600, 768_000,
];
/** Farther than any two audio clocks are apart. */
const CLOCK_RANGE = 1.5e-3;
/** What is slower counts as wander. */
const LOWEST_HZ = 10;
/** Hum and noise near DC stand in the spectrum as sidebands so far from the carrier. */
const CLEAR_OF_DC_HZ = 1000;
const HALF_WIDTH_HZ = 6;
const SHORTEST_LOBE_WIDTHS = 7.3;
const LEAST_SECONDS = 2;
const LONGEST_SECONDS = 20;
/** A line's power must stand so far over its cell's noise: chance does so once in a thousand records. */
const DETECTION_POWER = 20;
/** Sidebands under this, re the carrier, are rounding. */
const FLOOR_RATIO = 1e-10;
/** Bins over which the noise is taken as flat. */
const NOISE_BINS = 512;
/** The code's own lines are left out up to this much over what they are. */
const OWN_MARGIN = 1.5;

/**
 * Jitter of a converter that plays the J-test, from the sidebands about its tone that modulate the phase. The player's clock may be another than the
 * recorder's: its slow phase is followed, and modulation below 10 Hz is left to that. docs/spec/jitter.md.
 * @param stepRatio one step of the code over the tone's peak, as played: the code's own lines
 * @returns null where no tone of a quarter of a usual rate stands out
 * @throws AmpbenchError `data/record-too-short`
 * Floor: 2·sqrt(noise in the cell)/(2π f0); the recorder's own jitter counts in full.
 */
export function analyzeJitter(samples: Float64Array, sampleRateHz: number, stepRatio: number): JitterReading | null {
  const sounding = soundingStretch(samples, sampleRateHz);
  if (sounding === null) return null;
  const stretch = {
    start: sounding.start,
    length: Math.min(sounding.length, Math.round(LONGEST_SECONDS * sampleRateHz)),
  };
  const seconds = stretch.length / sampleRateHz;
  const nearHz = strongestLineHz(samples, stretch.start, stretch.length, sampleRateHz);
  const playerRateHz = RATES_HZ.find((rate) => Math.abs((4 * nearHz) / rate - 1) < CLOCK_RANGE + 8 / rate);
  if (playerRateHz === undefined) return null;
  if (seconds < LEAST_SECONDS)
    throw new AmpbenchError(
      'data',
      'record-too-short',
      `the J-test lasts ${seconds.toFixed(3)} s but must last ${LEAST_SECONDS} s (4 s are recommended) in jitter`,
      { seconds },
      'Record the J-test for longer.',
    );
  const carrier = carrierPhase(samples, stretch.start, stretch.length, sampleRateHz, nearHz);
  const highestHz = Math.min(carrier.frequencyHz, sampleRateHz / 2 - carrier.frequencyHz) - CLEAR_OF_DC_HZ;
  const halfWidthHz = Math.max(HALF_WIDTH_HZ, SHORTEST_LOBE_WIDTHS / seconds);
  const modulation = demodulate(samples, stretch, sampleRateHz, carrier, halfWidthHz, highestHz);
  const { pairs, leastSeconds } = readPairs(modulation, carrier.frequencyHz, playerRateHz, stepRatio);
  return {
    stretch,
    carrierHz: carrier.frequencyHz,
    playerRateHz,
    carrierPeak: modulation.carrierPeak,
    pairs,
    leastSeconds,
    bandHz: [LOWEST_HZ, highestHz],
  };
}

/** Mean square of one bin of noise around each bin: the median of its block. */
function noiseByBlock(power: Float64Array): Float64Array {
  const blocks = Math.max(Math.floor(power.length / NOISE_BINS), 1);
  return Float64Array.from({ length: blocks }, (_, block) => {
    const end = block === blocks - 1 ? power.length : (block + 1) * NOISE_BINS;
    const sorted = power.slice(block * NOISE_BINS, end).sort();
    // A bin of noise is a chi-square of two degrees: its median is ln 2 of its mean
    return sorted[sorted.length >> 1] / Math.LN2;
  });
}

function readPairs(
  { carrierPeak, phase, amplitude }: Modulation,
  carrierHz: number,
  playerRateHz: number,
  stepRatio: number,
): { readonly pairs: readonly SidebandPair[]; readonly leastSeconds: number } {
  const { binCount, binWidthHz, window, recordSeconds } = phase;
  const { power } = toPowerSpectrum(phase);
  const noise = noiseByBlock(power);
  // Mean square of noise in a matched line's cell, for that of a bin
  const cellShare = window.statisticsLoss / recordSeconds / binWidthHz;
  const toSeconds = 1 / (carrierPeak * 2 * Math.PI * carrierHz);
  const pairs: SidebandPair[] = [];
  let largestNoise = 0;
  const first = Math.ceil(Math.max(LOWEST_HZ, window.halfWidthHz) / binWidthHz);
  for (let bin = first; bin < binCount - 1; bin++) {
    const cellNoise = cellShare * noise[Math.min(Math.floor(bin / NOISE_BINS), noise.length - 1)];
    largestNoise = Math.max(largestNoise, cellNoise);
    if (!isPeak(phase, power, bin)) continue;
    // A line's bins share its mean square; what is left over of noise is sifted by the matched reading
    if (power[bin] * cellShare < (DETECTION_POWER * cellNoise) / 4) continue;
    const modulationHz = refineLineHz(phase, bin * binWidthHz);
    const { re, im } = matchedLine(phase, modulationHz);
    const square = re * re + im * im;
    if (square < 2 * DETECTION_POWER * cellNoise) continue;
    const peak = Math.sqrt(square - 2 * cellNoise);
    if (peak < 2 * FLOOR_RATIO * carrierPeak) continue;
    const jitterPeakSeconds = peak * toSeconds;
    const ownSeconds = stepRatio * ownJitterSeconds(modulationHz, playerRateHz, recordSeconds);
    const noiseSeconds = 2 * Math.sqrt(cellNoise) * toSeconds;
    if (ownSeconds > 0 && jitterPeakSeconds <= OWN_MARGIN * ownSeconds + noiseSeconds) continue;
    const swing = matchedLine(amplitude, modulationHz);
    pairs.push({
      modulationHz,
      jitterPeakSeconds,
      uncertaintySeconds: Math.hypot(noiseSeconds, ownSeconds),
      phaseSidebandRatio: peak / carrierPeak / 2,
      amplitudeSidebandRatio: Math.hypot(swing.re, swing.im) / carrierPeak / 2,
    });
  }
  return {
    pairs,
    leastSeconds: Math.max(Math.sqrt(2 * DETECTION_POWER * largestNoise), 2 * FLOOR_RATIO * carrierPeak) * toSeconds,
  };
}

/** Largest bin within a line's skirt. */
function isPeak({ window, binWidthHz }: LineSpectrum, power: Float64Array, bin: number): boolean {
  if (power[bin] <= power[bin - 1] || power[bin] <= power[bin + 1]) return false;
  const reach = Math.round(window.halfWidthHz / binWidthHz);
  const last = Math.min(bin + reach, power.length - 1);
  for (let other = Math.max(bin - reach, 0); other <= last; other++) if (power[other] > power[bin]) return false;
  return true;
}

/** What the J-test's own square wave of one step, were that the tone's peak, looks like as jitter at a modulation frequency; 0 where it has no line. */
function ownJitterSeconds(modulationHz: number, playerRateHz: number, recordSeconds: number): number {
  const stepHz = playerRateHz / JTEST_PERIOD_FRAMES;
  const order = Math.round(modulationHz / stepHz);
  const tolerance = 1 / recordSeconds + CLOCK_RANGE * modulationHz * 0.1;
  if (order % 2 === 0 || Math.abs(modulationHz - order * stepHz) > tolerance) return 0;
  const carrierOrder = JTEST_PERIOD_FRAMES / 4;
  const sideband = (jtestOwnLineRatio(carrierOrder - order, 1) + jtestOwnLineRatio(carrierOrder + order, 1)) / 2;
  return sideband / (Math.PI * (playerRateHz / 4));
}
