import { makeFigure } from '../../result/makeFigure.ts';
import type { Figure, UncertaintyPart } from '../../result/figure.ts';
import { amplitudeScale } from '../amplitude.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { levelStaircase } from '../stepped/levelStaircase.ts';
import { readStaircase } from '../stepped/readStaircase.ts';
import type { ShortTone } from '../stepped/shortTone.ts';
import { maxOutput } from './analyze.ts';

const DEFAULTS = { lowestDb: -30, points: 61, seconds: 0.06 };
const THDN_LIMIT_RATIO = 0.01;

/** Relative k = 2 of the level at which THD+N crosses its limit, from how well THD+N is known and how steeply it rises there. */
function crossingUncertainty(readings: readonly ShortTone[], limit: number): number {
  const sorted = [...readings].sort((a, b) => a.totalRms - b.totalRms);
  let above = sorted.length - 1;
  while (above > 0 && sorted[above - 1].thdnRatio > limit) above--;
  if (above === 0 || sorted[above].thdnRatio <= limit) return 0;
  const [low, high] = [sorted[above - 1], sorted[above]];
  const slope = Math.log(high.thdnRatio / low.thdnRatio) / Math.log(high.totalRms / low.totalRms);
  const relative = Math.max(low.thdnUncertainty / low.thdnRatio, high.thdnUncertainty / high.thdnRatio);
  return Math.min(relative / Math.max(slope, 1e-3), 1);
}

/** Volts (and watts, with a load) at which THD+N reaches its limit on a staircase of levels. docs/spec/max-output.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const kind = 'max-output';
  const staircase = readStaircase(input, settings, kind);
  const { capture, bandHz, steps, tones } = staircase;
  const { sampleRateHz } = capture;
  const { thdnLimitRatio = THDN_LIMIT_RATIO, loadOhms, loadTolerance = 0 } = settings;
  const scale = amplitudeScale(capture.unit);
  const definitionId = `${kind}.thdn-limit.${staircase.definition}`;
  return {
    kind,
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId,
    channels: tones.map((readings, index): ChannelAnalysis => {
      if (readings === null)
        return silentChannel(index + 1, [{ id: 'max-output', unit: scale.unit }], definitionId, {
          bandHz,
          sampleRateHz,
          thdnLimitRatio,
        });
      const found = maxOutput(
        readings.map(({ totalRms, thdnRatio }, step) => ({
          driveVoltsRms: steps[step].playedRms ?? totalRms,
          outputVoltsRms: totalRms,
          thdnRatio,
        })),
        thdnLimitRatio,
      );
      const chance = crossingUncertainty(readings, thdnLimitRatio) * found.voltsRms;
      const common = {
        channel: `${index + 1}`,
        definitionId,
        conditions: {
          bandHz,
          sampleRateHz,
          frequencyHz: steps[0].frequencyHz,
          thdnLimitRatio,
          loadOhms: loadOhms ?? null,
        },
        flags: found.isLowerBound ? ['lower-bound'] : [],
        ...(found.isLowerBound ? { bound: '≥' as const } : {}),
      };
      const figures: Record<string, Figure> = {
        'max-output': makeFigure({
          ...common,
          id: 'max-output',
          value: found.voltsRms * scale.perRms,
          unit: scale.unit,
          parts: [
            { source: 'method', value: found.methodVoltsRms * scale.perRms },
            { source: 'repeatability', value: chance * scale.perRms },
          ],
          dbReference: scale.dbReference,
          textAs: 'unit',
        }),
      };
      if (loadOhms !== undefined && capture.unit === 'V') {
        const watts = found.voltsRms ** 2 / loadOhms;
        const parts: UncertaintyPart[] = [
          { source: 'method', value: (2 * watts * found.methodVoltsRms) / found.voltsRms },
          { source: 'repeatability', value: (2 * watts * chance) / found.voltsRms },
          { source: 'load-tolerance', value: loadTolerance * watts },
        ];
        figures['output-power'] = makeFigure({ ...common, id: 'output-power', value: watts, unit: 'W', parts });
      }
      return {
        channel: index + 1,
        figures,
        curves: {
          'thdn-vs-level': {
            levelsRms: readings.map(({ totalRms }) => totalRms * scale.perRms),
            thdnRatios: readings.map(({ thdnRatio }) => thdnRatio),
            thdnUncertainties: readings.map(({ thdnUncertainty }) => thdnUncertainty),
          },
        },
        flags: [],
      };
    }),
    clock: staircase.clock,
    integrity: [],
  };
}

export const maxOutputKind: KindDefinition = {
  kind: 'max-output',
  title: 'Maximum output at a THD+N limit',
  options: [
    'frequencyHz',
    'lowestDb',
    'points',
    'seconds',
    'bandHz',
    'harmonicCount',
    'denominator',
    'thdnLimitRatio',
    'loadOhms',
    'loadTolerance',
  ],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => levelStaircase(settings, bench, DEFAULTS),
  analyze,
};
