import type { Figure, FigureConditions } from '../../result/figure.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import type { Weighting } from '../../standards/weighting.ts';
import type { AmplitudeScale } from '../amplitude.ts';
import { bandName } from '../checkBand.ts';
import type { NoiseAnalysis } from './analyze.ts';

/** Figure id and the weighting's name in a definition id. */
export const NOISE_FIGURES: readonly { readonly id: string; readonly weighting: Weighting; readonly name: string }[] = [
  { id: 'noise', weighting: 'unweighted', name: 'rms' },
  { id: 'noise-a', weighting: 'a', name: 'a' },
  { id: 'noise-468', weighting: '468', name: '468' },
  { id: 'noise-ccir-rms', weighting: 'ccir-rms', name: 'ccir-rms' },
];

/**
 * The noise figures of one channel.
 * @param state what played meanwhile, as definition ids end: nothing, or `with-tone`
 */
export function noiseFigures(
  analysis: NoiseAnalysis,
  channel: number,
  scale: AmplitudeScale,
  bandHz: readonly [number, number],
  conditions: FigureConditions,
  state: '' | '.with-tone',
  flags: readonly string[],
): Record<string, Figure> {
  const figures = NOISE_FIGURES.map(({ id, weighting, name }) => {
    const { rms, relativeUncertainty } = analysis.weighted[weighting];
    const value = rms * scale.perRms;
    return makeFigure({
      id,
      channel: `${channel}`,
      value,
      unit: scale.unit,
      parts: [{ source: 'repeatability', value: relativeUncertainty * value }],
      definitionId: `noise.${name}.${bandName(bandHz)}${state}`,
      conditions: { ...conditions, bandHz },
      flags,
      dbReference: scale.dbReference,
    });
  });
  return Object.fromEntries(figures.map((figure) => [figure.id, figure]));
}
