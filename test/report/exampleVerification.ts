import type { Rig } from '../../core/calibration/rig.ts';
import type { Claim, SpecCard } from '../../core/card/claim.ts';
import type { PlanStep } from '../../core/planner/plan.ts';
import type { Curve, Figure } from '../../core/result/figure.ts';
import type { ClaimVerdict, StepRecord, Verification, VerdictWord } from '../../core/result/verification.ts';
import { createRandom } from '../../core/signal/random.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';

// A made-up verification, marked simulated, with everything a report can show. Its numbers were written by hand and by
// closed forms for the tests of core/report and for looking at; nothing was measured.

const claim = (
  id: string,
  label: string,
  value: string,
  read: Omit<Claim, 'id' | 'label' | 'asWritten' | 'span' | 'warnings'>,
  warnings: readonly string[] = [],
): Claim => ({
  id,
  label,
  asWritten: `${label} ${value}`,
  span: { start: 0, end: 10 },
  warnings,
  ...read,
});

const card: SpecCard = {
  schemaVersion: 1,
  id: 'pass-labs-hpa-1',
  maker: 'Pass Labs',
  product: 'HPA-1',
  kind: 'amp',
  sources: ['seed document 000_131e80bdece2d91a.txt'],
  claims: [
    claim('c1', 'Gain (dB)', '8 db', { quantity: 'gain', comparator: '=', value: 8, unit: 'dB' }),
    claim(
      'c2',
      'Frequency Response 10hz – 100k',
      '-1 dB',
      {
        quantity: 'frequency_response',
        comparator: '=',
        value: null,
        unit: null,
        freq_hz: [10, 100_000],
        tolerance_db: [-1, null],
      },
      ['the second limit has no Hz: 100 kHz is read'],
    ),
    claim('c3', 'Output Power into 20 ohms', '3500 mW', {
      quantity: 'output_power',
      comparator: '=',
      value: 3.5,
      unit: 'W',
      load_ohm: 20,
    }),
    claim('c4', 'THD + Noise', '< 0.005 at 1V out', {
      quantity: 'thd_n',
      comparator: '<',
      value: 0.005,
      unit: '%',
      level: { value: 1, unit: 'V', at: 'output' },
      unit_assumed: true,
    }),
    claim('c5', 'Out Power into 300 ohms', '200 mW', {
      quantity: 'output_power',
      comparator: '=',
      value: 0.2,
      unit: 'W',
      load_ohm: 300,
    }),
    claim('c6', 'Input Impedance', '50K Ohm', {
      quantity: 'input_impedance',
      comparator: '=',
      value: 50_000,
      unit: 'ohm',
    }),
    claim('c7', 'Output Impedance', '< 2 ohms', {
      quantity: 'output_impedance',
      comparator: '<',
      value: 2,
      unit: 'ohm',
    }),
    claim('c8', 'Power Consumption (Watts)', '23', {
      quantity: 'power_consumption',
      comparator: '=',
      value: 23,
      unit: 'W',
    }),
    claim('c9', 'Unit Dimension (W x D x H) (In.)', '11 x 13.5 x 4', {
      quantity: 'dimensions',
      comparator: '=',
      value: [11, 13.5, 4],
      unit: 'in',
    }),
    claim('c10', 'Unit Weight (LBS)', '14', { quantity: 'weight', comparator: '=', value: 14, unit: 'lb' }),
  ],
  unread: [],
  warnings: [
    'The two power rows cannot both be maxima at one output voltage: 3.5 W into 20 Ω takes 8.37 V, 200 mW into 300 Ω only 7.75 V.',
  ],
};

const rig: Rig = {
  schemaVersion: 1,
  id: 'sim:studio-384/hpa-1',
  name: 'Studio 384 (simulated)',
  driver: 'simulated',
  outputDevice: 'studio-384',
  inputDevice: 'studio-384',
  hostApi: null,
  sampleRateHz: 384_000,
  format: 'int24',
  clock: 'shared',
  channels: [
    { name: 'L', outputChannel: 1, inputChannel: 1 },
    { name: 'R', outputChannel: 2, inputChannel: 2 },
  ],
  timeReference: { outputChannel: 3, inputChannel: 3 },
  output: { fullScaleVoltsRms: 6.9, relativeUncertainty: 0.002, sourceOhms: 300, maxVoltsRms: 6.9, balanced: false },
  input: {
    fullScaleVoltsRms: 12.28,
    relativeUncertainty: 0.002,
    inputOhms: 200_000,
    dividerRatio: 1,
    maxVoltsRms: 12,
    balanced: false,
  },
  cableOhms: 0.05,
  loads: [
    { ohms: 20, relativeTolerance: 0.005, ratedWatts: 10 },
    { ohms: 300, relativeTolerance: 0.005, ratedWatts: 3 },
  ],
  seriesResistor: { ohms: 10_000, relativeTolerance: 0.001 },
  limits: { outputVoltsRms: 10.5, loadRatingShare: 0.5 },
};

