import { DRIFT_RELATIVE, type Complex } from '../measure/impedance/pairRatio.ts';
import type { TransferPoint } from '../dsp/transferFunction.ts';
import type { Probe } from './context.ts';

/** Ratio of two probes' tones, a/b per volt of drive, complex where both have a time reference; with its k = 2, relative. */
export function toneRatio(a: Probe, b: Probe, channel: number): { ratio: Complex; relativeUncertainty: number } {
  const first = a.channels[channel];
  const second = b.channels[channel];
  const magnitude = first.toneVoltsRms / a.driveVoltsRms / (second.toneVoltsRms / b.driveVoltsRms);
  const angle =
    first.tonePhaseRadians === null || second.tonePhaseRadians === null
      ? 0
      : first.tonePhaseRadians - second.tonePhaseRadians;
  return {
    ratio: { re: magnitude * Math.cos(angle), im: magnitude * Math.sin(angle) },
    relativeUncertainty: Math.hypot(first.toneRepeatability, second.toneRepeatability, DRIFT_RELATIVE),
  };
}

/** Ratio of two transfer functions point by point. @param complex false: magnitudes only (no time reference) */
export function transferRatio(
  a: readonly TransferPoint[],
  b: readonly TransferPoint[],
  complex: boolean,
): { ratio: Complex; relativeUncertainty: number }[] {
  return a.map((point, index) => {
    const other = b[index];
    const square = other.re ** 2 + other.im ** 2;
    const re = (point.re * other.re + point.im * other.im) / square;
    const im = (point.im * other.re - point.re * other.im) / square;
    return {
      ratio: complex ? { re, im } : { re: Math.hypot(re, im), im: 0 },
      relativeUncertainty: Math.hypot(
        2 * point.relativeStandardUncertainty,
        2 * other.relativeStandardUncertainty,
        DRIFT_RELATIVE,
      ),
    };
  });
}
