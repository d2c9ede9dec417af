import type { Curve } from '../../core/result/figure.ts';
import { createRandom } from '../../core/signal/random.ts';

// Part of the made-up verification of exampleVerification.ts: written by hand, nothing was measured.

const logSpaced = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from * (to / from) ** (index / (count - 1)));

const responseDb = (frequencyHz: number, cornerHz: number): number =>
  -10 * Math.log10(1 + (frequencyHz / cornerHz) ** 2) - 10 * Math.log10(1 + (0.6 / frequencyHz) ** 2);

const responseCurve = (channel: string, cornerHz: number): Curve => {
  const x = logSpaced(5, 170_000, 600);
  return {
    id: 'frequency-response',
    channel,
    title: 'Frequency response',
    loadOhms: null,
    x,
    xUnit: 'Hz',
    y: x.map((frequencyHz) => responseDb(frequencyHz, cornerHz)),
    yUnit: 'dB',
    yUncertainty: x.map((frequencyHz) => 0.02 + 0.06 * (frequencyHz / 170_000)),
  };
};

const thdnCurve = (channel: string, loadOhms: number, clipVolts: number, floor: number): Curve => {
  const x = logSpaced(0.02, clipVolts * 1.06, 34);
  return {
    id: 'thdn-vs-level',
    channel,
    title: 'THD+N against level',
    loadOhms,
    x,
    xUnit: 'V',
    y: x.map((volts) =>
      Math.hypot(floor / volts, 2e-5 * volts, volts > clipVolts ? 0.25 * (volts / clipVolts - 1) ** 0.6 : 0),
    ),
    yUnit: 'ratio',
    yUncertainty: x.map((volts) => 0.04 * Math.hypot(floor / volts, 2e-5 * volts)),
  };
};

const impedanceCurve = (
  id: 'output-impedance' | 'input-impedance',
  channel: string,
  ohmsAt: (frequencyHz: number) => number,
  relative: number,
): Curve => {
  const x = logSpaced(20, 20_000, 120);
  const y = x.map(ohmsAt);
  return {
    id,
    channel,
    title: id,
    loadOhms: null,
    x,
    xUnit: 'Hz',
    y,
    yUnit: 'ohm',
    yUncertainty: y.map((ohms) => ohms * relative),
  };
};

/** Bins of 0.73 Hz with a 997 Hz tone of 1 V, harmonics and a seeded noise floor. */
function spectrumCurve(channel: string, seed: number): Curve {
  const random = createRandom(seed);
  const count = 1 << 16;
  const binHz = 48_000 / count;
  const x = Array.from({ length: count }, (_, index) => index * binHz);
  const y = x.map(() => 3.5e-7 * Math.sqrt(-Math.log(1 - random.uniform())));
  const harmonics = [1, 4e-5, 2.5e-5, 6e-6, 3e-6];
  harmonics.forEach((volts, index) => {
    const bin = Math.round((997 * (index + 1)) / binHz);
    for (const [offset, share] of [
      [-1, 0.35],
      [0, 1],
      [1, 0.35],
    ] as const)
      y[bin + offset] = volts * share;
  });
  return {
    id: 'spectrum',
    channel,
    title: 'Spectrum, 1 V into 20 Ω, 997 Hz',
    loadOhms: 20,
    x,
    xUnit: 'Hz',
    y,
    yUnit: 'V',
  };
}

/** Every kind of curve that a report draws, of both channels. */
export const exampleCurves: readonly Curve[] = [
  responseCurve('L', 640_000),
  responseCurve('R', 620_000),
  thdnCurve('L', 20, 7.56, 1.6e-5),
  thdnCurve('R', 20, 7.52, 1.7e-5),
  thdnCurve('L', 300, 9.8, 1.4e-5),
  thdnCurve('R', 300, 9.75, 1.45e-5),
  impedanceCurve('output-impedance', 'L', (frequencyHz) => Math.hypot(1.35, 2 * Math.PI * frequencyHz * 1e-6), 0.03),
  impedanceCurve('output-impedance', 'R', (frequencyHz) => Math.hypot(1.33, 2 * Math.PI * frequencyHz * 1e-6), 0.03),
  impedanceCurve(
    'input-impedance',
    'L',
    (frequencyHz) => 46_000 / Math.hypot(1, 2 * Math.PI * frequencyHz * 46_000 * 98e-12),
    0.007,
  ),
  impedanceCurve(
    'input-impedance',
    'R',
    (frequencyHz) => 46_300 / Math.hypot(1, 2 * Math.PI * frequencyHz * 46_300 * 98e-12),
    0.007,
  ),
  spectrumCurve('L', 1),
  spectrumCurve('R', 2),
];
