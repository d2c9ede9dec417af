import { cornerFigure } from '../../measure/frequency-response/corner.ts';
import { responseRe, extremePoint, type Response } from '../../measure/frequency-response/response.ts';
import type { TransferPoint } from '../../dsp/transferFunction.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { dbFromRatio, ratioFromDb } from '../../units/decibel.ts';
import { required, setUpOf, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { levelForStep, gainBound } from '../levels.ts';
import { playProbe, PROBE_TONE_HZ } from '../probe.ts';

export const RESPONSE_DEFINITION = 'frequency-response.sweep.re-1k';

/** What the two sweeps, through the cable and through the DUT, may differ by for other reasons than noise (drift, contacts), dB, k = 2. */
const REPEATED_DB = 0.005;

/** Frequency response through the DUT, unloaded or as its load's check found it, the interface's own divided out, with corners and the worst points of the claimed band. */
export function* runResponse(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const { rig, knowledge } = context;
  const bound = gainBound(context, step.wiring);
  const { driveRms, outputVoltsRms } = levelForStep(context, step);
  const setUp = setUpOf(context, step.wiring);
  const { loadOhms } = step.wiring;
  // A load's check has played the same tone and sweep into it
  const loaded = loadOhms === null ? undefined : setUp.loadedProbes.get(loadOhms)?.probe;
  const probe = loaded ?? (yield* playProbe(context, step, 'probe', driveRms, bound));
  if (loadOhms === null) setUp.openProbe = probe;
  const loopback = required(knowledge.loopbackProbe, 'the loopback response');
  const result: StepResult = { figures: [], curves: [] };
  for (const [index, { name }] of rig.channels.entries()) {
    const { transfer } = probe.channels[index];
    const cable = loopback.channels[index];
    const response =
      step.wiring.drive === 'analogue'
        ? responseRe(transfer, cable.transfer, PROBE_TONE_HZ, () => REPEATED_DB)
        : responseOfPlayer(transfer, cable.transferOfStimulus ?? cable.transfer);
    result.curves.push({
      id: 'frequency-response',
      channel: name,
      title: 'Frequency response',
      loadOhms,
      x: response.frequenciesHz,
      xUnit: 'Hz',
      y: response.magnitudesDb,
      yUnit: 'dB',
      yUncertainty: response.uncertaintiesDb,
    });
    addDeviations(context, step, name, response, result, outputVoltsRms);
    addCorners(context, step, name, response, result, outputVoltsRms);
  }
  return result;
}

/**
 * The response of a DUT that plays itself: of the loopback's response only the input's part belongs to the rig, and loopback alone cannot tell it from
 * the output's. Half of it, in dB, is taken off, and the other half stands in the uncertainty.
 */
function responseOfPlayer(dut: readonly TransferPoint[], loopback: readonly TransferPoint[]): Response {
  const half = loopback.map((point) => ({ ...point, re: Math.sqrt(Math.hypot(point.re, point.im)), im: 0 }));
  const at = half.find(({ frequencyHz }) => frequencyHz === PROBE_TONE_HZ);
  const halfDb = new Map(half.map(({ frequencyHz, re }) => [frequencyHz, dbFromRatio(re / (at?.re ?? 1))]));
  return responseRe(dut, half, PROBE_TONE_HZ, (frequencyHz) => Math.hypot(REPEATED_DB, halfDb.get(frequencyHz) ?? 0));
}

function addDeviations(
  context: RunContext,
  step: PlanStep,
  channel: string,
  response: Response,
  result: StepResult,
  outputVoltsRms: number,
): void {
  for (const { bandHz, isHighJudged } of claimedBands(context, step)) {
    const conditions = {
      bandHz,
      outputVoltsRms,
      loadOhms: step.wiring.loadOhms,
      sampleRateHz: context.rig.sampleRateHz,
    };
    const low = extremePoint(response, bandHz, 'low');
    const high = extremePoint(response, bandHz, 'high');
    if (low === null || high === null) continue;
    for (const { frequencyHz, magnitudeDb, uncertaintyDb } of isHighJudged ? [low, high] : [low]) {
      const ratio = ratioFromDb(magnitudeDb);
      result.figures.push(
        makeFigure({
          id: 'response-deviation',
          channel,
          value: ratio,
          unit: 'ratio',
          parts: [{ source: 'repeatability', value: ratio * (ratioFromDb(uncertaintyDb) - 1) }],
          definitionId: RESPONSE_DEFINITION,
          conditions: { ...conditions, frequencyHz },
          dbReference: '1kHz',
        }),
      );
    }
    if (high.magnitudeDb > Math.abs(low.magnitudeDb) && high.magnitudeDb > 0.5) {
      context.warnings.push(
        `The response of ${channel} rises to +${high.magnitudeDb.toFixed(2)} dB inside the claimed band.`,
      );
    }
  }
}

/** The bands that the step's claims are about, and whether a rise counts in each; the step's own band where there is none. */
function claimedBands(
  { plan, rules }: RunContext,
  { claimIds, settings }: PlanStep,
): { readonly bandHz: readonly [number, number]; readonly isHighJudged: boolean }[] {
  const bands = new Map<string, { readonly bandHz: readonly [number, number]; readonly isHighJudged: boolean }>();
  for (const { claimId, rule } of plan.claims) {
    if (!claimIds.includes(claimId) || rule?.bandHz === undefined) continue;
    const key = JSON.stringify(rule.bandHz);
    const isHighJudged = rule.upper !== null || rule.lower === null || bands.get(key)?.isHighJudged === true;
    bands.set(key, { bandHz: rule.bandHz, isHighJudged });
  }
  return bands.size > 0 ? [...bands.values()] : [{ bandHz: settings.bandHz ?? rules.bandHz, isHighJudged: false }];
}

function addCorners(
  context: RunContext,
  step: PlanStep,
  channel: string,
  response: Response,
  result: StepResult,
  outputVoltsRms: number,
): void {
  const conditions = { outputVoltsRms, loadOhms: step.wiring.loadOhms, sampleRateHz: context.rig.sampleRateHz };
  const about = { channel, definitionId: RESPONSE_DEFINITION, conditions };
  for (const dropDb of [1, 3])
    for (const side of ['low', 'high'] as const)
      result.figures.push(cornerFigure(response, dropDb, side, PROBE_TONE_HZ, about));
}
