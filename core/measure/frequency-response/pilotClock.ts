import { fitSine, fitSineAt, type SineFit } from '../../dsp/fitSine.ts';
import type { SweepTrack } from '../../dsp/sweepTrack.ts';
import type { ClockEstimate } from '../analysis.ts';

/** A stretch of frames. */
interface Stretch {
  readonly start: number;
  readonly length: number;
}

interface PilotReading {
  readonly frequencyHz: number;
  readonly middlePhaseRadians: number;
  /** Rms of what is not the tone, over the tone's. */
  readonly residualRatio: number;
}

/** Level from which a stretch counts as a tone, of the highest sample there. */
const LEAST_LEVEL = 0.1;
const LEAST_PILOT_SECONDS = 0.08;
/** Left out at either end: the fades, and what alignment is off by. */
const EDGE_SECONDS = 0.03;
/** Two tones nearer to each other than this are one. */
const SAME_FREQUENCY = 1e-4;
/** More of something else than this in a stretch, and it is no tone. */
const LARGEST_RESIDUAL = 0.1;
/** Variance of a phase under the 7-term window, in times that of the whole record. */
const WINDOW_NOISE_FACTOR = 2.63;

/**
 * The player's clock from two tones of one frequency in the stimulus, one before the sweep and one after: how their phases moved apart depends on the rate
 * alone, whatever the DUT does at that frequency. Good to 0.001 ppm at 80 dB SNR over 5 s. Null where the stimulus has no such tones.
 * @param latencyFrames capture frame less reference frame, to within some milliseconds
 */
export function pilotClock(
  reference: Float64Array,
  capture: Float64Array,
  track: SweepTrack,
  latencyFrames: number,
  sampleRateHz: number,
): ClockEstimate | null {
  const played = [
    loudStretch(reference, 0, track.startFrame, sampleRateHz),
    loudStretch(reference, track.startFrame + track.frames, reference.length, sampleRateHz),
  ].filter((stretch) => stretch !== null);
  if (played.length < 2) return null;
  const recorded = played.map(({ start, length }) => ({ start: start + latencyFrames, length }));
  if (recorded.some(({ start, length }) => start < 0 || start + length > capture.length)) return null;
  const nominal = played.map((stretch) =>
    readPilot(reference, stretch, sampleRateHz, countedHz(reference, stretch, sampleRateHz), true),
  );
  const nominalHz = nominal[0].frequencyHz;
  if (!(Math.abs(nominal[1].frequencyHz / nominalHz - 1) < SAME_FREQUENCY)) return null;
  const free = recorded.map((stretch) => readPilot(capture, stretch, sampleRateHz, nominalHz, true));
  if ([...nominal, ...free].some(({ residualRatio }) => !(residualRatio < LARGEST_RESIDUAL))) return null;
  const coarseRatio = (free[0].frequencyHz + free[1].frequencyHz) / (2 * nominalHz);
  // Both at one frequency, so that the windows weigh the same phases
  const delays = recorded.map((stretch, index) => {
    const found = readPilot(capture, stretch, sampleRateHz, nominalHz * coarseRatio, false);
    return (nominal[index].middlePhaseRadians - found.middlePhaseRadians) / (2 * Math.PI * nominalHz);
  });
  const middle = ({ start, length }: Stretch): number => (start + length / 2) / sampleRateHz;
  const seconds = middle(played[1]) - middle(played[0]);
  const change = delays[1] - delays[0];
  // The tones' own frequencies tell the whole cycles between them
  const expected = (1 - coarseRatio) * seconds;
  const unwrapped = change + Math.round((expected - change) * nominalHz) / nominalHz;
  const phaseStandard = Math.hypot(
    ...free.map(({ residualRatio }, index) => residualRatio * Math.sqrt(WINDOW_NOISE_FACTOR / recorded[index].length)),
  );
  const ppm = (-1e6 * unwrapped) / seconds;
  return {
    ppm,
    uncertaintyPpm: (2e6 * phaseStandard) / (2 * Math.PI * nominalHz * seconds),
    wanderPpm: wanderOf(
      free.map(({ frequencyHz }) => 1e6 * (frequencyHz / nominalHz - 1)),
      ppm,
    ),
  };
}

