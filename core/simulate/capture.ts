import { bitsOf, decodeChannelInto } from '../signal/deviceFrames.ts';
import type { RandomSource } from '../signal/random.ts';
import type { DeviceFrames } from '../signal/types.ts';
import type { CabledPath } from './cabling.ts';
import { addHum, convertInto, roundTo } from './converter.ts';
import { distort, limit, polynomialFor } from './distortion.ts';
import type { FrameRange } from './faults.ts';
import { addGaussianNoise } from './gaussianNoise.ts';
import { highPass } from './highPass.ts';
import type { Crosstalk, InterfaceModel } from './interfaceModel.ts';
import { applyKernel } from './kernel.ts';
import { findMutedRanges, joinRanges } from './muting.ts';
import { decimate, interpolate, oversamplingFor } from './oversampling.ts';
import type { Player } from './player.ts';
import { createPlayerClock } from './playerClock.ts';
import { resamplePlayed } from './resample.ts';

/** Everything that fixes a capture. */
export interface CaptureRequest {
  readonly model: InterfaceModel;
  /** Peak volts at the socket that reach full scale, for each input. */
  readonly inputFullScaleVoltsPeak: readonly number[];
  readonly player: Player;
  readonly paths: readonly CabledPath[];
  readonly frames: DeviceFrames;
  /** The rate the hardware really runs at. */
  readonly sampleRateHz: number;
  readonly frameCount: number;
  readonly inputChannelCount: number;
  /** Captured frames during which devices (or, without one, cables) pass nothing. */
  readonly muted: readonly FrameRange[];
  readonly inputClipRatio: number;
  /** This take's randomness. */
  readonly random: RandomSource;
}

/** Adds a neighbour's leakage; `rising` is the slope's weight, so that a symmetric difference gives the rising part. */
function leak(target: Float64Array, source: Float64Array, crosstalk: Crosstalk, internalRateHz: number): void {
  const flat = crosstalk.flatRatio;
  const rising = crosstalk.risingRatioAt20kHz / (2 * Math.sin((2 * Math.PI * 20000) / internalRateHz));
  const last = source.length - 1;
  for (let frame = 1; frame < last; frame++) {
    target[frame] += flat * source[frame] + rising * (source[frame + 1] - source[frame - 1]);
  }
}

/** Arrays of one length that are used again: a take of ten seconds at 384 kHz is 31 MB in each. */
class ArrayPool {
  readonly #length: number;
  readonly #free: Float64Array[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  /** An array with anything in it. */
  take(): Float64Array {
    return this.#free.pop() ?? new Float64Array(this.#length);
  }

  give(samples: Float64Array): void {
    this.#free.push(samples);
  }
}

/** The generators' open-circuit volts at the internal rate, aligned to the first captured frame; one for each path. */
function generate(
  request: CaptureRequest,
  paths: readonly CabledPath[],
  factor: number,
  pool: ArrayPool,
): Float64Array[] {
  const { player, frames, sampleRateHz, frameCount } = request;
  const decode = (cabled: CabledPath, target: Float64Array, offset: number): void => {
    target.fill(0);
    const scale = player.fullScaleVoltsPeak[cabled.outputChannel];
    if (cabled.outputChannel >= frames.channelCount) return;
    decodeChannelInto(frames, cabled.outputChannel, target, offset, scale);
    const wordBits = bitsOf(frames.format) ?? Infinity;
    if (player.bits !== null && player.bits < wordBits) roundTo(target, scale / 2 ** (player.bits - 1));
  };
  if (player.clock !== null) {
    const random = request.random.derive('player clock');
    const clock = createPlayerClock(player.clock, sampleRateHz, player.latencyFrames, random);
    const played = paths.map((cabled) => {
      const volts = new Float64Array(frames.frameCount);
      decode(cabled, volts, 0);
      return volts;
    });
    const heard = paths.map(() => pool.take());
    resamplePlayed(played, heard, clock, sampleRateHz * factor);
    return heard;
  }
  return paths.map((cabled) => {
    const internal = pool.take();
    if (factor === 1) decode(cabled, internal, player.latencyFrames);
    else {
      const volts = new Float64Array(frameCount);
      decode(cabled, volts, player.latencyFrames);
      interpolate(volts, factor, internal);
    }
    return internal;
  });
}

/** From generator volts to the electromotive force behind the output impedance; `generator` goes back to the pool. */
function drive(
  request: CaptureRequest,
  cabled: CabledPath,
  generator: Float64Array,
  rateHz: number,
  pool: ArrayPool,
): Float64Array {
  const { path } = cabled;
  const { player } = request;
  distort(generator, polynomialFor(player.harmonics, player.fullScaleVoltsPeak[cabled.outputChannel]));
  const force = pool.take();
  applyKernel(path.drive, generator, force);
  pool.give(generator);
  if (path.driveCornerHz !== null) highPass(force, path.driveCornerHz, rateHz);
  if (path.polynomial !== null) distort(force, path.polynomial);
  if (path.kneeVoltsPeak !== null && path.limitVoltsPeak !== null) {
    limit(force, path.kneeVoltsPeak, path.limitVoltsPeak);
  }
  return force;
}

