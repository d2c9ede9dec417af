import { realFft } from '../dsp/fft.ts';
import { weightingPower, type Weighting } from '../standards/weighting.ts';
import type { SelfTest } from './selfTest.ts';

const SPUR_FRAMES = 2 ** 20;
const TONE_BIN = 65_537;

/** White noise of 20 Hz to 20 kHz under a weighting, by the curve alone. */
function whiteNoiseTest(weighting: Exclude<Weighting, 'unweighted'>, expected: number): SelfTest {
  return {
    id: `white-noise-${weighting}`,
    title: `White noise of 20 Hz to 20 kHz, weighted ${weighting.toUpperCase()}`,
    run: () => {
      let sum = 0;
      for (let hz = 20.5; hz < 20_000; hz++) sum += weightingPower(weighting, hz);
      return { measured: 10 * Math.log10(sum / 19_980), expected, within: 0.006, unit: 'dB' };
    },
  };
}

/** The transform under everything, and the weighting curves. */
export const transformTests: readonly SelfTest[] = [
  {
    id: 'fft-spur',
    title: 'Worst spur of the Fourier transform, one million points (−300 dBc or lower)',
    run: () => {
      const samples = new Float64Array(SPUR_FRAMES);
      // The product is exact below 2^53, so the phase is too
      for (let frame = 0; frame < SPUR_FRAMES; frame++)
        samples[frame] = Math.cos((2 * Math.PI * ((frame * TONE_BIN) % SPUR_FRAMES)) / SPUR_FRAMES);
      const spectrum = realFft(samples, SPUR_FRAMES);
      let worst = 0;
      for (let bin = 0; bin <= SPUR_FRAMES / 2; bin++)
        if (bin !== TONE_BIN) worst = Math.max(worst, Math.hypot(spectrum[2 * bin], spectrum[2 * bin + 1]));
      const tone = Math.hypot(spectrum[2 * TONE_BIN], spectrum[2 * TONE_BIN + 1]);
      return { measured: 20 * Math.log10(worst / tone), expected: -330, within: 30, unit: 'dBc' };
    },
  },
  whiteNoiseTest('a', -2.05),
  whiteNoiseTest('ccir-rms', 1.68),
  whiteNoiseTest('468', 7.31),
  {
    id: 'weighting-468-peak',
    title: 'ITU-R 468 at 6.3 kHz',
    run: () => ({ measured: 10 * Math.log10(weightingPower('468', 6300)), expected: 12.2, within: 0.05, unit: 'dB' }),
  },
];
