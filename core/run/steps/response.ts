import { cornerFigure } from '../../measure/frequency-response/corner.ts';
import { responseRe, worstLowPoint, type Response } from '../../measure/frequency-response/response.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { ratioFromDb } from '../../units/decibel.ts';
import { required, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { driveFor, gainBound } from '../levels.ts';
import { playProbe, PROBE_TONE_HZ } from '../probe.ts';

export const RESPONSE_DEFINITION = 'frequency-response.sweep.re-1k';

/** What the two sweeps, through the cable and through the DUT, may differ by for other reasons than noise (drift, contacts), dB, k = 2. */
const REPEATED_DB = 0.005;

/** Frequency response through the unloaded DUT, the interface's own divided out, with corners and the worst points of the claimed band. */
export function* runResponse(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const { rig, knowledge } = context;
  const outputVoltsRms = step.settings.outputVoltsRms ?? context.rules.outputVoltsRms;
  const drive = driveFor(context, step.wiring, outputVoltsRms);
  const probe = yield* playProbe(context, step, 'probe', drive, gainBound(context, step.wiring));
  knowledge.openProbe = probe;
  const loopback = required(knowledge.loopbackProbe, 'the loopback response');
  const result: StepResult = { figures: [], curves: [] };
  for (const [index, { name }] of rig.channels.entries()) {
    const response = responseRe(
      probe.channels[index].transfer,
      loopback.channels[index].transfer,
      PROBE_TONE_HZ,
      () => REPEATED_DB,
    );
    result.curves.push({
      id: 'frequency-response',
      channel: name,
      title: 'Frequency response',
      loadOhms: null,
      x: response.frequenciesHz,
      xUnit: 'Hz',
      y: response.magnitudesDb,
      yUnit: 'dB',
      yUncertainty: response.uncertaintiesDb,
    });
    addDeviations(context, step, name, response, result, outputVoltsRms);
    addCorners(context, name, response, result, outputVoltsRms);
  }
  return result;
}

function addDeviations(
  context: RunContext,
  step: PlanStep,
  channel: string,
  response: Response,
  result: StepResult,
  outputVoltsRms: number,
): void {
  const bandHz = step.settings.bandHz ?? context.rules.bandHz;
  const conditions = { bandHz, outputVoltsRms, loadOhms: null, sampleRateHz: context.rig.sampleRateHz };
  const worst = worstLowPoint(response, bandHz);
  if (worst === null) return;
  const ratio = ratioFromDb(worst.magnitudeDb);
  result.figures.push(
    makeFigure({
      id: 'response-deviation',
      channel,
      value: ratio,
      unit: 'ratio',
      parts: [{ source: 'repeatability', value: ratio * (ratioFromDb(worst.uncertaintyDb) - 1) }],
      definitionId: RESPONSE_DEFINITION,
      conditions: { ...conditions, frequencyHz: worst.frequencyHz },
      dbReference: '1kHz',
    }),
  );
  const peakDb = Math.max(
    ...response.magnitudesDb.filter(
      (_, index) => response.frequenciesHz[index] >= bandHz[0] && response.frequenciesHz[index] <= bandHz[1],
    ),
  );
  if (peakDb > Math.abs(worst.magnitudeDb) && peakDb > 0.5) {
    context.warnings.push(`The response of ${channel} rises to +${peakDb.toFixed(2)} dB inside the claimed band.`);
  }
}

function addCorners(
  context: RunContext,
  channel: string,
  response: Response,
  result: StepResult,
  outputVoltsRms: number,
): void {
  const conditions = { outputVoltsRms, loadOhms: null, sampleRateHz: context.rig.sampleRateHz };
  const about = { channel, definitionId: RESPONSE_DEFINITION, conditions };
  for (const dropDb of [1, 3])
    for (const side of ['low', 'high'] as const)
      result.figures.push(cornerFigure(response, dropDb, side, PROBE_TONE_HZ, about));
}
