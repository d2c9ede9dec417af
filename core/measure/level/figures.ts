import type { ToneLine } from '../../dsp/toneLine.ts';
import type { Figure, FigureConditions } from '../../result/figure.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import type { AmplitudeScale } from '../amplitude.ts';
import { dcUncertainty, levelRepeatability } from './analyze.ts';

/** Frequency, level and DC of a tone, as every kind that reads one states them. docs/spec/level.md. */
export function toneFigures(
  tone: ToneLine,
  scale: AmplitudeScale,
  channel: string,
  conditions: FigureConditions,
): Readonly<Record<'frequency' | 'level' | 'dc', Figure>> {
  const level = tone.rms * scale.perRms;
  return {
    frequency: makeFigure({
      id: 'frequency',
      channel,
      value: tone.frequencyHz,
      unit: 'Hz',
      parts: [{ source: 'repeatability', value: tone.track.frequencyUncertaintyHz }],
      definitionId: 'frequency.phase-slope',
      conditions,
    }),
    level: makeFigure({
      id: 'level',
      channel,
      value: level,
      unit: scale.unit,
      parts: [{ source: 'repeatability', value: level * levelRepeatability(tone) }],
      definitionId: 'level.tone.rms',
      conditions,
      dbReference: scale.dbReference,
      textAs: 'unit',
    }),
    dc: makeFigure({
      id: 'dc',
      channel,
      value: tone.dc * scale.perRms,
      unit: scale.unit,
      parts: [{ source: 'repeatability', value: dcUncertainty(tone) * scale.perRms }],
      definitionId: 'dc.with-tone',
      conditions,
    }),
  };
}
