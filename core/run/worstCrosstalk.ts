import type { ChannelAnalysis } from '../measure/analysis.ts';
import type { Figure } from '../result/figure.ts';
import { absentFigure, makeFigure } from '../result/makeFigure.ts';
import { ratioFromDb } from '../units/decibel.ts';

/** The least separation over a band, from the curve that the kind gives. */
export function worstCrosstalk({ channel, curves }: ChannelAnalysis, bandHz: readonly [number, number]): Figure {
  const curve = 'crosstalk' in curves ? curves['crosstalk'] : {};
  const points = (curve['frequenciesHz'] ?? []).map((frequencyHz, index) => ({
    frequencyHz: frequencyHz ?? 0,
    ratio: ratioFromDb(curve['ratiosDb'][index] ?? -Infinity),
    relative: ratioFromDb(curve['uncertaintiesDb'][index] ?? 0) - 1,
    isBound: curve['isBound'][index] === 1,
  }));
  const inside = points.filter(({ frequencyHz }) => frequencyHz >= bandHz[0] && frequencyHz <= bandHz[1]);
  const identity = {
    id: 'crosstalk-worst',
    channel: String(channel),
    unit: 'ratio' as const,
    definitionId: 'crosstalk.selective.worst.re-driven-channel',
    conditions: { bandHz },
  };
  if (inside.length === 0) return absentFigure(identity, 'no-stimulus', 'no tone of another channel lies in the band');
  const worst = inside.reduce((most, point) => (point.ratio > most.ratio ? point : most));
  return makeFigure({
    ...identity,
    value: worst.ratio,
    conditions: { bandHz, frequencyHz: worst.frequencyHz },
    parts: [{ source: 'repeatability', value: worst.ratio * worst.relative }],
    flags: worst.isBound ? ['below-noise'] : [],
    dbReference: 'driven-channel',
    ...(worst.isBound ? { bound: '<' as const } : {}),
  });
}
