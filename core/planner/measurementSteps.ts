import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import type { MeasurementKind } from '../measure/analysis.ts';
import { formatQuantity } from '../units/format.ts';
import type { PlanStep, Wiring } from './plan.ts';
import { ratedVolts } from './resolve/conditions.ts';
import type { ClaimMeasurement, ResolvedClaim } from './resolve/resolved.ts';
import { LOOPBACK, OPEN } from './wiring.ts';

export type StepDraft = Omit<PlanStep, 'predictedLoadWatts'>;

/** Kinds whose figure the rig adds its own share to, so that they are run in loopback too. */
const SHARED_WITH_RIG = new Set<MeasurementKind>([
  'thdn',
  'thdn-vs-frequency',
  'imd-smpte',
  'imd-din',
  'imd-ccif',
  'imd-dim',
  'imd-aes-difference',
  'crosstalk',
  'channel-balance',
  'noise',
  'dynamic-range',
]);

/** Kinds whose share of the rig hangs on the level it works at, so that both its converters are shown at theirs. */
const SHARED_BY_LEVEL = new Set<MeasurementKind>([
  'thdn',
  'thdn-vs-frequency',
  'imd-smpte',
  'imd-din',
  'imd-ccif',
  'imd-dim',
  'imd-aes-difference',
]);

/** Seconds of audio of the kinds that claims need, at their usual lengths. */
const SECONDS: Readonly<Partial<Record<MeasurementKind, number>>> = {
  thdn: 4.2,
  'thdn-vs-frequency': 3,
  crosstalk: 6.5,
  'channel-balance': 1,
  noise: 3.6,
  'dynamic-range': 4.1,
  jitter: 5,
};
const USUAL_SECONDS = 4;

const TITLES: Readonly<Partial<Record<MeasurementKind, string>>> = {
  thdn: 'THD+N',
  'thdn-vs-frequency': 'THD+N over the stated frequencies',
  crosstalk: 'Crosstalk, each channel in turn',
  'channel-balance': 'Channel balance',
  noise: 'Noise',
  'dynamic-range': 'Dynamic range, with a tone at −60 dB',
  jitter: 'Jitter, J-test',
};

/** What makes two claims claims of one measurement. */
const keyOf = ({
  measurement,
  drive,
  input,
  output,
  gain,
  loadOhms,
  outputVoltsRms,
  driveLevel,
  bandHz,
}: ResolvedClaim): string =>
  JSON.stringify([measurement, drive, input, output, gain, loadOhms, driveLevel ?? outputVoltsRms, bandHz]);

/** The unit's own most volts, where the card says: what a digital drive at full scale puts out, for predictions. */
const fullOutputVolts = (card: SpecCard, { claim, loadOhms }: ResolvedClaim): number | null =>
  ratedVolts({ card, claim }, loadOhms);

/**
 * Steps for claims that a registered kind of measurement decides: one for each set of conditions, and where the rig has a share in the figure, one in loopback.
 * @param live claims that are to be measured; those decided by other steps are passed over
 * @param loadOf the load on hand that serves a claim's load
 */
export function measurementSteps(
  live: readonly ResolvedClaim[],
  card: SpecCard,
  rig: Rig,
  predictedGainRatio: number,
  loadOf: (ohms: number) => number | null,
): { readonly loopback: readonly StepDraft[]; readonly dut: readonly StepDraft[] } {
  const groups = new Map<string, ResolvedClaim[]>();
  for (const entry of live) {
    if (entry.decidedBy !== 'measurement' || entry.measurement === null) continue;
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const dut = [...groups.values()].map((entries) => dutStep(entries, card, rig, predictedGainRatio, loadOf));
  const loopback = dut.flatMap((step) => loopbackStep(step, rig, predictedGainRatio));
  return { loopback, dut };
}

function dutStep(
  entries: readonly ResolvedClaim[],
  card: SpecCard,
  rig: Rig,
  predictedGainRatio: number,
  loadOf: (ohms: number) => number | null,
): StepDraft {
  const [first] = entries;
  const { drive, input, output, gain, loadOhms, driveLevel, bandHz, frequencyHz } = first;
  const { kind, settings } = first.measurement as ClaimMeasurement;
  const wiring: Wiring = { ...OPEN, drive, input, output, gain, loadOhms: loadOhms === null ? null : loadOf(loadOhms) };
  const predicted =
    driveLevel === null
      ? first.outputVoltsRms
      : drive === 'digital'
        ? (fullOutputVolts(card, first) ?? rig.limits.outputVoltsRms) * driveLevel
        : driveLevel * predictedGainRatio;
  const into = wiring.loadOhms === null ? '' : ` into ${formatQuantity(wiring.loadOhms, 'ohm')}`;
  return {
    id: `${kind}-${first.claim.id}`,
    kind: 'measurement',
    title: `${TITLES[kind] ?? 'Intermodulation'}${into}`,
    wiring,
    claimIds: entries.map(({ claim }) => claim.id),
    settings: {
      measurement: { kind, settings },
      frequencyHz,
      bandHz,
      outputVoltsRms: first.outputVoltsRms,
      ...(driveLevel === null ? {} : { driveLevel }),
    },
    predictedOutputVoltsRms: Math.min(predicted, rig.limits.outputVoltsRms, rig.input.maxVoltsRms),
    seconds: SECONDS[kind] ?? USUAL_SECONDS,
  };
}

/** The id of the loopback step that shows the rig's share in a step. */
export const ownStepId = (stepId: string): string => `own-${stepId}`;

/** The same in loopback: at the level the capture will see, and at the generator's, where these differ. */
function loopbackStep(step: StepDraft, rig: Rig, predictedGainRatio: number): StepDraft[] {
  const { measurement } = step.settings;
  if (measurement === undefined || !SHARED_WITH_RIG.has(measurement.kind)) return [];
  const most = Math.min(rig.output.maxVoltsRms, rig.input.maxVoltsRms);
  const captureVoltsRms = Math.min(step.predictedOutputVoltsRms, most);
  const generatorVoltsRms =
    step.wiring.drive === 'digital' || !SHARED_BY_LEVEL.has(measurement.kind)
      ? captureVoltsRms
      : Math.min(step.predictedOutputVoltsRms / predictedGainRatio, most);
  return [
    {
      ...step,
      id: ownStepId(step.id),
      title: `The rig's own share: ${step.title}`,
      wiring: LOOPBACK,
      claimIds: [],
      settings: { ...step.settings, outputVoltsRms: captureVoltsRms, driveLevel: generatorVoltsRms },
      predictedOutputVoltsRms: captureVoltsRms,
      seconds: step.seconds * (isFarFrom(captureVoltsRms, generatorVoltsRms) ? 2 : 1),
    },
  ];
}

/** More than 3 dB apart: one loopback cannot stand for both converters. */
export const isFarFrom = (one: number, other: number): boolean =>
  Math.abs(Math.log(one / other)) > Math.log(Math.SQRT2);
