import { bandName } from '../../measure/checkBand.ts';
import { awakeNoise } from '../../measure/noise/awakeNoise.ts';
import { NOISE_FIGURES } from '../../measure/noise/noiseFigures.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { buildProgram } from '../../signal/program.ts';
import { required, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { gainBound } from '../levels.ts';
import { playTake, steadyPart, type TakeCapture } from '../playTake.ts';

/** The tone that keeps a device from muting, re the level the noise is stated at: 60 dB under it, after AES17. */
const QUIET_RATIO = 1e-3;

function partOf(take: TakeCapture, id: string): { startFrame: number; frames: number } {
  const { start, length } = steadyPart(take, id);
  return { startFrame: start, frames: length };
}

/** Noise at the DUT's output with nothing playing, and the signal-to-noise ratio re the reference level. */
export function* runNoise(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const { rig, rules, knowledge } = context;
  const bandHz = step.settings.bandHz ?? rules.bandHz;
  const gain = gainBound(context, step.wiring);
  const voltsRms = (rules.outputVoltsRms * QUIET_RATIO) / gain;
  const program = buildProgram(rig.sampleRateHz, [
    { kind: 'silence', seconds: 0.05 },
    { kind: 'tone', id: 'awake', frequencyHz: rules.frequencyHz, voltsRms, seconds: 1.2 },
    { kind: 'silence', id: 'idle', seconds: 1.5 },
  ]);
  const take = yield* playTake(context, step, 'silence', program, gain);
  const parts = { idle: partOf(take, 'idle'), tone: { ...partOf(take, 'awake'), frequencyHz: rules.frequencyHz } };
  const result: StepResult = { figures: [], curves: [] };
  for (const [index, { name: channel }] of rig.channels.entries()) {
    const { noise, isMuted } = awakeNoise(take.channels[index], parts, rig.sampleRateHz, bandHz);
    const { weighted } = noise;
    if (isMuted)
      context.warnings.push(
        `${channel} mutes on silence: its noise was read beside a tone 60 dB under ${rules.outputVoltsRms} V instead.`,
      );
    const own = required(knowledge.baseline, 'the baseline')[index].noiseVoltsRms;
    const limited = own > weighted.unweighted.rms / Math.sqrt(10);
    for (const { id, weighting, name } of NOISE_FIGURES) {
      const { rms: voltsRms, relativeUncertainty } = weighted[weighting];
      const common = {
        channel,
        definitionId: `noise.${name}.${bandName(bandHz)}${isMuted ? '.with-tone' : ''}`,
        conditions: { bandHz, outputVoltsRms: rules.outputVoltsRms, loadOhms: null },
        flags: [...(limited ? ['baseline-limited'] : []), ...(isMuted ? ['muted-on-silence'] : [])],
      };
      const relative = Math.hypot(relativeUncertainty, rig.input.relativeUncertainty);
      result.figures.push(
        makeFigure({
          ...common,
          id,
          value: voltsRms,
          unit: 'V',
          parts: [
            { source: 'repeatability', value: relativeUncertainty * voltsRms },
            { source: 'calibration', value: rig.input.relativeUncertainty * voltsRms },
          ],
        }),
      );
      if (id !== 'noise') continue;
      const snr = rules.outputVoltsRms / voltsRms;
      result.figures.push(
        makeFigure({
          ...common,
          id: 'snr',
          value: snr,
          unit: 'ratio',
          parts: [{ source: 'repeatability', value: relative * snr }],
          dbReference: '1V',
        }),
      );
    }
  }
  return result;
}
