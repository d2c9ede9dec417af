import { makeFigure } from '../../result/makeFigure.ts';
import type { Figure } from '../../result/figure.ts';
import type { AlignedSweep } from './sweepPoints.ts';

/** Where the sign is read: devices turn the phase least here, and what a wandering clock moves the pulse by is a small part of a period. */
const SIGN_BAND_HZ = [200, 2000] as const;

/** Sign of a linear response: of its real part at the pulse's own delay, over the middle of the audio band. */
export function polarityOf({ sweep }: AlignedSweep): 1 | -1 {
  const { bins, binHz } = sweep.linear;
  const last = Math.min(Math.floor(SIGN_BAND_HZ[1] / binHz), bins.length / 2 - 1);
  let real = 0;
  for (let bin = Math.ceil(SIGN_BAND_HZ[0] / binHz); bin <= last; bin++) real += bins[2 * bin];
  return real < 0 ? -1 : 1;
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
