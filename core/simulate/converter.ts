import type { HumTone } from './interfaceModel.ts';

/** Frames between exact settings of the oscillator. */
const HUM_BLOCK = 1024;

/** Adds mains tones; their phase runs on from take to take as `startSeconds` says. */
export function addHum(
  samples: Float64Array,
  tones: readonly HumTone[],
  sampleRateHz: number,
  startSeconds: number,
): void {
  for (const tone of tones) {
    const omega = (2 * Math.PI * tone.frequencyHz) / sampleRateHz;
    const stepCos = Math.cos(omega);
    const stepSin = Math.sin(omega);
    const peak = tone.voltsRms * Math.SQRT2;
    for (let start = 0; start < samples.length; start += HUM_BLOCK) {
      const end = Math.min(start + HUM_BLOCK, samples.length);
      const phase = 2 * Math.PI * tone.frequencyHz * startSeconds + omega * start;
      let sin = peak * Math.sin(phase);
      let cos = peak * Math.cos(phase);
      for (let frame = start; frame < end; frame++) {
        samples[frame] += sin;
        const next = sin * stepCos + cos * stepSin;
        cos = cos * stepCos - sin * stepSin;
        sin = next;
      }
    }
  }
}

/** Rounds samples in place to whole steps. */
export function roundTo(samples: Float64Array, step: number): void {
  for (let frame = 0; frame < samples.length; frame++) samples[frame] = step * Math.round(samples[frame] / step);
}

/**
 * The analogue-to-digital converter: rounds to `bits`, clips at full scale and writes one channel of an interleaved capture,
 * full scale = 1. Exact in Float32 up to 24 bits.
 * @param clipRatio share of full scale that the input stage passes; 1: only the converter clips
 */
export function convertInto(
  volts: Float64Array,
  fullScaleVoltsPeak: number,
  bits: number,
  clipRatio: number,
  target: Float32Array,
  channel: number,
  channelCount: number,
): void {
  const steps = 2 ** (bits - 1);
  const stepsPerVolt = steps / fullScaleVoltsPeak;
  const lowest = Math.max(-steps, -Math.floor(clipRatio * steps));
  const highest = Math.min(steps - 1, Math.floor(clipRatio * steps));
  const size = 1 / steps;
  for (let frame = 0, at = channel; frame < volts.length; frame++, at += channelCount) {
    let value = Math.round(volts[frame] * stepsPerVolt);
    if (value > highest) value = highest;
    else if (value < lowest) value = lowest;
    target[at] = value * size;
  }
}
