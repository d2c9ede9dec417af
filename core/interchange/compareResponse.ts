import { AmpbenchError } from '../errors.ts';
import type { Analysis, ChannelAnalysis } from '../measure/analysis.ts';
import { cornerFigure } from '../measure/frequency-response/corner.ts';
import type { Figure } from '../result/figure.ts';
import type { Curve } from './curve.ts';

/** What a measured response has over another one, both 0 dB at 1 kHz. */
export interface ChannelDifference {
  /** Counted from 1. */
  readonly channel: number;
  /** What both curves cover. */
  readonly bandHz: readonly [number, number];
  readonly largest: { readonly frequencyHz: number; readonly differenceDb: number };
  /** Over the points of the curve, which lie as many to each octave. */
  readonly rmsDb: number;
  /** Of the difference: those of the device where the other curve is the interface's own response. */
  readonly figures: Readonly<Record<string, Figure>>;
  readonly curve: {
    readonly frequenciesHz: readonly number[];
    readonly differencesDb: readonly number[];
    /** Of the measurement, k = 2; nothing is known of the other curve's. */
    readonly uncertaintiesDb: readonly number[];
  };
}

/** The document that `analyze frequency-response --compare` prints with `--json`. */
export interface ResponseComparison {
  readonly kind: 'response-comparison';
  readonly schemaVersion: 1;
  readonly definitionId: 'frequency-response.difference.re-1k';
  /** The other curve's, as its file says. */
  readonly title: string;
  readonly channels: readonly ChannelDifference[];
}

const REFERENCE_HZ = 1000;
const CORNER_DROP_DB = 3;

/**
 * A curve's value at a frequency: straight between its points over log frequency.
 * @returns null outside the curve
 */
export function valueAt(
  { frequenciesHz, values }: Pick<Curve, 'frequenciesHz' | 'values'>,
  hertz: number,
): number | null {
  const last = frequenciesHz.length - 1;
  if (!(hertz >= frequenciesHz[0] && hertz <= frequenciesHz[last])) return null;
  let below = 0;
  let above = last;
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (frequenciesHz[middle] <= hertz) below = middle;
    else above = middle;
  }
  if (frequenciesHz[below] === hertz) return values[below];
  if (frequenciesHz[above] === hertz) return values[above];
  const share = Math.log(hertz / frequenciesHz[below]) / Math.log(frequenciesHz[above] / frequenciesHz[below]);
  return values[below] + share * (values[above] - values[below]);
}

/**
 * Each channel's measured response less another one, such as a golden unit's, a target or the interface's own response from another program.
 * @param analysis of `frequency-response`
 * @throws AmpbenchError `data/curve-not-a-response`, `data/curves-apart` where the other curve does not cover 1 kHz and what lies beside it
 */
export function compareResponse(analysis: Analysis, other: Curve, place: string): ResponseComparison {
  if (other.quantity !== 'response')
    throw new AmpbenchError(
      'data',
      'curve-not-a-response',
      `${place} is a curve of ${other.quantity} but must be a response`,
      {
        place,
        quantity: other.quantity,
      },
    );
  const reference = valueAt(other, REFERENCE_HZ);
  if (reference === null)
    throw new AmpbenchError(
      'data',
      'curves-apart',
      `${place} goes from ${other.frequenciesHz[0]} to ${other.frequenciesHz[other.frequenciesHz.length - 1]} Hz but must cover 1000 Hz, where both curves are 0 dB`,
      { place },
    );
  const { sampleRateHz, channels } = analysis;
  return {
    kind: 'response-comparison',
    schemaVersion: 1,
    definitionId: 'frequency-response.difference.re-1k',
    title: other.title,
    channels: channels
      .filter(({ curves }) => Object.hasOwn(curves, 'response'))
      .map((channel) => differenceOf(channel, other, reference, sampleRateHz)),
  };
}

function differenceOf(
  { channel, curves }: ChannelAnalysis,
  other: Curve,
  referenceDb: number,
  sampleRateHz: number,
): ChannelDifference {
  const { frequenciesHz, magnitudesDb, uncertaintiesDb } = curves['response'];
  const points = frequenciesHz.flatMap((frequencyHz, index) => {
    const [measured, uncertainty] = [magnitudesDb[index], uncertaintiesDb[index]];
    const expected = frequencyHz === null ? null : valueAt(other, frequencyHz);
    if (frequencyHz === null || measured === null || uncertainty === null || expected === null) return [];
    return [{ frequencyHz, differenceDb: measured - (expected - referenceDb), uncertainty }];
  });
  const { frequencyHz, differenceDb } = points.reduce((a, b) =>
    Math.abs(b.differenceDb) > Math.abs(a.differenceDb) ? b : a,
  );
  const bandHz = [points[0].frequencyHz, points[points.length - 1].frequencyHz] as const;
  const response = {
    frequenciesHz: points.map((point) => point.frequencyHz),
    magnitudesDb: points.map((point) => point.differenceDb),
    uncertaintiesDb: points.map((point) => point.uncertainty),
  };
  const about = {
    channel: String(channel),
    definitionId: 'frequency-response.difference.re-1k',
    conditions: { sampleRateHz, bandHz },
  };
  const corners = (['low', 'high'] as const).map((side) =>
    cornerFigure(response, CORNER_DROP_DB, side, REFERENCE_HZ, about),
  );
  return {
    channel,
    bandHz,
    largest: { frequencyHz, differenceDb },
    rmsDb: Math.sqrt(points.reduce((sum, point) => sum + point.differenceDb ** 2, 0) / points.length),
    figures: Object.fromEntries(corners.map((figure) => [figure.id, figure])),
    curve: {
      frequenciesHz: response.frequenciesHz,
      differencesDb: response.magnitudesDb,
      uncertaintiesDb: response.uncertaintiesDb,
    },
  };
}
