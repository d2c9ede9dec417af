import { fitSine } from '../../dsp/fitSine.ts';
import { checkTone } from '../../measure/integrity/checkTone.ts';
import { maxOutput } from '../../measure/max-output/analyze.ts';
import {
  firstStaircase,
  nextSearchStep,
  type LevelReading,
  type SearchLimits,
  type SearchStep,
} from '../../measure/max-output/plan.ts';
import { analyzeThdn } from '../../measure/thdn/analyze.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { findLoad, outputLimit } from '../../planner/planVerification.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { buildProgram } from '../../signal/program.ts';
import type { UncertaintyPart } from '../../result/figure.ts';
import { required, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { gainBound, loadOf } from '../levels.ts';
import { addFindings, playTake, steadyPart } from '../playTake.ts';

const HARMONIC_COUNT = 10;
/** One level of the staircase: 0.26 s of steady tone resolve the fundamental's lobe. */
const LEVEL_SECONDS = 0.35;

/** Output against THD+N from far below up to the limit, all channels driven; then power or volts at the limit. */
export function* runMaxOutput(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const { rig, rules } = context;
  const frequencyHz = step.settings.frequencyHz ?? rules.frequencyHz;
  const bandHz = step.settings.bandHz ?? rules.bandHz;
  const thdnLimitRatio = step.settings.thdnLimitRatio ?? rules.thdnLimitRatio;
  const { loadOhms } = step.wiring;
  const limit = outputLimit(rig, loadOhms === null ? null : required(findLoad(rig, loadOhms), 'the load'));
  const limits: SearchLimits = {
    thdnLimitRatio,
    maxDriveVoltsRms: rig.output.maxVoltsRms,
    maxOutputVoltsRms: limit.voltsRms,
    outputLimitedBy: limit.by,
    gainRatio: gainBound(context, step.wiring),
  };
  const readings: LevelReading[][] = rig.channels.map(() => []);
  const combined: LevelReading[] = [];
  let search: SearchStep = {
    kind: 'play',
    driveVoltsRms: firstStaircase(required(step.settings.claimedVoltsRms, 'the claimed level'), limits),
  };
  for (let take = 1; search.kind === 'play'; take++) {
    const levels: readonly number[] = search.driveVoltsRms;
    const program = buildProgram(rig.sampleRateHz, [
      { kind: 'silence', seconds: 0.05 },
      ...levels.map(
        (voltsRms, index) => ({ kind: 'tone', id: `${index}`, frequencyHz, voltsRms, seconds: LEVEL_SECONDS }) as const,
      ),
      { kind: 'silence', seconds: 0.05 },
    ]);
    const capture = yield* playTake(context, step, `level-${take}`, program, limits.gainRatio);
    for (const [index, driveVoltsRms] of levels.entries()) {
      const { start, length } = steadyPart(capture, `${index}`);
      const settings = { sampleRateHz: rig.sampleRateHz, frequencyHz, bandHz, harmonicCount: HARMONIC_COUNT };
      const each = capture.channels.map((samples, channel): LevelReading => {
        // A lost sample reads as distortion and would end the search far below what the DUT can do
        const fit = fitSine(samples, start, length, rig.sampleRateHz, frequencyHz);
        addFindings(
          context,
          step,
          checkTone(samples, start, length, rig.sampleRateHz, fit, rig.channels[channel].name),
        );
        const { totalRms, thdnRatio } = analyzeThdn(samples, start, length, settings);
        return { driveVoltsRms, outputVoltsRms: totalRms, thdnRatio };
      });
      for (const [channel, reading] of each.entries()) readings[channel].push(reading);
      combined.push({
        driveVoltsRms,
        outputVoltsRms: Math.min(...each.map((reading) => reading.outputVoltsRms)),
        thdnRatio: Math.max(...each.map((reading) => reading.thdnRatio)),
      });
    }
    search = nextSearchStep(combined, limits);
  }
  return harvest(context, step, readings, thdnLimitRatio, search.endedBy, limits);
}

function harvest(
  context: RunContext,
  step: PlanStep,
  readings: readonly LevelReading[][],
  thdnLimitRatio: number,
  endedBy: string,
  limits: SearchLimits,
): StepResult {
  const { rig, rules } = context;
  const { loadOhms } = step.wiring;
  const result: StepResult = { figures: [], curves: [] };
  for (const [index, { name: channel }] of rig.channels.entries()) {
    const found = maxOutput(readings[index], thdnLimitRatio);
    const conditions = {
      frequencyHz: step.settings.frequencyHz ?? rules.frequencyHz,
      bandHz: step.settings.bandHz ?? rules.bandHz,
      outputVoltsRms: found.voltsRms,
      loadOhms,
      channelsDriven: rig.channels.map(({ name }) => name),
      thdnLimitRatio,
    };
    const common = {
      channel,
      definitionId: 'max-output.thdn-limit',
      conditions,
      flags: found.isLowerBound ? ['lower-bound', endedBy] : [],
      ...(found.isLowerBound ? { bound: '≥' as const } : {}),
    };
    const relative = rig.input.relativeUncertainty;
    const methodRelative = found.methodVoltsRms / found.voltsRms;
    result.figures.push(
      makeFigure({
        ...common,
        id: 'max-output',
        value: found.voltsRms,
        unit: 'V',
        parts: [
          { source: 'calibration', value: relative * found.voltsRms },
          { source: 'method', value: found.methodVoltsRms },
        ],
      }),
    );
    if (loadOhms !== null) {
      const load = loadOf(context, loadOhms);
      const watts = found.voltsRms ** 2 / load.ohms;
      const parts: UncertaintyPart[] = [
        { source: 'calibration', value: 2 * relative * watts },
        { source: 'method', value: 2 * methodRelative * watts },
        { source: 'load-tolerance', value: load.relativeTolerance * watts },
      ];
      result.figures.push(makeFigure({ ...common, id: 'output-power', value: watts, unit: 'W', parts }));
    }
    const sorted = [...readings[index]].sort((a, b) => a.outputVoltsRms - b.outputVoltsRms);
    result.curves.push({
      id: 'thdn-vs-level',
      channel,
      title: 'THD+N against level',
      loadOhms,
      x: sorted.map((reading) => reading.outputVoltsRms),
      xUnit: 'V',
      y: sorted.map((reading) => reading.thdnRatio),
      yUnit: 'ratio',
    });
  }
  if (endedBy === 'output-limited') {
    context.warnings.push(`${step.title}: the search ended at ${limits.outputLimitedBy}, before the distortion limit.`);
  }
  return result;
}
