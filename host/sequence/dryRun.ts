import { runMeasurement, measurementSeconds } from '../../core/run/runMeasurement.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import type { SpecCard } from '../../core/card/claim.ts';
import type { VerificationPlan, Wiring } from '../../core/planner/plan.ts';
import { OPEN, sameWiring } from '../../core/planner/wiring.ts';
import { safetyPrompt, wiringPrompt } from '../../core/run/prompts.ts';
import type { MeasureStep, Sequence, SequenceStep, VerifyStep } from '../../core/sequence/sequence.ts';
import { limitText } from '../../core/sequence/figureLimit.ts';
import { stepTitle } from '../../core/sequence/stepResult.ts';
import type { CardRef, Engine } from '../../electron/ipc/contract.ts';
import type { RigRef } from '../../electron/ipc/rigRef.ts';

export interface DryStep {
  readonly id: string;
  readonly kind: SequenceStep['kind'];
  readonly title: string;
  /** Of audio, estimated; 0: plays nothing. */
  readonly seconds: number;
  /** What the person is asked to do, in order. */
  readonly work: readonly string[];
  /** What is judged. */
  readonly limits: readonly string[];
  /** Program and arguments, of a command. */
  readonly command: readonly string[] | null;
}

/** A sequence as it would run: nothing plays, no command runs. */
export interface DryRun {
  readonly kind: 'dry-run';
  readonly schemaVersion: 1;
  readonly name: string;
  readonly rigId: string;
  readonly steps: readonly DryStep[];
  /** Of audio, all steps together. */
  readonly seconds: number;
}

/**
 * Says what a sequence would do on a rig: how long, what the person must do, what is judged, which programs run.
 * @param cardOf the card a step names
 * @throws AmpbenchError what the run itself would throw before its first sound: an unknown card, a load that is not on hand
 */
export async function dryRun(
  sequence: Sequence,
  engine: Pick<Engine, 'plan' | 'readRig' | 'previewMeasurement'>,
  rigRef: RigRef,
  cardOf: (card: string) => Promise<CardRef>,
): Promise<DryRun> {
  const { rig } = await engine.readRig(rigRef);
  const steps: DryStep[] = [];
  for (const step of sequence.steps) {
    const told = await tellStep(
      step,
      async (verify) => {
        const card = await cardOf(verify.card);
        const rules = verify.rules === null ? {} : { rules: verify.rules };
        return engine.plan({ card, rig: rigRef, ...rules });
      },
      async (measure) => {
        const { wirings } = await engine.previewMeasurement({ measurement: measure.measurement, rig: rigRef });
        return measureWork(measure, rig, wirings);
      },
    );
    steps.push({ id: step.id, kind: step.kind, title: stepTitle(step), ...told });
  }
  return {
    kind: 'dry-run',
    schemaVersion: 1,
    name: sequence.name,
    rigId: rig.id,
    steps,
    seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

type Told = Pick<DryStep, 'seconds' | 'work' | 'limits' | 'command'>;

async function tellStep(
  step: SequenceStep,
  planOf: (step: VerifyStep) => Promise<{ card: SpecCard; rig: Rig; plan: VerificationPlan }>,
  workOf: (step: MeasureStep) => Promise<{ seconds: number; work: readonly string[] }>,
): Promise<Told> {
  switch (step.kind) {
    case 'verify': {
      const { card, rig, plan } = await planOf(step);
      const rules = plan.claims.flatMap(({ rule, refused }) => (rule === null || refused !== null ? [] : [rule.text]));
      return {
        seconds: plan.seconds,
        work: verifyWork(card, rig, plan),
        limits: [...rules, ...step.limits.map(limitText)],
        command: null,
      };
    }
    case 'measure':
      return { ...(await workOf(step)), limits: step.limits.map(limitText), command: null };
    case 'prompt':
      return { seconds: 0, work: [step.text], limits: [], command: null };
    case 'command':
      return { seconds: 0, work: [], limits: [], command: step.words };
  }
}

function verifyWork(card: SpecCard, rig: Rig, plan: VerificationPlan): string[] {
  if (plan.steps.length === 0) return [];
  const wirings = plan.steps.map(({ wiring }) => wiring);
  return [safetyPrompt(plan).text, ...wiringWork(rig, card, wirings)];
}

function wiringWork(rig: Rig, card: SpecCard | null, wirings: readonly Wiring[]): string[] {
  return wirings.flatMap((wiring, index) => {
    const previous = index === 0 ? null : wirings[index - 1];
    return previous !== null && sameWiring(previous, wiring) ? [] : [wiringPrompt(rig, card, wiring, previous).text];
  });
}

function measureWork(
  { measurement }: MeasureStep,
  rig: Rig,
  wirings: readonly Wiring[],
): { seconds: number; work: readonly string[] } {
  const seconds = measurementSeconds(measurement, rig);
  if (measurement.path === 'loopback') return { seconds, work: wiringWork(rig, null, wirings) };
  const first = runMeasurement(measurement, rig, { seed: 1, simulated: rig.driver === 'simulated' }).next();
  const safety = first.done !== true && first.value.type === 'prompt' ? [first.value.prompt.text] : [];
  // The gain is found on the open output before anything else
  return { seconds, work: [...safety, ...wiringWork(rig, null, [OPEN, ...wirings])] };
}