/** Where a path passes nothing, in internal frames. */
function mutedRanges(request: CaptureRequest, cabled: CabledPath, force: Float64Array, factor: number): FrameRange[] {
  const asked = request.muted.map(({ start, end }) => ({
    start: start * factor,
    end: Math.min(end * factor, force.length),
  }));
  const mute = cabled.dut?.autoMute ?? null;
  if (mute === null) return joinRanges(asked);
  const holdFrames = Math.round(mute.holdSeconds * request.sampleRateHz * factor);
  return joinRanges([
    ...asked,
    ...findMutedRanges(force, mute.belowInputVoltsPeak * cabled.path.stageGain, holdFrames),
  ]);
}

/** Adds the noise of input and path; where the path is muted, the input's alone. Ranges are internal frames. */
function addNoise(
  volts: Float64Array,
  request: CaptureRequest,
  pathDensity: number,
  muted: readonly FrameRange[],
  factor: number,
  random: RandomSource,
): void {
  const bandwidth = Math.sqrt(request.sampleRateHz / 2);
  const own = request.model.input.noiseVoltsPerRootHz * bandwidth;
  const whole = Math.hypot(own, pathDensity * bandwidth);
  let from = 0;
  for (const range of muted) {
    const start = Math.min(Math.floor(range.start / factor), volts.length);
    const end = Math.min(Math.ceil(range.end / factor), volts.length);
    addGaussianNoise(volts, from, start, whole, random);
    addGaussianNoise(volts, start, end, own, random);
    from = end;
  }
  addGaussianNoise(volts, from, volts.length, whole, random);
}

/** From a path's force, with what leaks in from its neighbours, to what its input's converter sees, at the device's rate. */
function pickUp(
  request: CaptureRequest,
  cabled: CabledPath,
  force: Float64Array,
  neighbours: readonly Float64Array[],
  factor: number,
  pool: ArrayPool,
): Float64Array {
  const { model, sampleRateHz, frameCount } = request;
  const { path, dut, inputChannel } = cabled;
  const internalRateHz = sampleRateHz * factor;
  const whole = pool.take();
  whole.set(force);
  for (const neighbour of neighbours) {
    if (dut !== null) leak(whole, neighbour, dut.crosstalk, internalRateHz);
    leak(whole, neighbour, model.input.crosstalk, internalRateHz);
  }
  const seen = pool.take();
  applyKernel(path.pickUp, whole, seen);
  pool.give(whole);
  if (path.pickUpCornerHz !== null) highPass(seen, path.pickUpCornerHz, internalRateHz);
  distort(seen, polynomialFor(model.input.harmonics, request.inputFullScaleVoltsPeak[inputChannel]));
  let volts = seen;
  if (factor > 1) {
    volts = new Float64Array(frameCount);
    decimate(seen, factor, volts);
    pool.give(seen);
  }
  highPass(volts, model.input.lowCornerHz, sampleRateHz);
  return volts;
}

/** Computes what the inputs record: interleaved, full scale = 1, `frameCount × inputChannelCount` samples. */
export function computeCapture(request: CaptureRequest): Float32Array {
  const { model, sampleRateHz, frameCount, inputChannelCount, random } = request;
  const factor = oversamplingFor(sampleRateHz);
  const pool = new ArrayPool(frameCount * factor);
  const captured = new Float32Array(frameCount * inputChannelCount);
  const bits = Math.min(24, bitsOf(request.frames.format) ?? 24);
  const humStartSeconds = random.derive('hum').uniform();
  const convert = (volts: Float64Array, input: number, pathDensity: number, muted: readonly FrameRange[]): void => {
    addNoise(volts, request, pathDensity, muted, factor, random.derive(`input ${input + 1}`));
    addHum(volts, model.input.hum, sampleRateHz, humStartSeconds);
    const fullScale = request.inputFullScaleVoltsPeak[input];
    convertInto(volts, fullScale, bits, request.inputClipRatio, captured, input, inputChannelCount);
  };
  for (const pair of stereoPairs(request.paths)) {
    const generators = generate(request, pair, factor, pool);
    const muted: FrameRange[][] = [];
    const forces = pair.map((cabled, index) => {
      const force = drive(request, cabled, generators[index], sampleRateHz * factor, pool);
      muted[index] = mutedRanges(request, cabled, force, factor);
      for (const { start, end } of muted[index]) force.fill(0, start, end);
      return force;
    });
    pair.forEach((cabled, index) => {
      if (cabled.inputChannel >= inputChannelCount) return;
      const neighbours = forces.filter((_, other) => other !== index);
      const volts = pickUp(request, cabled, forces[index], neighbours, factor, pool);
      convert(volts, cabled.inputChannel, cabled.path.noiseVoltsPerRootHz, muted[index]);
      if (factor === 1) pool.give(volts);
    });
    for (const force of forces) pool.give(force);
  }
  for (let input = 0; input < inputChannelCount; input++) {
    if (request.paths.some((cabled) => cabled.inputChannel === input)) continue;
    convert(new Float64Array(frameCount), input, 0, []);
  }
  return captured;
}

/** Paths by the stereo pair of inputs they end at: channels leak within a pair only. */
function stereoPairs(paths: readonly CabledPath[]): CabledPath[][] {
  const pairs = new Map<number, CabledPath[]>();
  for (const cabled of paths) {
    const pair = Math.floor(cabled.inputChannel / 2);
    pairs.set(pair, [...(pairs.get(pair) ?? []), cabled]);
  }
  return [...pairs.values()];
}
