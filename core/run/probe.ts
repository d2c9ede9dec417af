import { nextPowerOfTwo } from '../dsp/fft.ts';
import { fitSineAt } from '../dsp/fitSine.ts';
import { logFrequencies } from '../dsp/transferFunction.ts';
import { analyzeTransfer, HIGHEST_RATE_SHARE } from '../measure/frequency-response/analyze.ts';
import { checkTone } from '../measure/integrity/checkTone.ts';
import { analyzeLevel } from '../measure/level/analyze.ts';
import type { PlanStep } from '../planner/plan.ts';
import { buildProgram, type Program } from '../signal/program.ts';
import { noteClock } from './clock.ts';
import type { Probe, ProbeChannel, RunContext } from './context.ts';
import { addFindings, playTake, steadyPart, type TakeCapture } from './playTake.ts';
import type { Procedure } from './effects.ts';

/** The tone of a probe, where impedances and gain are read: 1 kHz. */
export const PROBE_TONE_HZ = 1000;
const TONE_SECONDS = 0.7;
const SWEEP_SECONDS = 2.1;
/** Silence before and after the sweep that is analysed with it, so that what rings on is not lost. */
const BEFORE_SECONDS = 0.05;
const AFTER_SECONDS = 0.35;

export interface ProbeBand {
  /** The band to be reported, Hz. */
  readonly lowHz: number;
  readonly highHz: number;
}

/** The band all probes of a run cover: the card's, as far as the rate allows. */
export function probeBand(context: RunContext): ProbeBand {
  const asked = context.plan.steps.flatMap(({ kind, settings: { bandHz } }) =>
    kind === 'frequency-response' && bandHz !== undefined ? [bandHz] : [],
  );
  const lowHz = Math.min(20, ...asked.map(([low]) => low));
  const highHz = Math.max(20000, ...asked.map(([, high]) => high));
  // Beyond the claim by half, to show how the response goes on
  return { lowHz, highHz: Math.min(highHz * 1.5, HIGHEST_RATE_SHARE * context.rig.sampleRateHz) };
}

export function probeFrequencies(band: ProbeBand, claimedHz: readonly number[]): number[] {
  return logFrequencies(band.lowHz, band.highHz, 24, [20, PROBE_TONE_HZ, 20000, ...claimedHz]);
}

function buildProbe(context: RunContext, driveVoltsRms: number): Program {
  const { sampleRateHz } = context.rig;
  const band = probeBand(context);
  return buildProgram(sampleRateHz, [
    { kind: 'silence', seconds: 0.05 },
    { kind: 'tone', id: 'tone', frequencyHz: PROBE_TONE_HZ, voltsRms: driveVoltsRms, seconds: TONE_SECONDS },
    { kind: 'silence', seconds: 0.08 },
    {
      kind: 'sweep',
      id: 'sweep',
      lowHz: band.lowHz / 2,
      // The last 20 ms are faded: they must lie beyond the band
      highHz: Math.min(band.highHz * 1.12, 0.49 * sampleRateHz),
      voltsRms: driveVoltsRms,
      seconds: SWEEP_SECONDS,
    },
    { kind: 'silence', seconds: AFTER_SECONDS },
  ]);
}

/** Frames from `start`, zero where the capture does not reach. */
function stretch(samples: Float64Array, start: number, length: number): Float64Array {
  const out = new Float64Array(length);
  const from = Math.max(start, 0);
  out.set(samples.subarray(from, Math.min(start + length, samples.length)), from - start);
  return out;
}

/** Plays and analyses a probe: 1 kHz level and phase, and the transfer function, of every channel at once. */
export function* playProbe(
  context: RunContext,
  step: PlanStep,
  name: string,
  driveVoltsRms: number,
  gainBound: number,
): Procedure<Probe> {
  const take = yield* playTake(context, step, name, buildProbe(context, driveVoltsRms), gainBound);
  if (step.wiring.drive === 'digital') noteClock(context, take, 'tone', PROBE_TONE_HZ, 'digital');
  return analyzeProbe(context, step, take, driveVoltsRms);
}

/** A loopback against which a DUT that plays itself will be held: its path has the interface's input in it, and no time reference. */
const isForPlayer = ({ plan }: RunContext, { wiring }: PlanStep): boolean =>
  wiring.path === 'loopback' && plan.steps.some((each) => each.wiring.drive === 'digital');

function analyzeProbe(context: RunContext, step: PlanStep, take: TakeCapture, driveVoltsRms: number): Probe {
  const { sampleRateHz } = context.rig;
  const { start, length } = steadyPart(take, 'tone');
  const sweep = take.program.places.get('sweep') as { startFrame: number; frames: number };
  const beforeFrames = Math.round(BEFORE_SECONDS * sampleRateHz);
  const sweepStart = sweep.startFrame - beforeFrames;
  const size = nextPowerOfTwo(beforeFrames + sweep.frames + Math.round(AFTER_SECONDS * sampleRateHz));
  const frames = Math.min(size, take.program.samples.length - sweepStart);
  const claimedHz = context.card.claims.flatMap((claim) =>
    typeof claim.freq_hz === 'object' ? [...claim.freq_hz] : [],
  );
  const frequenciesHz = probeFrequencies(probeBand(context), claimedHz);
  const recorded = take.channels.map((channel) => stretch(channel, sweepStart + take.latencyFrames, frames));
  const stimulus = stretch(take.program.samples, sweepStart, frames);
  const played = take.reference === null ? stimulus : stretch(take.reference, sweepStart + take.latencyFrames, frames);
  const transfers = analyzeTransfer(played, recorded, sampleRateHz, frequenciesHz);
  const ofStimulus =
    take.reference !== null && isForPlayer(context, step)
      ? analyzeTransfer(stimulus, recorded, sampleRateHz, frequenciesHz)
      : null;
  const referencePhase =
    take.reference === null ? null : analyzeLevel(take.reference, start, length, sampleRateHz, PROBE_TONE_HZ);
  const channels = take.channels.map((samples, index): ProbeChannel => {
    const level = analyzeLevel(samples, start, length, sampleRateHz, PROBE_TONE_HZ);
    const name = context.rig.channels[index].name;
    // Not only where the level looks steady: lost samples are what makes it look otherwise
    const fit = fitSineAt(samples, start, length, sampleRateHz, level.frequencyHz);
    addFindings(context, step, checkTone(samples, start, length, sampleRateHz, fit, name));
    return {
      toneVoltsRms: level.rms,
      tonePhaseRadians: referencePhase === null ? null : level.phaseRadians - referencePhase.phaseRadians,
      toneRepeatability: level.relativeRepeatability,
      transfer: transfers[index],
      ...(ofStimulus === null ? {} : { transferOfStimulus: ofStimulus[index] }),
    };
  });
  return { driveVoltsRms, channels };
}
