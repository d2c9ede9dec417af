import { bitsOf, decodeChannelInto } from '../signal/deviceFrames.ts';
import type { RandomSource } from '../signal/random.ts';
import type { DeviceFrames } from '../signal/types.ts';
import type { BenchTruth } from './calibrateRig.ts';
import type { CabledPath } from './cabling.ts';
import { addHum, convertInto } from './converter.ts';
import { distort, limit, polynomialFor } from './distortion.ts';
import type { FrameRange } from './faults.ts';
import { addGaussianNoise } from './gaussianNoise.ts';
import { highPass } from './highPass.ts';
import type { Crosstalk, InterfaceModel } from './interfaceModel.ts';
import { applyKernel } from './kernel.ts';
import { findMutedRanges, joinRanges } from './muting.ts';
import { decimate, interpolate, oversamplingFor } from './oversampling.ts';
import { createPlayerClock } from './playerClock.ts';
import { resamplePlayed } from './resample.ts';

/** Everything that fixes a capture. */
export interface CaptureRequest {
  readonly model: InterfaceModel;
  readonly truth: BenchTruth;
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

/** The generators' open-circuit volts at the internal rate, aligned to the first captured frame; one for each path. */
function generate(request: CaptureRequest, factor: number): Float64Array[] {
  const { model, truth, frames, sampleRateHz, frameCount } = request;
  const outputs = request.paths.map((cabled) => cabled.outputChannel);
  const scaleOf = (output: number): number => truth.outputFullScaleVoltsPeak[output];
  const internalFrames = frameCount * factor;
  if (model.playerClock !== null) {
    const clock = createPlayerClock(
      model.playerClock,
      sampleRateHz,
      model.latencyFrames,
      request.random.derive('player clock'),
    );
    const played = outputs.map((output) => {
      const volts = new Float64Array(frames.frameCount);
      if (output < frames.channelCount) decodeChannelInto(frames, output, volts, 0, scaleOf(output));
      return volts;
    });
    const heard = outputs.map(() => new Float64Array(internalFrames));
    resamplePlayed(played, heard, clock, sampleRateHz * factor);
    return heard;
  }
  return outputs.map((output) => {
    const volts = new Float64Array(frameCount);
    if (output < frames.channelCount) decodeChannelInto(frames, output, volts, model.latencyFrames, scaleOf(output));
    if (factor === 1) return volts;
    const oversampled = new Float64Array(internalFrames);
    interpolate(volts, factor, oversampled);
    return oversampled;
  });
}

/** From generator volts to the electromotive force behind the output impedance; `generator` is used up. */
function drive(
  cabled: CabledPath,
  model: InterfaceModel,
  generator: Float64Array,
  peak: number,
  rateHz: number,
): Float64Array {
  const { path } = cabled;
  distort(generator, polynomialFor(model.output.harmonics, peak));
  const force = new Float64Array(generator.length);
  applyKernel(path.drive, generator, force);
  if (path.driveCornerHz !== null) highPass(force, path.driveCornerHz, rateHz);
  if (path.polynomial !== null) distort(force, path.polynomial);
  if (path.kneeVoltsPeak !== null && path.limitVoltsPeak !== null)
    limit(force, path.kneeVoltsPeak, path.limitVoltsPeak);
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

/** Computes what the inputs record: interleaved, full scale = 1, `frameCount × inputChannelCount` samples. */
export function computeCapture(request: CaptureRequest): Float32Array {
  const { model, truth, paths, sampleRateHz, frameCount, inputChannelCount, random } = request;
  const factor = oversamplingFor(sampleRateHz);
  const internalRateHz = sampleRateHz * factor;
  const generators = generate(request, factor);
  const mutes: FrameRange[][] = [];
  const forces = paths.map((cabled, index) => {
    const peak = truth.outputFullScaleVoltsPeak[cabled.outputChannel];
    const force = drive(cabled, model, generators[index], peak, internalRateHz);
    const muted = mutedRanges(request, cabled, force, factor);
    for (const { start, end } of muted) force.fill(0, start, end);
    mutes.push(muted);
    return force;
  });
  const captured = new Float32Array(frameCount * inputChannelCount);
  const bits = Math.min(24, bitsOf(request.frames.format) ?? 24);
  const humStartSeconds = random.derive('hum').uniform();
  for (let input = 0; input < inputChannelCount; input++) {
    const index = paths.findIndex((cabled) => cabled.inputChannel === input);
    let volts = new Float64Array(frameCount);
    let pathDensity = 0;
    if (index >= 0) {
      const { path, dut } = paths[index];
      const whole = Float64Array.from(forces[index]);
      const neighbour = neighbourOf(paths, index);
      if (neighbour !== null) {
        if (dut !== null) leak(whole, forces[neighbour], dut.crosstalk, internalRateHz);
        leak(whole, forces[neighbour], model.input.crosstalk, internalRateHz);
      }
      // The generator's array is no longer needed and has the right length
      const seen = generators[index];
      applyKernel(path.pickUp, whole, seen);
      if (path.pickUpCornerHz !== null) highPass(seen, path.pickUpCornerHz, internalRateHz);
      distort(seen, polynomialFor(model.input.harmonics, truth.inputFullScaleVoltsPeak[input]));
      if (factor === 1) volts = seen as Float64Array<ArrayBuffer>;
      else decimate(seen, factor, volts);
      highPass(volts, model.input.lowCornerHz, sampleRateHz);
      pathDensity = path.noiseVoltsPerRootHz;
    }
    addNoise(volts, request, pathDensity, index >= 0 ? mutes[index] : [], factor, random.derive(`input ${input + 1}`));
    addHum(volts, model.input.hum, sampleRateHz, humStartSeconds);
    convertInto(
      volts,
      truth.inputFullScaleVoltsPeak[input],
      bits,
      request.inputClipRatio,
      captured,
      input,
      inputChannelCount,
    );
  }
  return captured;
}

/** The other channel of a stereo pair; null where there is none. The time reference has no neighbour. */
function neighbourOf(paths: readonly CabledPath[], index: number): number | null {
  const inputChannel = paths[index].inputChannel;
  const partner = inputChannel % 2 === 0 ? inputChannel + 1 : inputChannel - 1;
  const found = paths.findIndex((cabled) => cabled.inputChannel === partner);
  return found < 0 ? null : found;
}
