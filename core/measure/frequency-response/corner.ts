import { fitThree } from '../../dsp/sweepPhase.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import type { Figure, FigureConditions } from '../../result/figure.ts';
import { formatBound } from '../../units/format.ts';
import type { Response } from './response.ts';

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
    const { offsetLog, slope } = parabolaCrossing(response, straightHz, -dropDb);
    const frequencyHz = straightHz * Math.exp(offsetLog);
    const uncertaintyDb = Math.max(uncertaintiesDb[index], uncertaintiesDb[next]);
    const relative = uncertaintyDb / Math.max(Math.abs(slope), FLATTEST_SLOPE);
    return { frequencyHz, uncertaintyHz: frequencyHz * Math.min(0.5, relative) };
  }
  return null;
}

/** Where the parabola around a first guess has a level, as ln of the ratio to the guess, and its slope there in dB for each factor e. */
function parabolaCrossing(response: Response, nearHz: number, levelDb: number): { offsetLog: number; slope: number } {
  const { frequenciesHz, magnitudesDb } = response;
  const near = frequenciesHz
    .map((frequencyHz, index) => ({ log: Math.log(frequencyHz / nearHz), db: magnitudesDb[index] }))
    .sort((a, b) => Math.abs(a.log) - Math.abs(b.log))
    .filter(({ log }, index) => index < FEWEST_FIT_POINTS || Math.abs(log) <= FIT_OCTAVES * Math.LN2);
  if (near.length < FEWEST_FIT_POINTS)
    return { offsetLog: 0, slope: (near[1].db - near[0].db) / (near[1].log - near[0].log) };
  const [a, b, c] = fitThree(
    near.map(({ log }) => [1, log, log * log]),
    near.map(({ db }) => db - levelDb),
  );
  // The root next to 0, in the form that does not cancel
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const offsetLog = (-2 * a) / (b + Math.sign(b) * root);
  const widest = FIT_OCTAVES * Math.LN2;
  return { offsetLog: Math.min(widest, Math.max(-widest, offsetLog)), slope: Math.sign(b) * root };
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
