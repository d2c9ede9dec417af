import type { DeviceFrames, RawCapture } from '../../../core/signal/types.ts';

/** A sine of so many whole cycles in each second, on every channel, full scale = 1, as float32. */
export function buildSine(
  options: {
    readonly sampleRateHz: number;
    readonly frequencyHz: number;
    readonly peak: number;
    readonly seconds: number;
  },
  channelCount: number,
): DeviceFrames & { readonly data: Float32Array } {
  const { sampleRateHz, frequencyHz, peak, seconds } = options;
  const frameCount = Math.round(sampleRateHz * seconds);
  const data = new Float32Array(frameCount * channelCount);
  for (let frame = 0; frame < frameCount; frame++) {
    data.fill(
      peak * Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRateHz),
      frame * channelCount,
      (frame + 1) * channelCount,
    );
  }
  return { format: 'float32', sampleRateHz, channelCount, frameCount, data };
}

/**
 * Peak of the part at `frequencyHz` in a stretch of one channel: a single bin of the Fourier transform, exact where the
 * stretch holds whole cycles of everything in it.
 */
export function peakAt(
  capture: RawCapture,
  channel: number,
  frequencyHz: number,
  stretch: { readonly fromFrame: number; readonly frameCount: number },
): number {
  let inPhase = 0;
  let quadrature = 0;
  for (let frame = 0; frame < stretch.frameCount; frame++) {
    const sample = capture.frames[(stretch.fromFrame + frame) * capture.channelCount + channel - 1];
    const angle = (2 * Math.PI * frequencyHz * frame) / capture.sampleRateHz;
    inPhase += sample * Math.cos(angle);
    quadrature += sample * Math.sin(angle);
  }
  return (2 * Math.hypot(inPhase, quadrature)) / stretch.frameCount;
}

/** Rms of a stretch of one channel. */
export function rmsOf(
  capture: RawCapture,
  channel: number,
  stretch: { readonly fromFrame: number; readonly frameCount: number },
): number {
  let sum = 0;
  for (let frame = 0; frame < stretch.frameCount; frame++) {
    sum += capture.frames[(stretch.fromFrame + frame) * capture.channelCount + channel - 1] ** 2;
  }
  return Math.sqrt(sum / stretch.frameCount);
}
