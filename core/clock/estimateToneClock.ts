import { refineFrequency } from '../dsp/fitSine.ts';
import { AmpbenchError } from '../errors.ts';
import type { ClockEstimate } from '../measure/analysis.ts';
import type { CrossSpectra } from './crossSpectra.ts';
import { clockOf } from './delayCurve.ts';
import { trackDelay } from './delayTrack.ts';

/** Cycles of the tone in one block at least; a Hann window keeps DC and the tone's image out from 4 on. */
const CYCLES = 6;
const BLOCK_SECONDS = 0.02;
const LEAST_BLOCKS = 6;
/** Rate that a reading of the frequency may leave to the track, under any wander. */
const LEFT_OVER = 1e-5;
/** The mean delay says nothing about the rate, and phases alone leave it free: held, so that the equations stay solvable however clean the tone is. */
const MEAN_DELAY_SECONDS = 1e-9;

/**
 * The player's clock against the recorder's from a steady tone alone, by following its phase: offset with k = 2 uncertainty, and wander, the peak
 * deviation of the rate from its mean. Over 10 s at 1 kHz and 60 dB SNR it is good to 0.001 ppm; wander slower than a second is seen.
 * @param start, length the steady part of the tone, frames; at least 21 cycles
 * @param nominalHz what was played; the tone may be 1,500 ppm off it
 * @throws AmpbenchError `data/too-short`
 */
export function estimateToneClock(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  nominalHz: number,
): ClockEstimate {
  const size = Math.round(Math.max(CYCLES / nominalHz, BLOCK_SECONDS) * sampleRateHz);
  const blockCount = Math.floor((2 * length) / size) - 1;
  if (blockCount < LEAST_BLOCKS)
    throw new AmpbenchError(
      'data',
      'too-short',
      `the tone of ${nominalHz} Hz lasts ${length} frames but must last ${Math.ceil(((LEAST_BLOCKS + 1) * size) / 2)} in estimateToneClock`,
      { nominalHz, frames: length },
    );
  const frequencyHz = refineFrequency(samples, start, length, sampleRateHz, nominalHz);
  const spectra = demodulate(samples, start, size, blockCount, sampleRateHz, frequencyHz);
  // The rate is in the frequency the blocks are demodulated with; the track adds what that left over
  const slope = nominalHz / frequencyHz - 1;
  const { curve } = trackDelay(spectra, sampleRateHz, () => 0, LEFT_OVER, MEAN_DELAY_SECONDS);
  const { ppm, uncertaintyPpm, wanderPpm } = clockOf(curve);
  return { ppm: ppm + 1e6 * (1 / (1 + slope) - 1), uncertaintyPpm, wanderPpm };
}

/** The tone's phasor in Hann blocks that overlap by half, against a tone that runs on at `frequencyHz`. */
function demodulate(
  samples: Float64Array,
  start: number,
  size: number,
  blockCount: number,
  sampleRateHz: number,
  frequencyHz: number,
): CrossSpectra {
  const omega = (2 * Math.PI * frequencyHz) / sampleRateHz;
  const window = Float64Array.from({ length: size }, (_, index) => 1 - Math.cos((2 * Math.PI * (index + 0.5)) / size));
  const re = new Float64Array(blockCount);
  const im = new Float64Array(blockCount);
  const centreSeconds = new Float64Array(blockCount);
  const stepCos = Math.cos(omega);
  const stepSin = Math.sin(omega);
  for (let block = 0; block < blockCount; block++) {
    const offset = Math.floor((block * size) / 2);
    const cycles = (frequencyHz * offset) / sampleRateHz;
    let cos = Math.cos(2 * Math.PI * (cycles - Math.floor(cycles)));
    let sin = Math.sin(2 * Math.PI * (cycles - Math.floor(cycles)));
    for (let index = 0; index < size; index++) {
      const value = window[index] * samples[start + offset + index];
      re[block] += value * cos;
      im[block] -= value * sin;
      const nextCos = cos * stepCos - sin * stepSin;
      sin = sin * stepCos + cos * stepSin;
      cos = nextCos;
    }
    centreSeconds[block] = (offset + size / 2) / sampleRateHz;
  }
  return {
    blockCount,
    centreSeconds,
    readDelays: new Float64Array(blockCount),
    frequenciesHz: Float64Array.of(frequencyHz),
    re,
    im,
    offsetSeconds: new Float64Array(blockCount),
  };
}
