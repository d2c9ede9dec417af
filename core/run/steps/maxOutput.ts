import { driveOf } from '../../calibration/drive.ts';
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
import { findLoad, outputLimit } from '../../planner/limits.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { ratioFromDb } from '../../units/decibel.ts';
import { buildProgram } from '../../signal/program.ts';
import type { Curve, Figure, UncertaintyPart } from '../../result/figure.ts';
import { required, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { gainBound, loadOf } from '../levels.ts';
import { addFindings, playTake, steadyPart } from '../playTake.ts';

const HARMONIC_COUNT = 10;
/** One level of the staircase: 0.26 s of steady tone resolve the fundamental's lobe. */
const LEVEL_SECONDS = 0.35;
/** Where only the top of the range can decide, re the highest drive. */
const TOP_STEPS_DB = [-12, -8, -4, -2, -1, 0] as const;
/** A drive over this is full scale but for the room that dither needs, 2 steps of 16 bits. */
const FULL_SCALE_RMS = 1 - 1e-4;

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
    maxDriveVoltsRms: driveOf(rig, step.wiring).maxRms,
    maxOutputVoltsRms: limit.voltsRms,
    outputLimitedBy: limit.by,
    gainRatio: gainBound(context, step.wiring),
  };
  const search: Search = {
    step,
    frequencyHz,
    bandHz,
    readings: rig.channels.map(() => []),
    combined: [],
    takes: 0,
  };
  const first =
    step.settings.isTopOnly === true
      ? topStaircase(limits)
      : firstStaircase(required(step.settings.claimedVoltsRms, 'the claimed level'), limits);
  const endedBy = yield* searchUp(context, search, limits, first);
  const figures = outputFigures(context, search, thdnLimitRatio, endedBy, limits);
  for (const ratio of besideRatios(step, search.combined, thdnLimitRatio)) {
    const beside = { ...limits, thdnLimitRatio: ratio };
    const ended = yield* searchUp(context, search, beside, null);
    figures.push(...outputFigures(context, search, ratio, ended, beside));
  }
  if (endedBy === 'output-limited')
    context.warnings.push(`${step.title}: the search ended at ${limits.outputLimitedBy}, before the distortion limit.`);
  return { figures, curves: levelCurves(context, search) };
}

/** What a search has played and read so far, whatever limit it is for. */
interface Search {
  readonly step: PlanStep;
  readonly frequencyHz: number;
  readonly bandHz: readonly [number, number];
  /** One list for each channel. */
  readonly readings: readonly LevelReading[][];
  /** The weaker channel's volts and the worse channel's distortion. */
  readonly combined: LevelReading[];
  takes: number;
}

/** Plays upward until one limit is met; what was read for another limit counts. @param first levels to begin with; null: goes on from what was read */
function* searchUp(
  context: RunContext,
  search: Search,
  limits: SearchLimits,
  first: readonly number[] | null,
): Procedure<Extract<SearchStep, { kind: 'done' }>['endedBy']> {
  let next: SearchStep =
    first === null ? nextSearchStep(search.combined, limits) : { kind: 'play', driveVoltsRms: first };
  while (next.kind === 'play') {
    yield* playLevels(context, search, next.driveVoltsRms, limits.gainRatio);
    next = nextSearchStep(search.combined, limits);
  }
  return next.endedBy;
}

function* playLevels(
  context: RunContext,
  search: Search,
  levels: readonly number[],
  gainRatio: number,
): Procedure<void> {
  const { rig } = context;
  const { step, frequencyHz, bandHz } = search;
  const program = buildProgram(rig.sampleRateHz, [
    { kind: 'silence', seconds: 0.05 },
    ...levels.map(
      (voltsRms, index) => ({ kind: 'tone', id: `${index}`, frequencyHz, voltsRms, seconds: LEVEL_SECONDS }) as const,
    ),
    { kind: 'silence', seconds: 0.05 },
  ]);
  search.takes += 1;
  const capture = yield* playTake(context, step, `level-${search.takes}`, program, gainRatio);
  for (const [index, driveVoltsRms] of levels.entries()) {
    const { start, length } = steadyPart(capture, `${index}`);
    const settings = { sampleRateHz: rig.sampleRateHz, frequencyHz, bandHz, harmonicCount: HARMONIC_COUNT };
    const each = capture.channels.map((samples, channel): LevelReading => {
      // A lost sample reads as distortion and would end the search far below what the DUT can do
      const fit = fitSine(samples, start, length, rig.sampleRateHz, frequencyHz);
      addFindings(context, step, checkTone(samples, start, length, rig.sampleRateHz, fit, rig.channels[channel].name));
      const { totalRms, thdnRatio } = analyzeThdn(samples, start, length, settings);
      return { driveVoltsRms, outputVoltsRms: totalRms, thdnRatio };
    });
    for (const [channel, reading] of each.entries()) search.readings[channel].push(reading);
    search.combined.push({
      driveVoltsRms,
      outputVoltsRms: Math.min(...each.map((reading) => reading.outputVoltsRms)),
      thdnRatio: Math.max(...each.map((reading) => reading.thdnRatio)),
    });
  }
}

