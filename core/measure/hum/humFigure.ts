import type { Figure } from '../../result/figure.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import type { AmplitudeScale } from '../amplitude.ts';
import type { HumAnalysis } from './analyze.ts';

/** Hum as a figure: rss of the mains lines; a bound where none stands out. */
export function humFigure(hum: HumAnalysis, channel: number, scale: AmplitudeScale, sampleRateHz: number): Figure {
  return makeFigure({
    id: 'hum',
    channel: `${channel}`,
    value: hum.rms * scale.perRms,
    unit: scale.unit,
    parts: [{ source: 'repeatability', value: hum.uncertainty * scale.perRms }],
    definitionId: 'hum.rss.20-multiples',
    conditions: { frequencyHz: hum.frequencyHz, sampleRateHz },
    flags: hum.isBound ? ['upper-bound'] : [`mains-${hum.mainsHz}`],
    dbReference: scale.dbReference,
    ...(hum.isBound ? { bound: '<' as const } : {}),
  });
}
