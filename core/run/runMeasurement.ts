import type { Rig } from '../calibration/rig.ts';
import { AmpbenchError } from '../errors.ts';
import type { Analysis, CaptureRole, ChannelAnalysis, KindDefinition } from '../measure/analysis.ts';
import { kindNamed } from '../measure/kinds.ts';
import type { MeasureSettings } from '../measure/settings.ts';
import type { Wiring } from '../planner/plan.ts';
import { findLoad, firstGainBound } from '../planner/limits.ts';
import { OPEN, wiringKey } from '../planner/wiring.ts';
import type { Figure } from '../result/figure.ts';
import { absentFigure } from '../result/makeFigure.ts';
import type { CaptureRecord } from '../result/verification.ts';
import { createRandom, type RandomSource } from '../signal/random.ts';
import { formatQuantity } from '../units/format.ts';
import { createBenchContext, type BenchContext } from './context.ts';
import type { Procedure, Prompt, PromptAnswer } from './effects.ts';
import { gainBound, loadOf } from './levels.ts';
import type { MeasurementRequest } from './measurement.ts';
import { measureKind, peakRms } from './measureKind.ts';
import { wiringPrompt } from './prompts.ts';
import { runGain } from './steps/gain.ts';

/** What one measurement on a rig found, and what it rests on. */
export interface Measurement extends Analysis {
  readonly request: MeasurementRequest;
  readonly rigId: string;
  /** True where no physical device was involved: printed wherever a figure is printed. */
  readonly simulated: boolean;
  readonly captures: readonly CaptureRecord[];
}

/**
 * One measurement on a rig, as a pure generator like a verification: asks for the wiring, finds the gain from very low levels, plays, analyses.
 * @throws AmpbenchError where a load or resistor is not on hand, a level would pass a limit, or the DUT is dead
 */
export function* runMeasurement(
  request: MeasurementRequest,
  rig: Rig,
  options: { readonly seed: number; readonly simulated: boolean },
): Procedure<Measurement> {
  const definition = kindNamed(request.kind);
  const context = createBenchContext(rig, createRandom(options.seed));
  const settings = benchSettings(definition, request, rig);
  const takesAt = stimulusOn(definition, settings, rig, context.random);
  const nominal = takesAt(request.outputVoltsRms);
  const wirings = nominal.map(({ role }) => wiringFor(role, request, settings, rig));
  const silent = nominal.every((take) => peakRms(take.channels) === 0);

  let wired: Wiring | null = null;
  const answers = new Map<string, PromptAnswer>();
  const wire = function* (wiring: Wiring, isAgain: boolean): Procedure<void> {
    const stands = wired !== null && wiringKey(wired) === wiringKey(wiring);
    if (stands && !isAgain) return;
    const prompt = wiringPrompt(rig, null, wiring, wired);
    const anew = 'Undo this connection and make it again, so that its contacts count: ';
    const answer = yield* ask(stands ? { ...prompt, text: anew + prompt.text } : prompt);
    answers.set(wiringKey(wiring), answer);
    if (wiring.loadOhms !== null && answer.loadOhms !== undefined)
      context.readLoads.set(wiring.loadOhms, answer.loadOhms);
    wired = wiring;
  };

  if (request.path === 'dut') yield* ask(safetyPrompt(request, wirings[0]));
  let bound = 1;
  if (request.path === 'dut' && !silent) {
    yield* wire(OPEN, false);
    const step = { id: 'gain', title: 'Gain, from very low levels upward', wiring: OPEN };
    yield* runGain(context, step, firstGainBound(null, rig, OPEN));
    bound = gainBound(context, OPEN);
  }
  const driveVoltsRms = Math.min(request.outputVoltsRms / bound, rig.output.maxVoltsRms);
  const calibrated = yield* measureKind(context, {
    definition,
    takes: takesAt(driveVoltsRms),
    wirings,
    stepId: request.kind,
    title: definition.title,
    gainBound: bound,
    wire,
    settled: () => withReadLoad(definition, settings, context),
  });
  return {
    ...calibrated,
    channels: calibrated.channels.map((channel) => asSeenByRig(channel, request, rig)),
    request,
    rigId: rig.id,
    simulated: options.simulated,
    captures: context.captures,
  };
}

/** The stretches of a measurement on a rig, at a level of drive. */
const stimulusOn =
  (definition: KindDefinition, settings: MeasureSettings, rig: Rig, random: RandomSource) =>
  (levelVoltsRms: number): ReturnType<KindDefinition['stimulus']> =>
    definition.stimulus(settings, {
      sampleRateHz: rig.sampleRateHz,
      channelCount: rig.channels.length,
      levelVoltsRms,
      fullScaleVoltsPeak: rig.output.fullScaleVoltsRms * Math.SQRT2,
      random: random.derive('stimulus'),
    });

/** Seconds of audio that a measurement plays once its gain is known; the search for the gain takes some more. */
export function measurementSeconds(request: MeasurementRequest, rig: Rig): number {
  const definition = kindNamed(request.kind);
  const takes = stimulusOn(
    definition,
    benchSettings(definition, request, rig),
    rig,
    createRandom(1),
  )(request.outputVoltsRms);
  return takes.reduce((frames, take) => frames + take.channels[0].length, 0) / rig.sampleRateHz;
}