/**
 * The limits beside the rule's own under which the claim would fare otherwise, so that all of them are worth knowing: all where it is missed at its own, else
 * the tighter ones where one of them would miss it.
 */
function besideRatios(step: PlanStep, combined: readonly LevelReading[], own: number): readonly number[] {
  const { besideThdnRatios = [], claimedVoltsRms = 0 } = step.settings;
  const isMissedAt = (ratio: number): boolean => maxOutput(combined, ratio).voltsRms < claimedVoltsRms;
  // Where the bench ended the search, a looser limit ends there too
  if (isMissedAt(own) && !maxOutput(combined, own).isLowerBound) return besideThdnRatios;
  const tighter = besideThdnRatios.filter((ratio) => ratio < own);
  return tighter.some(isMissedAt) ? tighter : [];
}

/** The last levels before the highest drive, the last step within 1 dB of it. */
function topStaircase({ maxDriveVoltsRms, maxOutputVoltsRms, gainRatio }: SearchLimits): number[] {
  const top = Math.min(maxDriveVoltsRms, maxOutputVoltsRms / gainRatio);
  return TOP_STEPS_DB.map((db) => top * ratioFromDb(db));
}

/** Volts, and watts into a load, at a distortion limit, for each channel. */
function outputFigures(
  context: RunContext,
  { step, frequencyHz, bandHz, readings }: Search,
  thdnLimitRatio: number,
  endedBy: string,
  limits: SearchLimits,
): Figure[] {
  const { rig } = context;
  const { loadOhms } = step.wiring;
  // Nothing is louder than full scale: what a digital drive gives there is the DUT's own maximum, whatever its distortion still allows
  const isFullScale =
    endedBy === 'input-limited' && step.wiring.drive === 'digital' && limits.maxDriveVoltsRms > FULL_SCALE_RMS;
  return rig.channels.flatMap(({ name: channel }, index) => {
    const found = maxOutput(readings[index], thdnLimitRatio);
    const isLowerBound = found.isLowerBound && !isFullScale;
    const common = {
      channel,
      definitionId: 'max-output.thdn-limit',
      conditions: {
        frequencyHz,
        bandHz,
        outputVoltsRms: found.voltsRms,
        loadOhms,
        channelsDriven: rig.channels.map(({ name }) => name),
        thdnLimitRatio,
      },
      flags: isLowerBound ? ['lower-bound', endedBy] : found.isLowerBound ? ['full-scale'] : [],
      ...(isLowerBound ? { bound: '≥' as const } : {}),
    };
    const relative = rig.input.relativeUncertainty;
    const methodVoltsRms = isFullScale ? found.voltsRms * (1 - FULL_SCALE_RMS) : found.methodVoltsRms;
    const volts = makeFigure({
      ...common,
      id: 'max-output',
      value: found.voltsRms,
      unit: 'V',
      parts: [
        { source: 'calibration', value: relative * found.voltsRms },
        { source: 'method', value: methodVoltsRms },
      ],
    });
    if (loadOhms === null) return [volts];
    const load = loadOf(context, loadOhms);
    const watts = found.voltsRms ** 2 / load.ohms;
    const parts: UncertaintyPart[] = [
      { source: 'calibration', value: 2 * relative * watts },
      { source: 'method', value: (2 * methodVoltsRms * watts) / found.voltsRms },
      { source: 'load-tolerance', value: load.relativeTolerance * watts },
    ];
    return [volts, makeFigure({ ...common, id: 'output-power', value: watts, unit: 'W', parts })];
  });
}

function levelCurves({ rig }: RunContext, { step, readings }: Search): Curve[] {
  return rig.channels.map(({ name: channel }, index) => {
    const sorted = [...readings[index]].sort((a, b) => a.outputVoltsRms - b.outputVoltsRms);
    return {
      id: 'thdn-vs-level',
      channel,
      title: 'THD+N against level',
      loadOhms: step.wiring.loadOhms,
      x: sorted.map((reading) => reading.outputVoltsRms),
      xUnit: 'V',
      y: sorted.map((reading) => reading.thdnRatio),
      yUnit: 'ratio',
    };
  });
}
