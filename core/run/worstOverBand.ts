import type { ChannelAnalysis, MeasurementKind } from '../measure/analysis.ts';
import type { Figure } from '../result/figure.ts';
import { absentFigure, makeFigure } from '../result/makeFigure.ts';
import { ratioFromDb } from '../units/decibel.ts';

/** The least separation over a band, from the curve that the kind gives. */
function worstCrosstalk({ channel, curves }: ChannelAnalysis, bandHz: readonly [number, number]): Figure {
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

/** The highest THD of the tones over a range; the noise of each stands in its uncertainty. */
function worstThd({ channel, curves, figures }: ChannelAnalysis): Figure[] {
  const curve = 'thdn-vs-frequency' in curves ? curves['thdn-vs-frequency'] : {};
  const thdn = figures['thd-n'] as Figure | undefined;
  const points = (curve['thdRatios'] ?? []).flatMap((ratio, index) =>
    ratio === null || ratio <= 0
      ? []
      : [
          {
            ratio,
            frequencyHz: curve['frequenciesHz'][index] ?? 0,
            uncertainty: curve['thdnUncertainties'][index] ?? ratio,
          },
        ],
  );
  if (points.length === 0 || thdn === undefined) return [];
  const worst = points.reduce((most, point) => (point.ratio > most.ratio ? point : most));
  return [
    makeFigure({
      id: 'thd',
      channel: String(channel),
      value: worst.ratio,
      unit: 'ratio',
      parts: [{ source: 'repeatability', value: worst.uncertainty }],
      definitionId: 'thdn-vs-frequency.thd.worst',
      conditions: { ...thdn.conditions, frequencyHz: worst.frequencyHz },
      flags: ['worst-of-steps'],
      dbReference: 'fundamental',
      textAs: 'percent',
    }),
  ];
}

/** Figures of the worst over a claim's range, where a kind gives them as a curve. */
export function worstOverBand(
  kind: MeasurementKind,
  channel: ChannelAnalysis,
  bandHz: readonly [number, number] | undefined,
): Figure[] {
  if (kind === 'thdn-vs-frequency') return worstThd(channel);
  return kind === 'crosstalk' && bandHz !== undefined ? [worstCrosstalk(channel, bandHz)] : [];
}
