import type { SweepInverse } from '../../dsp/deconvolution.ts';
import { logFrequencies, type TransferPoint } from '../../dsp/transferFunction.ts';
import { AmpbenchError } from '../../errors.ts';
import type { MeasureSettings } from '../settings.ts';
import { HIGHEST_RATE_SHARE } from './analyze.ts';
import { checkBand } from './checkBand.ts';
import { linearPoints } from './sweepPoints.ts';
import type { SessionChannel, SweepSession } from './sweepSession.ts';

/** Where responses are 0 dB. */
export const REFERENCE_HZ = 1000;
const POINTS_PER_OCTAVE = 24;
/** The sweep's first frequency is known to about this. */
const LOW_END_SLACK = 0.97;

/** What may be off for other reasons than noise, k = 2, dB; what more of it at both ends of the sweep, and where the ends begin. */
const METHOD_DB = 0.002;
const END_METHOD_DB = 0.1;
const LOW_END_FACTOR = 2;
const HIGH_END_SHARE = 0.97;

/**
 * Frequencies at which a sweep tells the response: 24 to the octave (or `points`) within `bandHz`, the sweep and 0.45 of the sample rate, with 20 Hz,
 * 1 kHz, 20 kHz and `frequencyHz` where they lie inside.
 * @throws AmpbenchError `data/band-not-swept` where 1 kHz or the band is outside the sweep, `usage/frequency-not-swept`, `usage/band`
 */
export function sweepGrid(inverse: SweepInverse, settings: MeasureSettings, kind: string): number[] {
  const { track, sampleRateHz, highBin, size } = inverse;
  checkBand(settings.bandHz, sampleRateHz, kind);
  const sweptFromHz = LOW_END_SLACK * Math.exp(-track.originSeconds / track.rateSeconds);
  const sweptToHz = Math.min((highBin * sampleRateHz) / size, HIGHEST_RATE_SHARE * sampleRateHz);
  const [askedLowHz, askedHighHz] = settings.bandHz ?? [sweptFromHz, sweptToHz];
  const lowHz = Math.max(sweptFromHz, askedLowHz);
  const highHz = Math.min(sweptToHz, askedHighHz);
  if (!(lowHz < REFERENCE_HZ && highHz > REFERENCE_HZ))
    throw new AmpbenchError(
      'data',
      'band-not-swept',
      `the band ${lowHz.toFixed(0)} Hz to ${highHz.toFixed(0)} Hz, of ${askedLowHz.toFixed(0)} Hz to ${askedHighHz.toFixed(0)} Hz asked, must hold ${REFERENCE_HZ} Hz in ${kind}`,
      { lowHz, highHz },
      'Sweep from below to above 1 kHz.',
    );
  const { frequencyHz = REFERENCE_HZ } = settings;
  if (!(frequencyHz >= lowHz && frequencyHz <= highHz))
    throw new AmpbenchError(
      'usage',
      'frequency-not-swept',
      `frequencyHz is ${frequencyHz} but must be within ${lowHz.toFixed(1)} Hz to ${highHz.toFixed(0)} Hz, which was swept, in ${kind}`,
      { frequencyHz, lowHz, highHz },
    );
  return logFrequencies(lowHz, highHz, settings.points ?? POINTS_PER_OCTAVE, [20, REFERENCE_HZ, 20_000, frequencyHz]);
}

/** What a point's magnitude may be off by beside noise, k = 2, dB: more in the sweep's lowest octave, where little of it lies below, and at its very end. */
export function sweepMethodDb(inverse: SweepInverse, frequencyHz: number): number {
  const { lowBin, highBin, sampleRateHz, size } = inverse;
  const bin = (frequencyHz * size) / sampleRateHz;
  const lowEnd = Math.max(0, LOW_END_FACTOR - bin / lowBin);
  const highEnd = Math.max(0, (bin / highBin - HIGH_END_SHARE) / (1 - HIGH_END_SHARE));
  return METHOD_DB + END_METHOD_DB * (lowEnd ** 2 + highEnd ** 2);
}

/** Responses on one grid. */
export interface SessionPoints {
  /** The time reference's, its mean delay taken out; null where there is none. */
  readonly own: readonly TransferPoint[] | null;
  readonly channels: readonly ChannelPoints[];
}

export interface ChannelPoints {
  readonly channel: SessionChannel;
  /** Re the stimulus, the mean delay taken out. */
  readonly points: readonly TransferPoint[];
  /** Re the time reference with the delay to it; the same as `points` where there is none. */
  readonly relative: readonly TransferPoint[];
}

/** Reads every channel of a session on a grid. */
export function sessionPoints(session: SweepSession, frequenciesHz: readonly number[]): SessionPoints {
  const { timeReference } = session;
  const own = timeReference === null ? null : linearPoints(timeReference, frequenciesHz);
  return {
    own,
    channels: session.channels.map((channel) => {
      const points = linearPoints(channel.aligned, frequenciesHz);
      return { channel, points, relative: own === null ? points : relativeTo(points, own, channel.latencySeconds) };
    }),
  };
}

function relativeTo(
  points: readonly TransferPoint[],
  own: readonly TransferPoint[],
  delaySeconds: number,
): TransferPoint[] {
  return points.map((point, index) => {
    const { re, im, relativeStandardUncertainty } = own[index];
    const square = re * re + im * im;
    const quotientRe = (point.re * re + point.im * im) / square;
    const quotientIm = (point.im * re - point.re * im) / square;
    const angle = -2 * Math.PI * point.frequencyHz * delaySeconds;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    return {
      frequencyHz: point.frequencyHz,
      re: quotientRe * cos - quotientIm * sin,
      im: quotientRe * sin + quotientIm * cos,
      relativeStandardUncertainty: Math.hypot(point.relativeStandardUncertainty, relativeStandardUncertainty),
    };
  });
}
