import { fitSine } from '../../dsp/fitSine.ts';
import { checkTone } from '../../measure/integrity/checkTone.ts';
import { thinSpectrum } from '../../measure/spectrum/thinSpectrum.ts';
import { analyzeThdn } from '../../measure/thdn/analyze.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import { buildProgram } from '../../signal/program.ts';
import { formatBound, formatQuantity } from '../../units/format.ts';
import { required, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { levelForStep, gainBound } from '../levels.ts';
import { addFindings, playTake, steadyPart } from '../playTake.ts';

const HARMONIC_COUNT = 10;
/** Long enough for 16 sub-records that each resolve the fundamental's lobe. */
const TONE_SECONDS = 4.2;
const SILENT = { harmonicRatio: 0, noiseRatio: 0 };

/** THD+N, THD and harmonics of a tone at the claim's level and load, with its spectrum; the rig's own residual stands in the uncertainty in full. */
export function* runThdn(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const { rig, knowledge } = context;
  const frequencyHz = step.settings.frequencyHz ?? context.rules.frequencyHz;
  const bandHz = step.settings.bandHz ?? context.rules.bandHz;
  const { driveRms, outputVoltsRms } = levelForStep(context, step);
  const program = buildProgram(rig.sampleRateHz, [
    { kind: 'silence', seconds: 0.05 },
    { kind: 'tone', id: 'tone', frequencyHz, voltsRms: driveRms, seconds: TONE_SECONDS },
    { kind: 'silence', seconds: 0.05 },
  ]);
  const take = yield* playTake(context, step, 'tone', program, gainBound(context, step.wiring));
  const { start, length } = steadyPart(take, 'tone');
  const result: StepResult = { figures: [], curves: [] };
  for (const [index, { name: channel }] of rig.channels.entries()) {
    const samples = take.channels[index];
    const fit = fitSine(samples, start, length, rig.sampleRateHz, frequencyHz);
    addFindings(context, step, checkTone(samples, start, length, rig.sampleRateHz, fit, channel));
    const analysis = analyzeThdn(samples, start, length, {
      sampleRateHz: rig.sampleRateHz,
      frequencyHz,
      bandHz,
      harmonicCount: HARMONIC_COUNT,
      highestHz: rig.sampleRateHz / 2,
    });
    const { capture, generator } = required(knowledge.baseline, 'the baseline')[index];
    // A DUT that plays itself has no generator but its own, which is what is measured
    const source = step.wiring.drive === 'digital' ? SILENT : generator;
    // Harmonics add as vectors of unknown phase, so the rig's count in full
    const harmonicBound = source.harmonicRatio + capture.harmonicRatio;
    // Noise adds as power: of the noise measured, up to this much is the rig's own
    const noiseRatio = Math.hypot(source.noiseRatio, capture.noiseRatio);
    const noiseBound = analysis.thdnRatio - Math.sqrt(Math.max(analysis.thdnRatio ** 2 - noiseRatio ** 2, 0));
    const baseline = Math.hypot(harmonicBound, noiseRatio);
    const conditions = {
      frequencyHz,
      bandHz,
      outputVoltsRms: analysis.fundamentalRms,
      ...(step.wiring.drive === 'digital' ? { inputFullScaleRms: driveRms } : { inputVoltsRms: driveRms }),
      loadOhms: step.wiring.loadOhms,
      channelsDriven: rig.channels.map(({ name }) => name),
    };
    const bandText = `${bandHz[0]}-${bandHz[1] / 1000}k`;
    const flags = baseline > analysis.thdnRatio / Math.sqrt(10) ? ['baseline-limited'] : [];
    const repeatability = { source: 'repeatability', value: analysis.thdnUncertainty } as const;
    result.figures.push(
      makeFigure({
        id: 'thd-n',
        channel,
        value: analysis.thdnRatio,
        unit: 'ratio',
        parts: [repeatability, { source: 'baseline', value: harmonicBound + noiseBound }],
        definitionId: `thdn.lobe.total.${bandText}`,
        conditions,
        flags,
        dbReference: 'total',
        textAs: 'percent',
      }),
    );
    const thd = {
      id: 'thd',
      channel,
      unit: 'ratio',
      definitionId: `thd.f.h2-h${HARMONIC_COUNT}.${bandText}`,
      conditions,
    } as const;
    result.figures.push(
      analysis.thdRatio === null
        ? absentFigure(thd, 'no-harmonic-in-band', 'no harmonic lies in the band')
        : makeFigure({
            ...thd,
            // Under the noise, what may hide in it is a bound, which is enough to keep a claim
            value: analysis.thdRatio === 0 ? analysis.thdUncertainty : analysis.thdRatio,
            parts: [
              { source: 'repeatability', value: analysis.thdRatio === 0 ? 0 : analysis.thdUncertainty },
              { source: 'baseline', value: harmonicBound },
            ],
            flags: analysis.thdRatio === 0 ? [...flags, 'below-noise'] : flags,
            dbReference: 'fundamental',
            textAs: 'percent',
            ...(analysis.thdRatio === 0 ? { bound: '<' as const } : {}),
          }),
    );
    for (const harmonic of analysis.harmonics) {
      const ratio = harmonic.rms / analysis.fundamentalRms;
      const common = {
        id: `h${harmonic.order}`,
        channel,
        unit: 'ratio',
        definitionId: 'harmonic.re-fundamental',
        conditions,
      } as const;
      result.figures.push(
        harmonic.isBound
          ? absentFigure(common, 'below-noise', formatBound('<', 20 * Math.log10(ratio), 'dB', 3))
          : makeFigure({
              ...common,
              value: ratio,
              parts: [
                { source: 'repeatability', value: harmonic.uncertaintyRms / analysis.fundamentalRms },
                { source: 'baseline', value: Math.min(harmonicBound, ratio) },
              ],
              dbReference: 'fundamental',
            }),
      );
    }
    const thin = thinSpectrum(analysis.tone.power, 10, rig.sampleRateHz / 2, 700);
    result.curves.push({
      id: 'spectrum',
      channel,
      title: `${frequencyHz} Hz at ${formatQuantity(Number(outputVoltsRms.toPrecision(4)), 'V')}`,
      loadOhms: step.wiring.loadOhms,
      x: thin.frequenciesHz,
      xUnit: 'Hz',
      y: thin.voltsRms,
      yUnit: 'V',
    });
  }
  return result;
}
