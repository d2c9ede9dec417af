import { fitThree } from '../../dsp/sweepPhase.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import type { Figure, FigureConditions } from '../../result/figure.ts';
import { formatBound } from '../../units/format.ts';
import type { Response, ResponseNoise } from './response.ts';

export interface Corner {
  readonly frequencyHz: number;
  /** k = 2. */
  readonly uncertaintyHz: number;
}

/** The parabola goes through the points within this of the crossing, octaves. */
const FIT_OCTAVES = 1 / 8;
const FEWEST_FIT_POINTS = 4;
/** What the parabola may miss a corner by, relative, k = 2. */
const METHOD_RELATIVE = 5e-4;
/** Flatter than this, dB for each factor e, a crossing tells next to nothing. */
const FLATTEST_SLOPE = 1e-6;

/**
 * The frequency where the response first falls `dropDb` below 0 dB going from 1 kHz outwards; null when it does not within the measured band. Between
 * the points a parabola in dB over log frequency, fitted to those around the crossing: a one-pole's corner comes out within 0.05 %.
 * @param side `low`: going down from 1 kHz, `high`: going up
 * @param fromHz where the search begins; must be on the grid
 */
export function findCorner(response: Response, dropDb: number, side: 'low' | 'high', fromHz = 1000): Corner | null {
  const { frequenciesHz, magnitudesDb, uncertaintiesDb } = response;
  const step = side === 'low' ? -1 : 1;
  for (let index = frequenciesHz.indexOf(fromHz); index >= 0; index += step) {
    const next = index + step;
    if (next < 0 || next >= frequenciesHz.length) return null;
    if (magnitudesDb[next] >= -dropDb) continue;
    const share = (magnitudesDb[index] + dropDb) / (magnitudesDb[index] - magnitudesDb[next]);
    const straightLog = share * Math.log(frequenciesHz[next] / frequenciesHz[index]);
    const straightHz = frequenciesHz[index] * Math.exp(straightLog);
    const { offsetLog, slope, shares } = parabolaCrossing(response, straightHz, -dropDb);
    const frequencyHz = straightHz * Math.exp(offsetLog);
    const uncertaintyDb =
      response.noise === undefined
        ? Math.max(uncertaintiesDb[index], uncertaintiesDb[next])
        : crossingUncertaintyDb(response, response.noise, shares);
    const relative = uncertaintyDb / Math.max(Math.abs(slope), FLATTEST_SLOPE);
    return { frequencyHz, uncertaintyHz: frequencyHz * Math.min(0.5, relative) };
  }
  return null;
}

/** How much of a point's level is in the level of the curve at the crossing. */
interface PointShare {
  readonly index: number;
  readonly share: number;
}

interface Crossing {
  /** ln of the ratio to the first guess. */
  readonly offsetLog: number;
  /** dB for each factor e. */
  readonly slope: number;
  readonly shares: readonly PointShare[];
}

/** Where the parabola around a first guess has a level. */
function parabolaCrossing(response: Response, nearHz: number, levelDb: number): Crossing {
  const { frequenciesHz, magnitudesDb } = response;
  const near = frequenciesHz
    .map((frequencyHz, index) => ({ index, log: Math.log(frequencyHz / nearHz), db: magnitudesDb[index] }))
    .sort((a, b) => Math.abs(a.log) - Math.abs(b.log))
    .filter(({ log }, index) => index < FEWEST_FIT_POINTS || Math.abs(log) <= FIT_OCTAVES * Math.LN2);
  if (near.length < FEWEST_FIT_POINTS) {
    const [a, b] = near;
    const span = b.log - a.log;
    const shares = [
      { index: a.index, share: b.log / span },
      { index: b.index, share: -a.log / span },
    ];
    return { offsetLog: 0, slope: (b.db - a.db) / span, shares };
  }
  const rows = near.map(({ log }) => [1, log, log * log]);
  const [a, b, c] = fitThree(
    rows,
    near.map(({ db }) => db - levelDb),
  );
  // The root next to 0, in the form that does not cancel
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const widest = FIT_OCTAVES * Math.LN2;
  const offsetLog = Math.min(widest, Math.max(-widest, (-2 * a) / (b + Math.sign(b) * root)));
  const shares = near.map(({ index }, one) => {
    const [level, slope, bend] = fitThree(
      rows,
      near.map((_, other) => (other === one ? 1 : 0)),
    );
    return { index, share: level + offsetLog * (slope + offsetLog * bend) };
  });
  return { offsetLog, slope: Math.sign(b) * root, shares };
}

/** k = 2 of the level where the curve crosses: the points' own noise averages out as far as it is independent, all else does not. */
function crossingUncertaintyDb(response: Response, noise: ResponseNoise, shares: readonly PointShare[]): number {
  const { frequenciesHz, uncertaintiesDb } = response;
  const { ownDb, referenceDb, correlationHz } = noise;
  let variance = 0;
  let otherDb = 0;
  for (const a of shares) {
    for (const b of shares) {
      const apartHz = Math.abs(frequenciesHz[a.index] - frequenciesHz[b.index]);
      const alike = Math.max(0, 1 - apartHz / correlationHz(frequenciesHz[a.index]));
      variance += a.share * b.share * ownDb[a.index] * ownDb[b.index] * alike;
    }
    const others = uncertaintiesDb[a.index] ** 2 - ownDb[a.index] ** 2 - referenceDb ** 2;
    otherDb = Math.max(otherDb, Math.sqrt(Math.max(0, others)));
  }
  return Math.hypot(Math.sqrt(Math.max(0, variance)), referenceDb, otherDb);
}

/** A corner as a figure; where there is none in the band, null with the band's end as bound. */
export function cornerFigure(
  response: Response,
  dropDb: number,
  side: 'low' | 'high',
  fromHz: number,
  about: { readonly channel: string; readonly definitionId: string; readonly conditions: FigureConditions },
): Figure {
  const base = { id: `corner-${side}-${dropDb}db`, unit: 'Hz', ...about } as const;
  const corner = findCorner(response, dropDb, side, fromHz);
  if (corner === null) {
    const { frequenciesHz } = response;
    const bound =
      side === 'low'
        ? formatBound('<', frequenciesHz[0], 'Hz', 3)
        : formatBound('>', frequenciesHz[frequenciesHz.length - 1], 'Hz', 3);
    return absentFigure(base, 'out-of-band', bound);
  }
  return makeFigure({
    ...base,
    value: corner.frequencyHz,
    parts: [
      { source: 'repeatability', value: corner.uncertaintyHz },
      { source: 'method', value: METHOD_RELATIVE * corner.frequencyHz },
    ],
  });
}