/** Peak deviation from its mean of the parabola in time that has the rates of both tones at its ends and the mean rate between them. */
function wanderOf([before, after]: readonly number[], mean: number): number {
  const rise = (after - before) / 2;
  const bend = 1.5 * ((before + after) / 2 - mean);
  return Math.abs(rise) + (2 / 3) * Math.abs(bend);
}

/** The steady part of the longest loud stretch between two frames; null where there is none long enough. */
function loudStretch(samples: Float64Array, from: number, to: number, sampleRateHz: number): Stretch | null {
  let peak = 0;
  for (let frame = from; frame < to; frame++) {
    const value = samples[frame];
    if (value > peak) peak = value;
    else if (-value > peak) peak = -value;
  }
  const block = Math.ceil(0.01 * sampleRateHz);
  if (peak === 0) return null;
  let best: Stretch | null = null;
  let start: number | null = null;
  for (let at = from; ; at += block) {
    let loud = false;
    const end = Math.min(at + block, to);
    for (let frame = at; frame < end && !loud; frame++) loud = Math.abs(samples[frame]) > LEAST_LEVEL * peak;
    if (loud) start ??= at;
    else if (start !== null) {
      if (best === null || at - start > best.length) best = { start, length: at - start };
      start = null;
    }
    if (at >= to) break;
  }
  const edge = Math.ceil(EDGE_SECONDS * sampleRateHz);
  if (best === null || best.length - 2 * edge < LEAST_PILOT_SECONDS * sampleRateHz) return null;
  return { start: best.start + edge, length: best.length - 2 * edge };
}

/** Frequency by rising zero crossings, to within one cycle of the stretch. */
function countedHz(samples: Float64Array, { start, length }: Stretch, sampleRateHz: number): number {
  let rises = 0;
  let first = 0;
  let last = 0;
  for (let frame = start + 1; frame < start + length; frame++) {
    if (samples[frame - 1] < 0 && samples[frame] >= 0) {
      if (rises === 0) first = frame;
      last = frame;
      rises++;
    }
  }
  return rises < 2 ? 0 : ((rises - 1) * sampleRateHz) / (last - first);
}

function readPilot(
  samples: Float64Array,
  { start, length }: Stretch,
  sampleRateHz: number,
  frequencyHz: number,
  isFree: boolean,
): PilotReading {
  const fit = (isFree ? fitSine : fitSineAt)(samples, start, length, sampleRateHz, frequencyHz);
  const omega = (2 * Math.PI * fit.frequencyHz) / sampleRateHz;
  const residual = residualEnergy(samples, start, length, fit, omega);
  return {
    frequencyHz: fit.frequencyHz,
    middlePhaseRadians: fit.phaseRadians + (omega * length) / 2,
    residualRatio: Math.sqrt((2 * residual) / length) / fit.amplitude,
  };
}

/** So many samples follow from one cosine: rounding does not add up. */
const OSCILLATOR_FRAMES = 512;

/** Sum of the squares of what a fit leaves. */
function residualEnergy(
  samples: Float64Array,
  start: number,
  length: number,
  { dc, amplitude, phaseRadians }: SineFit,
  omega: number,
): number {
  const twiceCos = 2 * Math.cos(omega);
  let energy = 0;
  for (let block = 0; block < length; block += OSCILLATOR_FRAMES) {
    const end = Math.min(block + OSCILLATOR_FRAMES, length);
    let sine = amplitude * Math.cos(omega * block + phaseRadians);
    let before = amplitude * Math.cos(omega * (block - 1) + phaseRadians);
    for (let frame = block; frame < end; frame++) {
      const left = samples[start + frame] - dc - sine;
      energy += left * left;
      const next = twiceCos * sine - before;
      before = sine;
      sine = next;
    }
  }
  return energy;
}