function* ask(prompt: Prompt): Procedure<PromptAnswer> {
  const reply = yield { type: 'prompt', prompt };
  if (reply.type !== 'prompt') throw new Error(`prompt ${prompt.id} was answered with a ${reply.type}`);
  if (reply.answer.answer === 'skip')
    throw new AmpbenchError(
      'usage',
      'wiring-needed',
      `prompt ${prompt.id} cannot be skipped: the measurement needs it`,
      {
        promptId: prompt.id,
      },
    );
  return reply.answer;
}

function safetyPrompt(request: MeasurementRequest, wiring: Wiring): Prompt {
  return {
    id: 'safety',
    kind: 'safety',
    wiring,
    text: `Unplug headphones and speakers from the unit: this measurement reaches up to ${formatQuantity(request.outputVoltsRms, 'V')} at its output. Switch the unit on, turn its volume fully clockwise, and check with a multimeter that the output carries no DC above 50 mV.`,
  };
}

/** The settings with what the rig knows: its loads, resistors and time reference, where the kind heeds them and the person said nothing. */
function benchSettings(definition: KindDefinition, request: MeasurementRequest, rig: Rig): MeasureSettings {
  const { settings, loadOhms } = request;
  const known: MeasureSettings = {
    interfaceOhms: rig.input.inputOhms,
    sourceOhms: rig.output.sourceOhms,
    ...(rig.seriesResistor === null
      ? {}
      : { seriesOhms: rig.seriesResistor.ohms, seriesTolerance: rig.seriesResistor.relativeTolerance }),
    ...(rig.timeReference === null ? {} : { timeReferenceChannel: rig.channels.length + 1 }),
    ...(loadOhms === null ? {} : { loadOhms }),
    ...settings,
  };
  const heeded = Object.entries(known).filter(
    ([key]) => key in settings || definition.options.some((option) => option === key),
  );
  return Object.fromEntries(heeded);
}

function wiringFor(role: CaptureRole, request: MeasurementRequest, settings: MeasureSettings, rig: Rig): Wiring {
  if (role === 'main') return { ...OPEN, path: request.path, loadOhms: loadOnHand(rig, request.loadOhms) };
  if (request.path === 'loopback')
    throw new AmpbenchError('usage', 'dut-needed', `${request.kind} needs a unit under test; path is loopback`, {
      kind: request.kind,
    });
  if (role === 'loaded') {
    if (settings.loadOhms === undefined)
      throw new AmpbenchError('usage', 'load-missing', `${request.kind} needs a load`, {}, 'Give it with --load-ohms.');
    return { ...OPEN, loadOhms: loadOnHand(rig, settings.loadOhms) };
  }
  if (role === 'with') {
    if (rig.seriesResistor === null)
      throw new AmpbenchError(
        'rig',
        'series-resistor-missing',
        `rig ${rig.id} has no series resistor but ${request.kind} needs one`,
        {
          rigId: rig.id,
        },
      );
    return { ...OPEN, seriesOhms: rig.seriesResistor.ohms };
  }
  return OPEN;
}

function loadOnHand(rig: Rig, ohms: number | null): number | null {
  if (ohms === null) return null;
  const load = findLoad(rig, ohms);
  if (load === undefined)
    throw new AmpbenchError(
      'rig',
      'load-not-on-hand',
      `the load is ${ohms} ohms but rig ${rig.id} has ${rig.loads.length === 0 ? 'none' : rig.loads.map((each) => each.ohms).join(', ')}`,
      { ohms, rigId: rig.id },
      'Add the resistor to the rig with its tolerance and rating, or choose one it has.',
    );
  return load.ohms;
}

/** The load as it was read while it was connected, with its cable and tolerance. */
function withReadLoad(definition: KindDefinition, settings: MeasureSettings, context: BenchContext): MeasureSettings {
  const load = settings.loadOhms === undefined ? undefined : findLoad(context.rig, settings.loadOhms);
  if (load === undefined) return settings;
  const { ohms, relativeTolerance } = loadOf(context, load.ohms);
  const tolerance = definition.options.includes('loadTolerance') ? { loadTolerance: relativeTolerance } : {};
  return { ...tolerance, ...settings, loadOhms: ohms };
}

/** What the rig does to a channel's figures: it adds its own residual to the unit's, and it may not see DC. */
function asSeenByRig(channel: ChannelAnalysis, request: MeasurementRequest, rig: Rig): ChannelAnalysis {
  const { dc, ...others } = channel.figures;
  const unseen =
    (dc as Figure | undefined) === undefined || rig.input.coupling === 'dc'
      ? channel.figures
      : { ...others, dc: absentFigure(dc, 'ac-coupled', 'the input may not see DC: read it with a multimeter') };
  const flags = request.path === 'dut' ? [...channel.flags, 'rig-included'] : channel.flags;
  return { ...channel, figures: unseen, flags };
}