const figure = (
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

const nbsp = (text: string): string => text.replaceAll(' ', '\u00a0');
const bothDriven = { channelsDriven: ['L', 'R'] } as const;

const GAIN_L = figure('gain', 'L', 2.615, 0.006, 'ratio', nbsp('8.35 ± 0.02 dB'), {
  db: 8.35,
  dbReference: 'input',
  definitionId: 'gain.tone',
  conditions: { frequencyHz: 997, outputVoltsRms: 1, inputVoltsRms: 0.3824, loadOhms: null, sampleRateHz: 384_000 },
});
const GAIN_R = { ...GAIN_L, channel: 'R', value: 2.614, text: nbsp('8.34 ± 0.02 dB'), db: 8.346 };
const RESPONSE = figure('response-deviation', 'R', 0.9874, 0.006, 'ratio', nbsp('−0.11 ± 0.05 dB'), {
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
const POWER_20 = powerFigure(20, 2.86, 0.03, '2.86 ± 0.03 W');
const POWER_300 = powerFigure(300, 0.32, 0.004, '320 ± 4 mW');
const THDN = figure('thd-n', 'R', 5.1e-5, 2e-6, 'ratio', nbsp('0.0051 ± 0.0002 %'), {
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
const INPUT = figure('input-impedance', 'L', 46_000, 300, 'ohm', nbsp('46.0 ± 0.3 kΩ'), {
  definitionId: 'input-impedance.series',
  conditions: { frequencyHz: 1000, loadOhms: null, sampleRateHz: 384_000 },
});
const OUTPUT = figure('output-impedance', 'L', 1.35, 0.04, 'ohm', nbsp('1.35 ± 0.04 Ω'), {
  definitionId: 'output-impedance.open-loaded.complex',
  conditions: { frequencyHz: 1000, loadOhms: 20, sampleRateHz: 384_000 },
});
const INDUCTANCE: Figure = {
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

const verdict = (
  source: Claim,
  rule: string | null,
  measured: Figure | null,
  word: VerdictWord,
  reasonCode: ClaimVerdict['reasonCode'],
  text: string,
  assumptions: readonly string[] = [],
  margin: number | null = null,
): ClaimVerdict => ({
  id: source.id,
  asWritten: source.asWritten,
  label: source.label,
  quantity: source.quantity,
  rule,
  measured,
  verdict: word,
  reasonCode,
  margin,
  text,
  assumptions,
});

const NO_LOAD = 'Load not stated: measured without a load.';
const VOLUME = 'Volume setting not stated: fully clockwise.';
const THD_LIMIT = 'THD limit not stated: THD+N ≤ 1 %, 20 Hz – 20 kHz, both channels driven.';
const manualText = 'Not an electrical figure of the output: read off the unit by hand.';

const claims: readonly ClaimVerdict[] = [
  verdict(
    card.claims[0],
    nbsp('8 ± 0.5 dB'),
    GAIN_L,
    'pass',
    'within',
    'The gain lies inside the limit with its whole uncertainty.',
    [NO_LOAD, VOLUME, 'No tolerance stated: ±0.5 dB.'],
    0.15,
  ),
  verdict(
    card.claims[1],
    'worst point ≥ −1 dB re 1 kHz, 10 Hz – 100 kHz',
    RESPONSE,
    'pass',
    'within',
    'The lowest point of the whole band stays above −1 dB.',
    [NO_LOAD, VOLUME, 'A bare −1 dB is a lower limit over the whole band.'],
    0.89,
  ),
  verdict(
    card.claims[2],
    'at least 3.5 W into 20 Ω with THD+N ≤ 1 %',
    POWER_20,
    'fail',
    'exceeds',
    'THD+N reaches 1 % at 2.86 W: less than the 3.5 W published, by more than the uncertainty.',
    [THD_LIMIT, VOLUME],
    -0.64,
  ),
  verdict(
    card.claims[3],
    '< 0.005 % at 1 V out',
    THDN,
    'inconclusive',
    'guard-band',
    'The figure and the limit are closer together than the uncertainty: neither pass nor fail can be said.',
    [
      'Unit not stated: % (as a bare ratio it would be 0.5 %).',
      'Load not stated: 20 Ω, the lowest on the card.',
      'Frequency and band not stated: 997 Hz, 20 Hz – 20 kHz.',
      VOLUME,
    ],
    -1e-6,
  ),
  verdict(
    card.claims[4],
    'at least 200 mW into 300 Ω with THD+N ≤ 1 %',
    POWER_300,
    'pass',
    'within',
    'More than the published power is reached before THD+N comes to 1 %.',
    [THD_LIMIT, VOLUME],
    0.12,
  ),
  verdict(
    card.claims[5],
    '50 kΩ ± 20 % at 1 kHz',
    INPUT,
    'pass',
    'within',
    'The input impedance lies inside the tolerance, 8 % under the published value.',
    ['No tolerance stated: ±20 % of |Z| at 1 kHz.'],
    6000,
  ),
  verdict(
    card.claims[6],
    '< 2 Ω',
    OUTPUT,
    'pass',
    'within',
    'The output impedance lies under the limit with its whole uncertainty.',
    ['Frequency not stated: 1 kHz.', VOLUME],
    0.65,
  ),
  ...card.claims.slice(7).map((source) => verdict(source, null, null, 'manual', 'not-electrical', manualText)),
];

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

const step = (
  id: string,
  kind: PlanStep['kind'],
  title: string,
  loadOhms: number | null,
  volts: number,
  watts: number,
  seriesOhms = 0,
): PlanStep => ({
  id,
  kind,
  title,
  wiring: { ...(kind === 'baseline' ? LOOPBACK : OPEN), loadOhms, seriesOhms },
  claimIds: [],
  settings: {},
  predictedOutputVoltsRms: volts,
  predictedLoadWatts: watts,
  seconds: 10,
});

const BASELINE = figure('thd-n', 'L', 4e-6, 4e-7, 'ratio', nbsp('0.00040 ± 0.00004 %'), {
  definitionId: 'thdn.lobe.total.20-20k',
  flags: ['loopback'],
});
const steps: readonly StepRecord[] = [
  {
    step: step('s1', 'baseline', 'The rig itself, in loopback', null, 1, 0),
    figures: [BASELINE, { ...BASELINE, channel: 'R' }],
    integrity: [],
  },
  { step: step('s2', 'gain', 'Gain without a load', null, 1, 0), figures: [GAIN_L, GAIN_R], integrity: [] },
  { step: step('s3', 'frequency-response', 'Frequency response', null, 1, 0), figures: [RESPONSE], integrity: [] },
  { step: step('s4', 'input-impedance', 'Input impedance', null, 1, 0, 10_000), figures: [INPUT], integrity: [] },
  {
    step: step('s5', 'output-impedance', 'Output impedance', 20, 1, 0.05),
    figures: [OUTPUT, INDUCTANCE],
    integrity: [],
  },
  {
    step: step('s6', 'thdn', 'THD+N at 1 V', 20, 1.02, 0.052),
    figures: [THDN],
    integrity: [
      {
        code: 'hum',
        channel: 'R',
        atSeconds: null,
        count: null,
        damaging: false,
        text: 'Mains hum at 50 Hz, 104 dB under the tone.',
      },
      {
        code: 'dropped-samples',
        channel: 'stream',
        atSeconds: 1.234567,
        count: 64,
        damaging: true,
        text: '64 samples are missing; the take was repeated.',
      },
    ],
  },
  { step: step('s7', 'max-output', 'Most power into 20 Ω', 20, 10, 5), figures: [POWER_20], integrity: [] },
  { step: step('s8', 'max-output', 'Most power into 300 Ω', 300, 10, 0.333), figures: [POWER_300], integrity: [] },
];

const sha256 = (index: number): string =>
  (0x9e3779b97f4a7c15n * BigInt(index + 1)).toString(16).padStart(16, '0').slice(-16).repeat(4);

/** The made-up HPA-1. */
export const exampleVerification: Verification = {
  kind: 'verification',
  schemaVersion: 1,
  card,
  rig,
  simulated: true,
  seed: 1,
  claims,
  summary: { pass: 5, fail: 1, inconclusive: 1, 'not-verifiable': 0, manual: 3 },
  steps,
  curves: [
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
  ],
  captures: steps.map(({ step: { id } }, index) => ({
    takeId: `${id}-1`,
    stepId: id,
    file: `captures/${id}-1.wav`,
    sha256: sha256(index),
    sampleRateHz: 384_000,
    channelCount: 3,
    frameCount: 1_536_000 + index,
  })),
  clock: { ppm: 0, uncertaintyPpm: 0.02, wanderPpm: 0 },
  warnings: ['The mains hum is 50 Hz.'],
  wirings: [],
};
