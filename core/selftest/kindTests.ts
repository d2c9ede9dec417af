import type { Capture, KindDefinition, MeasurementTake } from '../measure/analysis.ts';
import { analyzeKind } from '../measure/analyzeKind.ts';
import { channelBalance } from '../measure/channel-balance/kind.ts';
import { crosstalk } from '../measure/crosstalk/kind.ts';
import { dynamicRange } from '../measure/dynamic-range/kind.ts';
import { frequencyResponse } from '../measure/frequency-response/kind.ts';
import { humKind } from '../measure/hum/kind.ts';
import { imdCcif } from '../measure/imd-ccif/kind.ts';
import { imdSmpte } from '../measure/imd-smpte/kind.ts';
import { level } from '../measure/level/kind.ts';
import { linearity } from '../measure/linearity/kind.ts';
import { maxOutputKind } from '../measure/max-output/kind.ts';
import { noiseKind } from '../measure/noise/kind.ts';
import { outputImpedance } from '../measure/output-impedance/kind.ts';
import type { MeasureSettings } from '../measure/settings.ts';
import { thdn } from '../measure/thdn/kind.ts';
import { thdnVsFrequency } from '../measure/thdn-vs-frequency/kind.ts';
import { createRandom } from '../signal/random.ts';
import { addGaussianNoise } from '../simulate/gaussianNoise.ts';
import type { SelfTest } from './selfTest.ts';

const SAMPLE_RATE_HZ = 48_000;
const LEVEL_VOLTS_RMS = 0.5;
const QUADRATIC = 2e-4;
const NOISE_VOLTS_RMS = 1e-5;

/** The device between output and input, one channel: what comes back of a take. */
type Device = (samples: Float64Array, take: MeasurementTake, channel: number) => Float64Array;

interface KindTest {
  readonly id: string;
  readonly title: string;
  readonly definition: KindDefinition;
  readonly settings?: MeasureSettings;
  readonly device: Device;
  /** Figure of channel 2. */
  readonly figure: string;
  readonly expected: number;
  readonly within: number;
  readonly unit: 'dB' | 'V' | 'ohm';
}

const wire: Device = (samples) => samples;
/** V + q V²: a second harmonic of q A/2, difference products of q A B. */
const quadratic: Device = (samples) => samples.map((value) => value + QUADRATIC * value * value);
const noisy: Device = (samples) => {
  const out = samples.slice();
  addGaussianNoise(out, 0, out.length, NOISE_VOLTS_RMS, createRandom(8));
  return out;
};

/** A kind's own stimulus through a device that has a closed form, analysed as a capture would be. */
function kindTest(test: KindTest): SelfTest {
  const { id, title, definition, device, figure, expected, within, unit, settings = {} } = test;
  return {
    id,
    title,
    run: () => {
      const takes = definition.stimulus(settings, {
        sampleRateHz: SAMPLE_RATE_HZ,
        channelCount: 2,
        levelVoltsRms: LEVEL_VOLTS_RMS,
        fullScaleVoltsPeak: 1,
        random: createRandom(1),
      });
      const capture = (channels: readonly Float64Array[]): Capture => ({
        sampleRateHz: SAMPLE_RATE_HZ,
        unit: 'V',
        channels,
      });
      const captures = Object.fromEntries(
        takes.map((take) => [
          take.role,
          capture(take.channels.map((samples, channel) => device(samples, take, channel))),
        ]),
      );
      const reference = definition.reference === 'ignored' ? null : capture(takes[0].channels);
      const found = analyzeKind(definition, { captures, reference }, settings).channels[1].figures[figure];
      const value = unit === 'dB' ? found.db : found.value;
      return { measured: value ?? NaN, expected, within, unit };
    },
  };
}

const db = (ratio: number): number => 20 * Math.log10(ratio);
const noiseInBand = NOISE_VOLTS_RMS * Math.sqrt(19_980 / 24_000);
const peak = LEVEL_VOLTS_RMS * Math.SQRT2;

