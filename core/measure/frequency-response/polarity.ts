import { makeFigure } from '../../result/makeFigure.ts';
import type { Figure } from '../../result/figure.ts';
import type { AlignedSweep } from './sweepPoints.ts';

/** Sign of a linear response: of the highest sample of its pulse. */
export function polarityOf({ sweep }: AlignedSweep): 1 | -1 {
  return sweep.responses[sweep.peakLag] < 0 ? -1 : 1;
}

/** Polarity as a figure, +1 or −1, re the time reference where there is one. */
export function polarityFigure(
  aligned: AlignedSweep,
  timeReference: AlignedSweep | null,
  about: Pick<Figure, 'channel' | 'definitionId' | 'conditions'>,
): Figure {
  const value = polarityOf(aligned) * (timeReference === null ? 1 : polarityOf(timeReference));
  return {
    ...makeFigure({ ...about, id: 'polarity', value, unit: 'ratio', parts: [] }),
    text: value > 0 ? 'not inverted' : 'inverted',
  };
}
