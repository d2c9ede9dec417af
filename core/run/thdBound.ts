import type { Figure } from '../result/figure.ts';
import { makeFigure } from '../result/makeFigure.ts';

/** Figures with a THD that no harmonic shows of given as a bound: THD is a part of THD+N in the same band, so it is at most that. */
export function withThdBounds(figures: readonly Figure[]): Figure[] {
  return figures.map((figure) => {
    const thdn = figures.find(({ id, channel }) => id === 'thd-n' && channel === figure.channel);
    if (figure.id !== 'thd' || figure.reasonCode !== 'below-noise' || thdn === undefined || thdn.value === null)
      return figure;
    const { id, channel, unit, definitionId, conditions } = figure;
    return makeFigure({
      id,
      channel,
      unit,
      definitionId,
      conditions,
      value: thdn.value,
      parts: thdn.uncertaintyParts,
      flags: ['below-noise'],
      dbReference: 'fundamental',
      textAs: 'percent',
      bound: '<',
    });
  });
}
