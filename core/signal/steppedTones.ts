import { raisedCosine, RAMP_SECONDS } from './ramp.ts';

/** One tone of a stepped stimulus. */
export interface ToneStep {
  readonly frequencyHz: number;
  readonly voltsRms: number;
  /** How long frequency and level stand still. */
  readonly seconds: number;
}

/** Where a tone stands still in its stimulus. */
export interface ToneStretch {
  readonly frequencyHz: number;
  readonly voltsRms: number;
  readonly startFrame: number;
  readonly frames: number;
}

export interface SteppedTones {
  readonly samples: Float64Array;
  readonly stretches: readonly ToneStretch[];
}

/**
 * How long a tone takes to become the next one of the same level but another frequency: at least this, and so many periods of the lower one. A quicker
 * change has parts near 0 Hz, which a coupling capacitor answers with a slow tail.
 */
const GLIDE_SECONDS = 0.005;
const GLIDE_PERIODS = 0.75;
/** Silence before the first and after the last tone. */
const SILENCE_SECONDS = 0.03;

/**
 * Cycles passed `frames` into a glide of `length` frames from one frequency to the next, which moves on a raised cosine: neither phase nor frequency
 * jumps. The integral of f1 + (f2 − f1)(1 − cos(πu))/2.
 */
function glideCycles(frames: number, length: number, cyclesPerFrame1: number, cyclesPerFrame2: number): number {
  const moved = frames / 2 - (length / (2 * Math.PI)) * Math.sin((Math.PI * frames) / length);
  return cyclesPerFrame1 * frames + (cyclesPerFrame2 - cyclesPerFrame1) * moved;
}

/**
 * Tones one after another without a click: phase and frequency go over smoothly from one to the next, level on a raised cosine of 20 ms or more, and the first
 * and last are faded from and to silence. Phase is taken from the frame's index within each tone, so it never drifts.
 * @param steps at least one, in the order of playing
 * @returns samples in volts and where each tone stands still
 */
export function buildSteppedTones(sampleRateHz: number, steps: readonly ToneStep[]): SteppedTones {
  const framesOf = (seconds: number): number => Math.round(seconds * sampleRateHz);
  const silence = framesOf(SILENCE_SECONDS);
  const stretches: ToneStretch[] = [];
  let end = silence;
  for (const [index, { frequencyHz, voltsRms, seconds }] of steps.entries()) {
    const before = steps[Math.max(index - 1, 0)];
    const periods = GLIDE_PERIODS / Math.min(before.frequencyHz, frequencyHz);
    const isGlide = index > 0 && before.voltsRms === voltsRms;
    end += framesOf(Math.max(isGlide ? GLIDE_SECONDS : RAMP_SECONDS, periods));
    stretches.push({ frequencyHz, voltsRms, startFrame: end, frames: framesOf(seconds) });
    end += framesOf(seconds);
  }
  const samples = new Float64Array(end + framesOf(RAMP_SECONDS) + silence);

  let frame = silence;
  let cycles = 0;
  let cyclesPerFrame = steps[0].frequencyHz / sampleRateHz;
  let amplitude = 0;
  const goOver = (endFrame: number, nextCyclesPerFrame: number, nextAmplitude: number): void => {
    const length = endFrame - frame;
    for (let index = 0; index < length; index++) {
      const turned = cycles + glideCycles(index, length, cyclesPerFrame, nextCyclesPerFrame);
      const level = amplitude + (nextAmplitude - amplitude) * raisedCosine(index / length);
      samples[frame + index] = level * Math.sin(2 * Math.PI * (turned - Math.floor(turned)));
    }
    cycles = (cycles + glideCycles(length, length, cyclesPerFrame, nextCyclesPerFrame)) % 1;
    frame = endFrame;
    cyclesPerFrame = nextCyclesPerFrame;
    amplitude = nextAmplitude;
  };
  for (const { frequencyHz, voltsRms, startFrame, frames } of stretches) {
    goOver(startFrame, frequencyHz / sampleRateHz, voltsRms * Math.SQRT2);
    goOver(startFrame + frames, cyclesPerFrame, amplitude);
  }
  goOver(end + framesOf(RAMP_SECONDS), cyclesPerFrame, 0);
  return { samples, stretches };
}
