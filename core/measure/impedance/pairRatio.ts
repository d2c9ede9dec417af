import { AmpbenchError } from '../../errors.ts';
import type { AnalysisInput, Capture, CaptureRole, ClockEstimate } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { REFERENCE_HZ, sessionPoints, sweepGrid } from '../frequency-response/sweepGrid.ts';
import { analyzeSession } from '../frequency-response/sweepSession.ts';
import type { MeasureSettings } from '../settings.ts';

export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** The ratio of two captures of one sweep at one frequency. */
export interface RatioPoint {
  readonly frequencyHz: number;
  /** Imaginary part 0 where there is no common time reference: a ratio of magnitudes. */
  readonly ratio: Complex;
  /** k = 2, relative, from noise alone. */
  readonly noiseRelative: number;
}

export interface PairRatios {
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly isComplex: boolean;
  readonly clock: ClockEstimate | null;
  readonly channels: readonly { readonly channel: number; readonly points: readonly RatioPoint[] }[];
  /** Channels, from 1, that do not hold the sweep in both captures. */
  readonly missing: readonly number[];
}

/** Impedances are read here, and in between these frequencies when no band is asked for. */
export const IMPEDANCE_HZ = REFERENCE_HZ;
export const IMPEDANCE_BAND_HZ = [20, 20_000] as const;

/** What two captures of one session may differ by for other reasons than noise, drift of gain and contacts, relative, k = 2 (0.002 dB). */
export const DRIFT_RELATIVE = 2.3e-4;

/** Without a common time reference the ratio of magnitudes is taken for the ratio itself up to here, and for a bound above. */
export const MAGNITUDE_ONLY_HZ = 2000;

/**
 * Response of the capture in the first role over that in the second, channel by channel. Complex where both hold the time reference: each channel is read
 * re that channel of its own capture, so neither latency nor rate of the player matters.
 * @throws AmpbenchError `data/channel-counts-differ`, and what `analyzeSession` throws
 */
export function pairRatios(
  input: AnalysisInput,
  roles: readonly [CaptureRole, CaptureRole],
  settings: MeasureSettings,
  kind: string,
): PairRatios {
  const [first, second] = roles.map((role) => captureOf(input, role, kind));
  if (first.channels.length !== second.channels.length)
    throw new AmpbenchError(
      'data',
      'channel-counts-differ',
      `the ${roles[1]} capture has ${second.channels.length} channels but must have ${first.channels.length} as the ${roles[0]} capture has in ${kind}`,
      { first: first.channels.length, second: second.channels.length },
    );
  const { timeReferenceChannel } = settings;
  // With neither stimulus nor time reference known, the first capture stands in for the stimulus
  const reference: Capture | null = input.reference ?? (timeReferenceChannel === undefined ? first : null);
  const sessions = [first, second].map((capture) => analyzeSession(capture, reference, timeReferenceChannel, kind));
  const frequenciesHz = sweepGrid(
    sessions[0].inverse,
    { ...settings, bandHz: settings.bandHz ?? [...IMPEDANCE_BAND_HZ] },
    kind,
  );
  const [upper, lower] = sessions.map((session) => sessionPoints(session, frequenciesHz).channels);
  const pairs = upper.flatMap((above) => {
    const below = lower.find((other) => other.channel.channel === above.channel.channel);
    return below === undefined
      ? []
      : [{ channel: above.channel.channel, above: above.relative, below: below.relative }];
  });
  const paired = new Set(pairs.map(({ channel }) => channel));
  const isComplex = timeReferenceChannel !== undefined;
  return {
    sampleRateHz: first.sampleRateHz,
    frames: first.channels[0].length,
    isComplex,
    clock: sessions[0].clock,
    missing: first.channels
      .map((_, index) => index + 1)
      .filter((channel) => channel !== timeReferenceChannel && !paired.has(channel)),
    channels: pairs.map(({ channel, above, below }) => ({
      channel,
      points: above.map((point, at) => {
        const other = below[at];
        const square = other.re ** 2 + other.im ** 2;
        const re = (point.re * other.re + point.im * other.im) / square;
        const im = (point.im * other.re - point.re * other.im) / square;
        return {
          frequencyHz: point.frequencyHz,
          ratio: isComplex ? { re, im } : { re: Math.hypot(re, im), im: 0 },
          noiseRelative: 2 * Math.hypot(point.relativeStandardUncertainty, other.relativeStandardUncertainty),
        };
      }),
    })),
  };
}
