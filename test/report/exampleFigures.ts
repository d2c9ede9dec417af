import type { Figure } from '../../core/result/figure.ts';

// Part of the made-up verification of exampleVerification.ts: written by hand, nothing was measured.

export const figure = (
  id: string,
  channel: string,
  value: number,
  uncertainty: number,
  unit: Figure['unit'],
  text: string,
  rest: Partial<Figure> = {},
): Figure => ({
  id,
  channel,
  value,
  unit,
  uncertainty,
  uncertaintyParts: [
    { source: 'calibration', value: uncertainty * 0.9 },
    { source: 'repeatability', value: uncertainty * 0.43 },
  ],
  definitionId: `${id}.v1`,
  conditions: { frequencyHz: 997, sampleRateHz: 384_000 },
  flags: [],
  text,
  ...rest,
});

export const nbsp = (text: string): string => text.replaceAll(' ', '\u00a0');
const bothDriven = { channelsDriven: ['L', 'R'] } as const;

export const GAIN_L = figure('gain', 'L', 2.615, 0.006, 'ratio', nbsp('8.35 ± 0.02 dB'), {
  db: 8.35,
  dbReference: 'input',
  definitionId: 'gain.tone',
  conditions: { frequencyHz: 997, outputVoltsRms: 1, inputVoltsRms: 0.3824, loadOhms: null, sampleRateHz: 384_000 },
});
export const GAIN_R = { ...GAIN_L, channel: 'R', value: 2.614, text: nbsp('8.34 ± 0.02 dB'), db: 8.346 };
export const RESPONSE = figure('response-deviation', 'R', 0.9874, 0.006, 'ratio', nbsp('−0.11 ± 0.05 dB'), {
  db: -0.11,
  dbReference: '1kHz',
  definitionId: 'frequency-response.sweep',
  conditions: { frequencyHz: 100_000, bandHz: [10, 100_000], outputVoltsRms: 1, loadOhms: null, sampleRateHz: 384_000 },
});
const powerFigure = (loadOhms: number, value: number, uncertainty: number, text: string): Figure =>
  figure('output-power', 'L', value, uncertainty, 'W', nbsp(text), {
    definitionId: 'max-output.thdn-limited',
    conditions: {
      frequencyHz: 997,
      bandHz: [20, 20_000],
      loadOhms,
      thdnLimitRatio: 0.01,
      sampleRateHz: 384_000,
      ...bothDriven,
    },
    uncertaintyParts: [
      { source: 'calibration', value: uncertainty * 0.8 },
      { source: 'load-tolerance', value: uncertainty * 0.6 },
    ],
  });
export const POWER_20 = powerFigure(20, 2.86, 0.03, '2.86 ± 0.03 W');
export const POWER_300 = powerFigure(300, 0.32, 0.004, '320 ± 4 mW');
export const THDN = figure('thd-n', 'R', 5.1e-5, 2e-6, 'ratio', nbsp('0.0051 ± 0.0002 %'), {
  db: -85.8,
  dbReference: 'total',
  definitionId: 'thdn.lobe.total.20-20k',
  conditions: {
    frequencyHz: 997,
    bandHz: [20, 20_000],
    outputVoltsRms: 1,
    loadOhms: 20,
    sampleRateHz: 384_000,
    ...bothDriven,
  },
  uncertaintyParts: [
    { source: 'baseline', value: 1.6e-6 },
    { source: 'repeatability', value: 4e-7 },
  ],
});
export const INPUT = figure('input-impedance', 'L', 46_000, 300, 'ohm', nbsp('46.0 ± 0.3 kΩ'), {
  definitionId: 'input-impedance.series',
  conditions: { frequencyHz: 1000, loadOhms: null, sampleRateHz: 384_000 },
});
export const OUTPUT = figure('output-impedance', 'L', 1.35, 0.04, 'ohm', nbsp('1.35 ± 0.04 Ω'), {
  definitionId: 'output-impedance.open-loaded.complex',
  conditions: { frequencyHz: 1000, loadOhms: 20, sampleRateHz: 384_000 },
});
export const INDUCTANCE: Figure = {
  ...OUTPUT,
  id: 'output-inductance',
  value: null,
  unit: 'H',
  uncertainty: null,
  uncertaintyParts: [],
  flags: ['bound'],
  text: nbsp('< 0.2 µH'),
  reasonCode: 'below-resolution',
};
