import { captureFrameAt, type TimeBase } from '../../clock/timeBase.ts';
import { fitSine } from '../../dsp/fitSine.ts';
import { nextPowerOfTwo } from '../../dsp/fft.ts';
import { resampleInto } from '../../dsp/resample.ts';
import type { Found } from './checkStretch.ts';
import { linearPart } from './linearPart.ts';
import { compressionOf } from './staticCurve.ts';
import { steadyToneIn, type SteadyTone } from './steadyTone.ts';

const STRETCH_SECONDS = 0.15;
const STRETCHES = 3;
/** Longest memory of the path that is followed, either way. */
const REACH_SECONDS = 0.004;
/** What follows the linear path to no better than this (power) is something else: a broken capture. */
const LARGEST_MISFIT = 0.1;
/** The harmonics that round a top must be in the capture. */
const LEAST_FRAMES_PER_CYCLE = 10;
const TONE_SECONDS = 0.25;
/** Harmonics that count as part of a tone that may be clipped hard. */
const HARMONICS = 9;

const found = (lossDb: number, frame: number): Found => ({
  code: 'clipped',
  frame,
  count: null,
  damaging: false,
  text: `soft clipping: the highest fifth of the levels is ${lossDb.toFixed(1)} dB less steep than what lies below, in the device or ahead of the recorder,`,
});

/**
 * Tops that are rounded, without being flat, of anything whose original is known: the static curve of what came back against the linear part of the path,
 * in the loudest stretch of each third of what was played. docs/spec/integrity.md says from which loss on.
 */
export function findSoftClipping(
  reference: Float64Array,
  samples: Float64Array,
  timeBase: TimeBase,
  sampleRateHz: number,
): Found | null {
  const size = Math.min(nextPowerOfTwo(STRETCH_SECONDS * sampleRateHz), Math.floor(reference.length / STRETCHES));
  const third = Math.floor(reference.length / STRETCHES);
  const recorded = new Float64Array(size);
  for (let index = 0; index < STRETCHES; index++) {
    const start = loudestStart(reference, index * third, third, size);
    const from = captureFrameAt(timeBase, start);
    const step = (captureFrameAt(timeBase, start + size) - from) / size;
    if (from < 0 || from + step * size > samples.length) continue;
    resampleInto(samples, from, step, recorded, 0, size);
    const { predicted, margin } = linearPart(
      reference.subarray(start, start + size),
      recorded,
      Math.round(REACH_SECONDS * sampleRateHz),
    );
    const output = recorded.subarray(margin, margin + predicted.length);
    if (misfit(predicted, output) > LARGEST_MISFIT) continue;
    const compression = compressionOf(predicted, output);
    if (compression !== null)
      return found(compression.lossDb, Math.round(from + step * (margin + compression.firstIndex)));
  }
  return null;
}

/**
 * The same of one steady tone whose original is not known: its fundamental stands for it. Null above a tenth of the sample rate.
 * @param pure the tone, where the capture is one with little distortion; else it is looked for with its harmonics
 */
export function findSoftTone(samples: Float64Array, pure: SteadyTone | null, sampleRateHz: number): Found | null {
  const tone = pure ?? steadyToneIn(samples, sampleRateHz, HARMONICS);
  if (tone === null || LEAST_FRAMES_PER_CYCLE * tone.frequencyHz > sampleRateHz) return null;
  const length = Math.min(tone.length, Math.round(TONE_SECONDS * sampleRateHz));
  const { frequencyHz, amplitude, phaseRadians } = fitSine(samples, tone.start, length, sampleRateHz, tone.frequencyHz);
  const input = new Float64Array(length);
  const omega = (2 * Math.PI * frequencyHz) / sampleRateHz;
  for (let index = 0; index < length; index++) input[index] = amplitude * Math.cos(omega * index + phaseRadians);
  const output = samples.subarray(tone.start, tone.start + length);
  if (misfit(input, output) > LARGEST_MISFIT) return null;
  const compression = compressionOf(input, output);
  return compression === null ? null : found(compression.lossDb, tone.start + compression.firstIndex);
}

/** Where the stretch of `size` with the highest peak in samples[from … from + length) begins. */
function loudestStart(samples: Float64Array, from: number, length: number, size: number): number {
  let best = from;
  let most = -1;
  for (let start = from; start + size <= from + length; start += size) {
    let peak = 0;
    for (let index = start; index < start + size; index++) peak = Math.max(peak, Math.abs(samples[index]));
    if (peak > most * (1 + 1e-9)) {
      most = peak;
      best = start;
    }
  }
  return best;
}

/** Share of the output's variance that the prediction does not explain. */
function misfit(predicted: Float64Array, output: Float64Array): number {
  let left = 0;
  let power = 0;
  let sum = 0;
  for (let index = 0; index < output.length; index++) sum += output[index];
  const mean = sum / output.length;
  for (let index = 0; index < output.length; index++) {
    left += (output[index] - mean - predicted[index]) ** 2;
    power += (output[index] - mean) ** 2;
  }
  return power > 0 ? left / power : 1;
}
