import type { Figure, FigureConditions, UncertaintyPart } from '../../result/figure.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import { formatBound, formatWithUncertainty } from '../../units/format.ts';
import { dbFromRatio } from '../../units/decibel.ts';
import type { AmplitudeScale } from '../amplitude.ts';
import { bandName } from '../checkBand.ts';
import { toneFigures } from '../level/figures.ts';
import type { ThdnAnalysis } from './analyze.ts';
import type { ThdnDenominator, ThdnMethod } from './methods.ts';

export interface ThdnDefinition {
  readonly bandHz: readonly [number, number];
  readonly harmonicCount: number;
  readonly method: ThdnMethod;
  readonly denominator: ThdnDenominator;
}

export const thdnDefinitionId = ({ method, denominator, bandHz }: ThdnDefinition): string =>
  `thdn.${method}.${denominator}.${bandName(bandHz)}`;

/** SINAD of an ideal converter of n bits is 6.02 n + 1.76 dB. */
const ENOB_OFFSET_DB = 1.76;
const ENOB_DB_PER_BIT = 6.02;

const chance = (value: number): UncertaintyPart[] => [{ source: 'repeatability', value }];

/** Every figure of a tone and what it comes with, in one channel. docs/spec/thdn.md. */
export function thdnFigures(
  analysis: ThdnAnalysis,
  definition: ThdnDefinition,
  scale: AmplitudeScale,
  channel: string,
  conditions: FigureConditions,
): Record<string, Figure> {
  const { thdnRatio, thdnUncertainty, noiseRms, noiseUncertaintyRms, fundamentalRms } = analysis;
  const band = bandName(definition.bandHz);
  const residualName = `${definition.method}.${definition.denominator}.${band}`;
  const figure = (
    id: string,
    definitionId: string,
    value: number,
    uncertainty: number,
    rest: Pick<Parameters<typeof makeFigure>[0], 'dbReference' | 'textAs'>,
  ): Figure =>
    value > 0
      ? makeFigure({ id, channel, value, unit: 'ratio', parts: chance(uncertainty), definitionId, conditions, ...rest })
      : absentFigure(
          { id, channel, unit: 'ratio', definitionId, conditions },
          'below-noise',
          'nothing is left beside the tone',
        );

  const sinad = thdnRatio > 0 ? 1 / thdnRatio : 0;
  const sinadUncertainty = thdnRatio > 0 ? thdnUncertainty / thdnRatio ** 2 : 0;
  const snr = noiseRms > 0 ? fundamentalRms / noiseRms : 0;
  const snrUncertainty = noiseRms > 0 ? (snr * noiseUncertaintyRms) / noiseRms : 0;
  const enob = sinad > 0 ? (dbFromRatio(sinad) - ENOB_OFFSET_DB) / ENOB_DB_PER_BIT : 0;
  const enobUncertainty = sinad > 0 ? dbFromRatio(1 + sinadUncertainty / sinad) / ENOB_DB_PER_BIT : 0;
  return {
    ...toneFigures(analysis.tone, scale, channel, conditions),
    ...distortionFigures(analysis, definition, channel, conditions),
    'thd-n': figure('thd-n', thdnDefinitionId(definition), thdnRatio, thdnUncertainty, {
      dbReference: definition.denominator,
      textAs: 'percent',
    }),
    sinad: figure('sinad', `sinad.${residualName}`, sinad, sinadUncertainty, { dbReference: definition.denominator }),
    enob: {
      ...figure('enob', `enob.${residualName}`, enob, enobUncertainty, {}),
      ...(enob > 0 ? { text: formatWithUncertainty(enob, enobUncertainty, 'bits') } : {}),
    },
    snr: figure('snr', `snr.tone-to-noise.${band}`, snr, snrUncertainty, { dbReference: 'fundamental' }),
    noise: makeFigure({
      id: 'noise',
      channel,
      value: noiseRms * scale.perRms,
      unit: scale.unit,
      parts: chance(noiseUncertaintyRms * scale.perRms),
      definitionId: `noise.rms.${band}.with-tone`,
      conditions,
      dbReference: scale.dbReference,
      textAs: 'unit',
    }),
  };
}

/** THD re fundamental and re total, and each harmonic re fundamental. */
function distortionFigures(
  { harmonics, thdRatio, thdUncertainty, fundamentalRms, totalRms }: ThdnAnalysis,
  { bandHz, harmonicCount }: ThdnDefinition,
  channel: string,
  conditions: FigureConditions,
): Record<string, Figure> {
  const counted = `h2-h${harmonicCount}.${bandName(bandHz)}`;
  const figures: Record<string, Figure> = {};
  for (const [id, name, reference, share] of [
    ['thd', 'thd.f', 'fundamental', 1],
    ['thd-r', 'thd.r', 'total', fundamentalRms / totalRms],
  ] as const) {
    const common = { id, channel, unit: 'ratio', definitionId: `${name}.${counted}`, conditions } as const;
    figures[id] =
      thdRatio === null
        ? absentFigure(common, 'no-harmonic-in-band', 'no harmonic lies in the band')
        : thdRatio === 0
          ? absentFigure(common, 'below-noise', formatBound('<', dbFromRatio(thdUncertainty), 'dB', 3))
          : makeFigure({
              ...common,
              value: thdRatio * share,
              parts: chance(thdUncertainty * share),
              dbReference: reference,
              textAs: 'percent',
            });
  }
  for (let order = 2; order <= harmonicCount; order++) {
    const id = `h${order}`;
    const common = { id, channel, unit: 'ratio', definitionId: 'harmonic.re-fundamental', conditions } as const;
    const harmonic = harmonics.find((candidate) => candidate.order === order);
    if (harmonic === undefined) {
      figures[id] = absentFigure(common, 'no-harmonic-in-band', `the harmonic lies outside the band`);
      continue;
    }
    const ratio = harmonic.rms / fundamentalRms;
    figures[id] = harmonic.isBound
      ? absentFigure(common, 'below-noise', formatBound('<', dbFromRatio(ratio), 'dB', 3))
      : makeFigure({
          ...common,
          value: ratio,
          parts: chance(harmonic.uncertaintyRms / fundamentalRms),
          dbReference: 'fundamental',
        });
  }
  return figures;
}
