import { fitSine } from '../../dsp/fitSine.ts';
import { checkTone } from '../../measure/integrity/checkTone.ts';
import { analyzeNoise } from '../../measure/noise/analyze.ts';
import { analyzeThdn, type ThdnAnalysis } from '../../measure/thdn/analyze.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { predictedGainRatio } from '../../planner/limits.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { buildProgram } from '../../signal/program.ts';
import type { BaselineChannel, RunContext, StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { addFindings, playTake, steadyPart } from '../playTake.ts';
import { playProbe } from '../probe.ts';
import { noteClock } from '../clock.ts';
import { expectLoopbackTone } from '../expectTone.ts';

const HARMONIC_COUNT = 10;

/**
 * The rig measured against itself: THD+N at the generator's level and at the capture's (with a gain between them one loopback cannot match both),
 * noise, response, and how far the two clocks are apart.
 */
export function* runBaseline(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const { rig, rules, knowledge } = context;
  const captureVoltsRms = Math.min(rules.outputVoltsRms, rig.output.maxVoltsRms, rig.input.maxVoltsRms);
  const generatorVoltsRms = Math.min(rules.outputVoltsRms / predictedGainRatio(context.card), captureVoltsRms);

  const tone = { kind: 'tone', frequencyHz: rules.frequencyHz, seconds: 2.1 } as const;
  const program = buildProgram(rig.sampleRateHz, [
    { kind: 'silence', seconds: 0.05 },
    { ...tone, id: 'generator', voltsRms: generatorVoltsRms },
    { kind: 'silence', seconds: 0.1 },
    { ...tone, id: 'capture', voltsRms: captureVoltsRms },
    { kind: 'silence', seconds: 0.05 },
  ]);
  const take = yield* playTake(context, step, 'tones', program, 1);
  expectLoopbackTone(context, take, 'capture', rules.frequencyHz, captureVoltsRms);
  noteClock(context, take, 'capture', rules.frequencyHz, 'analogue');
  knowledge.loopbackProbe = yield* playProbe(context, step, 'probe', generatorVoltsRms, 1);
  const idle = yield* playTake(
    context,
    step,
    'silence',
    buildProgram(rig.sampleRateHz, [{ kind: 'silence', id: 'idle', seconds: 1.5 }]),
    1,
  );

  const settings = {
    sampleRateHz: rig.sampleRateHz,
    frequencyHz: rules.frequencyHz,
    bandHz: rules.bandHz,
    harmonicCount: HARMONIC_COUNT,
  };
  const result: StepResult = { figures: [], curves: [] };
  knowledge.baseline = take.channels.map((samples, index) => {
    const channel = rig.channels[index].name;
    const at = (id: string): ThdnAnalysis => {
      const { start, length } = steadyPart(take, id);
      const fit = fitSine(samples, start, length, rig.sampleRateHz, rules.frequencyHz);
      addFindings(context, step, checkTone(samples, start, length, rig.sampleRateHz, fit, channel));
      return analyzeThdn(samples, start, length, settings);
    };
    const generator = at('generator');
    const capture = at('capture');
    const quiet = steadyPart(idle, 'idle');
    const noise = analyzeNoise(idle.channels[index], quiet.start, quiet.length, rig.sampleRateHz, rules.bandHz).weighted
      .unweighted;
    for (const [voltsRms, analysis] of [
      [generatorVoltsRms, generator],
      [captureVoltsRms, capture],
    ] as const) {
      result.figures.push(
        makeFigure({
          id: 'thd-n',
          channel,
          value: analysis.thdnRatio,
          unit: 'ratio',
          parts: [{ source: 'repeatability', value: analysis.thdnUncertainty }],
          definitionId: 'thdn.lobe.total.20-20k',
          conditions: { frequencyHz: rules.frequencyHz, bandHz: rules.bandHz, inputVoltsRms: voltsRms, loadOhms: null },
          flags: ['baseline'],
          dbReference: 'total',
        }),
      );
    }
    result.figures.push(
      makeFigure({
        id: 'noise',
        channel,
        value: noise.rms,
        unit: 'V',
        parts: [
          { source: 'repeatability', value: noise.relativeUncertainty * noise.rms },
          { source: 'calibration', value: rig.input.relativeUncertainty * noise.rms },
        ],
        definitionId: 'noise.rms.20-20k',
        conditions: { bandHz: rules.bandHz, loadOhms: null },
        flags: ['baseline'],
      }),
    );
    return {
      generator: residualParts(generator),
      capture: residualParts(capture),
      noiseVoltsRms: noise.rms,
    };
  });
  return result;
}

const residualParts = ({ thdRatio, noiseRms, fundamentalRms }: ThdnAnalysis): BaselineChannel['generator'] => ({
  harmonicRatio: thdRatio ?? 0,
  noiseRatio: noiseRms / fundamentalRms,
});
