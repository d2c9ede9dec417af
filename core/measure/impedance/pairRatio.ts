import { AmpbenchError } from '../../errors.ts';
import type { TransferPoint } from '../../dsp/transferFunction.ts';
import type { AnalysisInput, Capture, CaptureRole, ClockEstimate } from '../analysis.ts';
import { captureOf, capturesOf } from '../analyzeKind.ts';
import { REFERENCE_HZ, sessionPoints, sweepGrid } from '../frequency-response/sweepGrid.ts';
import { analyzeSession, type SweepSession } from '../frequency-response/sweepSession.ts';
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

/** One channel's ratios. */
export interface ChannelRatios {
  /** Counted from 1. */
  readonly channel: number;
  /** Of the means over the captures in each role. */
  readonly points: readonly RatioPoint[];
  /** Null where each role has one capture. */
  readonly repeats: RepeatedRatios | null;
}

/** What the ratios become when one capture alone stands for its role: an entry for each capture. */
export interface RepeatedRatios {
  readonly first: readonly (readonly RatioPoint[])[];
  readonly second: readonly (readonly RatioPoint[])[];
}

export interface PairRatios {
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly isComplex: boolean;
  readonly clock: ClockEstimate | null;
  readonly channels: readonly ChannelRatios[];
  /** Channels, from 1, that do not hold the sweep in all captures. */
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
 * Response of the captures in the first role over those in the second, channel by channel. Complex where all hold the time reference: each channel is read
 * re that channel of its own capture, so neither latency nor rate of the player matters.
 * @throws AmpbenchError `data/channel-counts-differ`, and what `analyzeSession` throws
 */
export function pairRatios(
  input: AnalysisInput,
  roles: readonly [CaptureRole, CaptureRole],
  settings: MeasureSettings,
  kind: string,
): PairRatios {
  const first = captureOf(input, roles[0], kind);
  const groups = roles.map((role) => capturesOf(input, role));
  for (const [index, role] of roles.entries())
    for (const { channels } of groups[index])
      if (channels.length !== first.channels.length)
        throw new AmpbenchError(
          'data',
          'channel-counts-differ',
          `the ${role} capture has ${channels.length} channels but must have ${first.channels.length} as the ${roles[0]} capture has in ${kind}`,
          { first: first.channels.length, second: channels.length },
        );
  const { timeReferenceChannel } = settings;
  const isComplex = timeReferenceChannel !== undefined;
  // With neither stimulus nor time reference known, the first capture stands in for the stimulus
  const reference: Capture | null = input.reference ?? (isComplex ? null : first);
  const sessions = groups.map((captures) =>
    captures.map((capture) => analyzeSession(capture, reference, timeReferenceChannel, kind)),
  );
  const [firstSession] = sessions[0];
  const frequenciesHz = sweepGrid(
    firstSession.inverse,
    { ...settings, bandHz: settings.bandHz ?? [...IMPEDANCE_BAND_HZ] },
    kind,
  );
  const responses = sessions.map((group) => group.map((session) => responsesOf(session, frequenciesHz)));
  const measured = first.channels.map((_, index) => index + 1).filter((channel) => channel !== timeReferenceChannel);
  const isWhole = (channel: number): boolean => responses.flat().every((each) => each.has(channel));
  return {
    sampleRateHz: first.sampleRateHz,
    frames: first.channels[0].length,
    isComplex,
    clock: firstSession.clock,
    missing: measured.filter((channel) => !isWhole(channel)),
    channels: measured.filter(isWhole).map((channel) => {
      const [above, below] = responses.map((group) => group.map((each) => each.get(channel) as Response));
      return ratiosOf(channel, above, below, isComplex);
    }),
  };
}

type Response = readonly TransferPoint[];

/** Each channel's response on a grid, by its number. */
function responsesOf(session: SweepSession, frequenciesHz: readonly number[]): Map<number, Response> {
  const { channels } = sessionPoints(session, frequenciesHz);
  return new Map(channels.map(({ channel, relative }) => [channel.channel, relative]));
}

function ratiosOf(
  channel: number,
  first: readonly Response[],
  second: readonly Response[],
  isComplex: boolean,
): ChannelRatios {
  const [above, below] = [meanResponse(first, isComplex), meanResponse(second, isComplex)];
  const isRepeated = first.length + second.length > 2;
  return {
    channel,
    points: quotient(above, below, isComplex),
    repeats: !isRepeated
      ? null
      : {
          first: first.map((each) => quotient(each, below, isComplex)),
          second: second.map((each) => quotient(above, each, isComplex)),
        },
  };
}

/** Mean of a role's captures, of magnitudes where their phases have no common reference. */
function meanResponse(captures: readonly Response[], isComplex: boolean): Response {
  if (captures.length === 1) return captures[0];
  const count = captures.length;
  return captures[0].map(({ frequencyHz }, at) => {
    const points = captures.map((response) => response[at]);
    const sum = (part: (point: TransferPoint) => number): number =>
      points.reduce((total, point) => total + part(point), 0);
    return {
      frequencyHz,
      re: sum(({ re, im }) => (isComplex ? re : Math.hypot(re, im))) / count,
      im: isComplex ? sum(({ im }) => im) / count : 0,
      relativeStandardUncertainty:
        Math.hypot(...points.map(({ relativeStandardUncertainty }) => relativeStandardUncertainty)) / count,
    };
  });
}

function quotient(above: Response, below: Response, isComplex: boolean): RatioPoint[] {
  return above.map((point, at) => {
    const other = below[at];
    const square = other.re ** 2 + other.im ** 2;
    const re = (point.re * other.re + point.im * other.im) / square;
    const im = (point.im * other.re - point.re * other.im) / square;
    return {
      frequencyHz: point.frequencyHz,
      ratio: isComplex ? { re, im } : { re: Math.hypot(re, im), im: 0 },
      noiseRelative: 2 * Math.hypot(point.relativeStandardUncertainty, other.relativeStandardUncertainty),
    };
  });
}