/** One closed form for each main kind of measurement. */
export const kindTests: readonly SelfTest[] = [
  kindTest({
    id: 'level',
    title: 'Level of a sine of half a volt',
    definition: level,
    device: wire,
    figure: 'level',
    expected: LEVEL_VOLTS_RMS,
    within: 1e-9,
    unit: 'V',
  }),
  kindTest({
    id: 'thdn',
    title: 'THD+N of a second harmonic at −83 dB',
    definition: thdn,
    device: quadratic,
    figure: 'thd-n',
    expected: db((QUADRATIC * peak) / 2),
    within: 0.002,
    unit: 'dB',
  }),
  kindTest({
    id: 'thdn-vs-frequency',
    title: 'THD+N against frequency, stepped: the worst of 30 tones',
    definition: thdnVsFrequency,
    device: quadratic,
    figure: 'thd-n',
    expected: db((QUADRATIC * peak) / 2),
    within: 0.02,
    unit: 'dB',
  }),
  kindTest({
    id: 'noise',
    title: 'Noise of 20 Hz to 20 kHz, A-weighted',
    definition: noiseKind,
    device: noisy,
    figure: 'noise-a',
    expected: db(noiseInBand) - 2.05,
    within: 0.12,
    unit: 'dB',
  }),
  kindTest({
    id: 'dynamic-range',
    title: 'Dynamic range, CCIR-RMS',
    definition: dynamicRange,
    device: noisy,
    figure: 'dynamic-range',
    expected: db(LEVEL_VOLTS_RMS / noiseInBand) - 1.68,
    within: 0.15,
    unit: 'dB',
  }),
  kindTest({
    id: 'hum',
    title: 'Hum of 50 Hz, 10 µV',
    definition: humKind,
    device: (samples) =>
      samples.map((value, frame) => value + 1e-5 * Math.SQRT2 * Math.sin((2 * Math.PI * 50 * frame) / SAMPLE_RATE_HZ)),
    figure: 'hum',
    expected: 1e-5,
    within: 1e-8,
    unit: 'V',
  }),
  kindTest({
    id: 'linearity',
    title: 'Linearity of a wire down to −120 dB',
    definition: linearity,
    device: wire,
    figure: 'linearity-error',
    expected: 0,
    within: 0.001,
    unit: 'dB',
  }),
  kindTest({
    id: 'channel-balance',
    title: 'Channel balance of −0.5 dB',
    definition: channelBalance,
    device: (samples, _take, channel) => (channel === 0 ? samples : samples.map((value) => value * 10 ** -0.025)),
    figure: 'channel-balance',
    expected: -0.5,
    within: 1e-6,
    unit: 'dB',
  }),
  kindTest({
    id: 'max-output',
    title: 'Maximum output: where a cubic reaches 1 %',
    definition: maxOutputKind,
    settings: { thdnLimitRatio: 0.01 },
    device: (samples) => samples.map((value) => value - 0.1 * value ** 3),
    figure: 'max-output',
    expected: cubicCrossing(0.1, 0.01),
    within: 0.001,
    unit: 'V',
  }),
  kindTest({
    id: 'frequency-response',
    title: 'Gain of a wire from a sweep',
    definition: frequencyResponse,
    device: wire,
    figure: 'gain',
    expected: 0,
    within: 0.001,
    unit: 'dB',
  }),
  kindTest({
    id: 'output-impedance',
    title: 'Output impedance of 8 Ω into 32 Ω',
    definition: outputImpedance,
    settings: { loadOhms: 32 },
    device: (samples, { role }, channel) =>
      // Channel 1 stays unloaded: the common time reference
      role === 'loaded' && channel === 1 ? samples.map((value) => (value * 32) / 40) : samples,
    figure: 'output-impedance',
    expected: 8,
    within: 0.01,
    unit: 'ohm',
  }),
  kindTest({
    id: 'imd-ccif',
    title: 'CCIF d2 of a quadratic',
    definition: imdCcif,
    device: quadratic,
    figure: 'imd-ccif-d2',
    // q A² over the sum of two tones of A, each half of the peak
    expected: db((QUADRATIC * peak) / 4),
    within: 0.01,
    unit: 'dB',
  }),
  kindTest({
    id: 'imd-smpte',
    title: 'SMPTE intermodulation of a quadratic',
    definition: imdSmpte,
    device: quadratic,
    figure: 'imd-smpte',
    // f2 ± f1 are each q A1 of the upper tone; A1 is four fifths of the peak
    expected: db(QUADRATIC * 0.8 * peak * Math.SQRT2),
    within: 0.01,
    unit: 'dB',
  }),
  kindTest({
    id: 'crosstalk',
    title: 'Crosstalk at −80 dB',
    definition: crosstalk,
    device: (samples, { channels }, channel) =>
      samples.map((value, frame) => value + 1e-4 * channels[1 - channel][frame]),
    figure: 'crosstalk',
    expected: -80,
    within: 0.1,
    unit: 'dB',
  }),
];

/** Rms volts at which V − k V³ has a THD+N of `limit`, by bisection of its closed form. */
function cubicCrossing(k: number, limit: number): number {
  let low = 0;
  let high = 1 / Math.sqrt(3 * k);
  for (let pass = 0; pass < 60; pass++) {
    const middle = (low + high) / 2;
    const third = (k * middle ** 3) / 4;
    const fundamental = middle - 3 * third;
    if (third / Math.hypot(third, fundamental) > limit) high = middle;
    else low = middle;
  }
  const third = (k * low ** 3) / 4;
  return Math.hypot(third, low - 3 * third) / Math.SQRT2;
}
