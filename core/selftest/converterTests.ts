import { analyzeNoise } from '../measure/noise/analyze.ts';
import { decodeDeviceFrames, encodeDeviceFrames } from '../signal/deviceFrames.ts';
import { createRandom } from '../signal/random.ts';
import { sine } from '../signal/sine.ts';
import type { SampleFormat } from '../signal/types.ts';
import type { Weighting } from '../standards/weighting.ts';
import { dbFromRatio } from '../units/decibel.ts';
import type { SelfTest } from './selfTest.ts';

const DITHER_FRAMES = 2 ** 19;
const TONE_HZ = 997;
const AUDIO_BAND_HZ = [20, 20_000] as const;

/** Just under what the format holds, so that nothing clips. */
const FULL_SCALE = 1 - 2 ** -14;

/** Rms of a full-scale sine over that of 16-bit TPDF dither on silence, 1/2 step: 2^-16 of full scale. */
function ditherTest(
  id: string,
  sampleRateHz: number,
  bandHz: readonly [number, number],
  weighting: Weighting,
  expected: number,
): SelfTest {
  const weighted = weighting === 'unweighted' ? '' : `, weighted ${weighting.toUpperCase()}`;
  return {
    id: `dither-16-bit-${id}`,
    title: `16-bit TPDF dither at ${sampleRateHz / 1000} kHz, ${bandHz[0]} Hz to ${bandHz[1] / 1000} kHz${weighted}`,
    run: () => {
      const frames = encodeDeviceFrames([new Float64Array(DITHER_FRAMES)], sampleRateHz, 'int16', {
        dither: createRandom(16),
      });
      const [samples] = decodeDeviceFrames(frames);
      const { rms } = analyzeNoise(samples, 0, samples.length, sampleRateHz, bandHz).weighted[weighting];
      // Chance moves the rms of 11 s of noise by 0.03 dB at most (weighted: 0.05 dB)
      return { measured: dbFromRatio(rms * Math.SQRT2), expected, within: 0.05, unit: 'dB re full-scale sine' };
    },
  };
}

/** What rounding to a sample format leaves of a full-scale sine besides itself. */
function roundingTest(
  id: string,
  title: string,
  format: SampleFormat,
  sampleRateHz: number,
  bandHz: readonly [number, number],
  expected: number,
  within: number,
): SelfTest {
  return {
    id,
    title,
    run: () => {
      const tone = sine(sampleRateHz, 4 * sampleRateHz, TONE_HZ, Math.SQRT1_2 * FULL_SCALE);
      const [samples] = decodeDeviceFrames(encodeDeviceFrames([tone], sampleRateHz, format));
      const error = samples.map((value, frame) => value - tone[frame]);
      const { rms } = analyzeNoise(error, 0, error.length, sampleRateHz, bandHz).weighted.unweighted;
      return { measured: dbFromRatio(rms * Math.SQRT2), expected, within, unit: 'dB re full-scale sine' };
    },
  };
}

/** Sample formats and dither: MEASUREMENTS, closed forms. */
export const converterTests: readonly SelfTest[] = [
  ditherTest('48k-full-band', 48_000, [0, 24_000], 'unweighted', -93.32),
  ditherTest('192k-full-band', 192_000, [0, 96_000], 'unweighted', -93.32),
  ditherTest('44k1', 44_100, AUDIO_BAND_HZ, 'unweighted', -93.75),
  ditherTest('44k1-a', 44_100, AUDIO_BAND_HZ, 'a', -95.8),
  ditherTest('44k1-ccir-rms', 44_100, AUDIO_BAND_HZ, 'ccir-rms', -92.07),
  ditherTest('48k', 48_000, AUDIO_BAND_HZ, 'unweighted', -94.12),
  ditherTest('48k-a', 48_000, AUDIO_BAND_HZ, 'a', -96.16),
  ditherTest('48k-ccir-rms', 48_000, AUDIO_BAND_HZ, 'ccir-rms', -92.44),
  roundingTest(
    'undithered-16-bit',
    'Full-scale sine in 16 bits without dither',
    'int16',
    48_000,
    [0, 24_000],
    -98.09,
    0.05,
  ),
  roundingTest(
    'float32-full-band',
    'Full-scale sine in 32-bit floating point, full band',
    'float32',
    192_000,
    [0, 96_000],
    -153.7,
    0.3,
  ),
  roundingTest(
    'float32-20k',
    'Full-scale sine in 32-bit floating point, 20 Hz to 20 kHz at 192 kHz',
    'float32',
    192_000,
    AUDIO_BAND_HZ,
    -160.5,
    0.3,
  ),
];
