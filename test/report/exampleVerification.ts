import type { PlanStep } from '../../core/planner/plan.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';
import type { StepRecord, Verification } from '../../core/result/verification.ts';
import { exampleCard } from './exampleCard.ts';
import { exampleClaims } from './exampleClaims.ts';
import { exampleCurves } from './exampleCurves.ts';
import {
  GAIN_L,
  GAIN_R,
  INDUCTANCE,
  INPUT,
  OUTPUT,
  POWER_20,
  POWER_300,
  RESPONSE,
  THDN,
  figure,
  nbsp,
} from './exampleFigures.ts';
import { exampleRig } from './exampleRig.ts';

// A made-up verification, marked simulated, with everything a report can show. Its numbers were written by hand and by
// closed forms for the tests of core/report and for looking at; nothing was measured.

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
  card: exampleCard,
  rig: exampleRig,
  simulated: true,
  seed: 1,
  claims: exampleClaims,
  summary: { pass: 5, fail: 1, inconclusive: 1, 'not-verifiable': 0, manual: 3 },
  steps,
  curves: exampleCurves,
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
