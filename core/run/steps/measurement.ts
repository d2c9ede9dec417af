import { driveOf } from '../../calibration/drive.ts';
import type { Analysis } from '../../measure/analysis.ts';
import { kindNamed } from '../../measure/kinds.ts';
import type { MeasureSettings } from '../../measure/settings.ts';
import { isFarFrom, ownStepId } from '../../planner/measurementSteps.ts';
import type { PlanStep } from '../../planner/plan.ts';
import type { Figure } from '../../result/figure.ts';
import { required, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { gainBound, levelForStep } from '../levels.ts';
import { measureKind } from '../measureKind.ts';
import { addFindings } from '../playTake.ts';
import { withOwnShare } from '../ownShare.ts';
import { withRatiosToNoise } from '../ratiosToNoise.ts';
import { withThdBounds } from '../thdBound.ts';
import { worstOverBand } from '../worstOverBand.ts';

/** A registered kind of measurement at a claim's conditions, the rig's own share in the figures counted in full. */
export function* runMeasurementStep(context: RunContext, step: PlanStep): Procedure<StepResult> {
  return step.wiring.path === 'loopback' ? yield* runOwnShare(context, step) : yield* runThroughDut(context, step);
}

/** In loopback, at the capture's level and the generator's: the sum is what the rig may add to a figure. */
function* runOwnShare(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const captureVoltsRms = required(step.settings.outputVoltsRms, 'the level of the capture');
  const generatorVoltsRms = required(step.settings.driveLevel, 'the level of the generator');
  const atCapture = figuresOf(context, step, yield* play(context, step, 'capture', captureVoltsRms, 1));
  const isApart = isFarFrom(captureVoltsRms, generatorVoltsRms);
  const atGenerator = isApart
    ? figuresOf(context, step, yield* play(context, step, 'generator', generatorVoltsRms, 1))
    : atCapture;
  context.knowledge.ownFigures.set(step.id, { capture: atCapture, generator: atGenerator });
  return { figures: atCapture.map((figure) => ({ ...figure, flags: [...figure.flags, 'baseline'] })), curves: [] };
}

function* runThroughDut(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const bound = gainBound(context, step.wiring);
  const analysis = yield* play(context, step, null, levelForStep(context, step).driveRms, bound);
  const own = context.knowledge.ownFigures.get(ownStepId(step.id)) ?? null;
  const gain = step.wiring.drive === 'digital' ? null : bound;
  const measured = figuresOf(context, step, analysis);
  const shared = own === null ? measured : measured.map((figure) => withOwnShare(figure, own, gain));
  return { figures: withThdBounds(withRatiosToNoise(analysis.kind, shared)), curves: [] };
}

function* play(
  context: RunContext,
  step: PlanStep,
  suffix: string | null,
  driveLevel: number,
  bound: number,
): Procedure<Analysis> {
  const { rig } = context;
  const { kind, settings } = required(step.settings.measurement, 'what is to be measured');
  const definition = kindNamed(kind);
  const drive = driveOf(rig, step.wiring);
  const heeded: MeasureSettings = {
    ...settings,
    ...(kind === 'noise' && step.wiring.drive === 'digital' ? { fullLevelRms: bound * drive.fullScaleRms } : {}),
    ...(drive.timeReference !== null && definition.options.includes('timeReferenceChannel')
      ? { timeReferenceChannel: rig.channels.length + 1 }
      : {}),
  };
  const analysis = yield* measureKind(context, {
    definition,
    takes: definition.stimulus(heeded, {
      sampleRateHz: rig.sampleRateHz,
      channelCount: rig.channels.length,
      levelVoltsRms: driveLevel,
      fullScaleVoltsPeak: drive.fullScaleRms * Math.SQRT2,
      random: context.random.derive(step.id),
    }),
    wirings: [step.wiring],
    stepId: suffix === null ? step.id : `${step.id}-${suffix}`,
    title: step.title,
    gainBound: bound,
    wire: inPlace,
    settled: () => heeded,
  });
  addFindings(
    context,
    step,
    analysis.integrity.map((finding) => ({
      ...finding,
      channel: finding.channel === null ? 'all' : (rig.channels.at(finding.channel - 1)?.name ?? 'reference'),
    })),
  );
  return analysis;
}

function* inPlace(): Procedure<void> {}

/** Every channel's figures under the channels' names, with the worst of a claim's band where the kind gives a curve. */
function figuresOf({ rig }: RunContext, { wiring, settings }: PlanStep, { kind, channels }: Analysis): Figure[] {
  return channels.flatMap((channel) => {
    const named = rig.channels.at(channel.channel - 1);
    if (named === undefined) return [];
    return [...Object.values(channel.figures), ...worstOverBand(kind, channel, settings.bandHz)].map((figure) => ({
      ...figure,
      channel: named.name,
      conditions: { ...figure.conditions, loadOhms: wiring.loadOhms },
    }));
  });
}
