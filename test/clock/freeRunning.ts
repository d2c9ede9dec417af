import { inverseRealFft } from '../../core/dsp/fft.ts';
import { createRandom } from '../../core/signal/random.ts';

/** A player's clock against a recorder's, in closed form: rate offset, and a wander of the rate that is one sine. */
export interface FreeClock {
  readonly ppm: number;
  readonly wanderPpm?: number;
  readonly wanderPeriodSeconds?: number;
  /** Capture frame at which the player's frame 0 is recorded, fractional. */
  readonly latencyFrames?: number;
}

/** Player's frame, fractional, at a recorder's frame. */
export function playedFrameAt(clock: FreeClock, captureFrame: number, sampleRateHz: number): number {
  const { ppm, wanderPpm = 0, wanderPeriodSeconds = 10, latencyFrames = 0 } = clock;
  const omega = (2 * Math.PI) / wanderPeriodSeconds;
  const seconds = (captureFrame - latencyFrames) / sampleRateHz;
  const wandered = (1e-6 * wanderPpm * (1 - Math.cos(omega * seconds))) / omega;
  return (seconds * (1 + 1e-6 * ppm) + wandered) * sampleRateHz;
}

/** A signal that can be evaluated at any frame, whole or not; 0 outside its length. */
export interface ClosedForm {
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly at: (frame: number) => number;
}

const RAMP_SECONDS = 0.02;

/** Raised-cosine ramps of 20 ms at both ends. */
function gate(frame: number, frames: number, sampleRateHz: number): number {
  const edge = Math.min(frame, frames - frame) / (RAMP_SECONDS * sampleRateHz);
  if (edge <= 0) return 0;
  return edge >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * edge);
}

/** Tones of given frequency, amplitude and phase, ramped at both ends. */
export function toneSignal(
  sampleRateHz: number,
  seconds: number,
  tones: readonly { readonly frequencyHz: number; readonly amplitude: number; readonly phaseRadians?: number }[],
): ClosedForm {
  const frames = Math.round(seconds * sampleRateHz);
  return {
    sampleRateHz,
    frames,
    at: (frame) => {
      let sum = 0;
      for (const { frequencyHz, amplitude, phaseRadians = 0 } of tones)
        sum += amplitude * Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRateHz + phaseRadians);
      return gate(frame, frames, sampleRateHz) * sum;
    },
  };
}

/** Exponential sweep, ramped at both ends. */
export function sweepSignal(sampleRateHz: number, seconds: number, lowHz: number, highHz: number): ClosedForm {
  const frames = Math.round(seconds * sampleRateHz);
  const rate = seconds / Math.log(highHz / lowHz);
  return {
    sampleRateHz,
    frames,
    at: (frame) =>
      gate(frame, frames, sampleRateHz) *
      0.7 *
      Math.sin(2 * Math.PI * lowHz * rate * (Math.exp(frame / sampleRateHz / rate) - 1)),
  };
}

/** Band-limited noise: many sines of random frequency and phase, so that it has a value between the samples too. */
export function noiseSignal(
  sampleRateHz: number,
  seconds: number,
  lowHz: number,
  highHz: number,
  seed: number,
): ClosedForm {
  const random = createRandom(seed);
  const size = 2 ** Math.ceil(Math.log2(1.05 * seconds * sampleRateHz));
  // Spectral lines of 1/size spacing with random phases, summed over a finer grid once, cubic in between
  const factor = 8;
  const fine = fineNoise(
    size,
    factor,
    Math.round((lowHz / sampleRateHz) * size),
    Math.round((highHz / sampleRateHz) * size),
    random.uniform,
  );
  const frames = Math.round(seconds * sampleRateHz);
  return {
    sampleRateHz,
    frames,
    at: (frame) => gate(frame, frames, sampleRateHz) * fine(frame),
  };
}

function fineNoise(
  size: number,
  factor: number,
  lowBin: number,
  highBin: number,
  uniform: () => number,
): (frame: number) => number {
  const spectrum = new Float64Array(size * factor + 2);
  const scale = (0.2 * size * factor) / Math.sqrt(2 * (highBin - lowBin));
  for (let bin = lowBin; bin < highBin; bin++) {
    const phase = 2 * Math.PI * uniform();
    spectrum[2 * bin] = scale * Math.cos(phase);
    spectrum[2 * bin + 1] = scale * Math.sin(phase);
  }
  const samples = inverseRealFft(spectrum);
  const count = samples.length;
  return (frame) => {
    const position = frame * factor;
    const whole = Math.floor(position);
    const t = position - whole;
    // Lagrange through six points: at most 1/16 of the fine rate, its error is below −120 dB
    let sum = 0;
    for (let i = -2; i <= 3; i++) {
      let weight = 1;
      for (let j = -2; j <= 3; j++) if (j !== i) weight *= (t - j) / (i - j);
      sum += weight * samples[(((whole + i) % count) + count) % count];
    }
    return sum;
  };
}

export const played = (signal: ClosedForm): Float64Array =>
  Float64Array.from({ length: signal.frames }, (_, frame) => signal.at(frame));

/** What a recorder on its own clock takes down, with white noise of a given rms; `tailFrames` longer than what was played. */
export function recorded(
  signal: ClosedForm,
  clock: FreeClock,
  options: {
    readonly gain?: number;
    readonly noiseRms?: number;
    readonly seed?: number;
    readonly tailFrames?: number;
  } = {},
): Float64Array {
  const { gain = 1, noiseRms = 0, seed = 1, tailFrames = 4800 } = options;
  const random = createRandom(seed);
  return Float64Array.from({ length: signal.frames + tailFrames }, (_, frame) => {
    const at = playedFrameAt(clock, frame, signal.sampleRateHz);
    const value = at >= 0 && at < signal.frames ? gain * signal.at(at) : 0;
    return noiseRms > 0 ? value + noiseRms * random.gaussian() : value;
  });
}

/** A device with a first-order high-pass and low-pass, run at the recorder's rate. */
export function throughDevice(
  samples: Float64Array,
  sampleRateHz: number,
  lowCornerHz: number,
  highCornerHz: number,
): Float64Array {
  const low = Math.exp((-2 * Math.PI * lowCornerHz) / sampleRateHz);
  const high = Math.exp((-2 * Math.PI * highCornerHz) / sampleRateHz);
  let previous = 0;
  let passed = 0;
  let smoothed = 0;
  return samples.map((value) => {
    passed = low * (passed + value - previous);
    previous = value;
    smoothed += (1 - high) * (passed - smoothed);
    return smoothed;
  });
}
