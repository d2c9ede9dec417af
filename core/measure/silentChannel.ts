import type { FigureConditions, FigureUnit } from '../result/figure.ts';
import { absentFigure } from '../result/makeFigure.ts';
import type { ChannelAnalysis } from './analysis.ts';

/** A channel in which there is nothing but zeros where something should be: its figures cannot be had. */
export function silentChannel(
  channel: number,
  figures: readonly { readonly id: string; readonly unit: FigureUnit }[],
  definitionId: string,
  conditions: FigureConditions,
): ChannelAnalysis {
  const absent = figures.map(({ id, unit }) =>
    absentFigure(
      { id, unit, channel: `${channel}`, definitionId, conditions },
      'capture-damaged',
      'every sample is zero where something must be heard',
    ),
  );
  return {
    channel,
    figures: Object.fromEntries(absent.map((figure) => [figure.id, figure])),
    curves: {},
    flags: ['dead-channel'],
  };
}
